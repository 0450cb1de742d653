import {
	type CompiledQuery,
	DummyDriver,
	type Generated,
	Kysely,
	SqliteAdapter,
	SqliteIntrospector,
	SqliteQueryCompiler,
	sql,
} from 'kysely';

/** The tables of the projection. Times are epoch milliseconds; flags are 0 or 1. */
export interface Tables {
	/** One row for each incident that its events add up to. */
	readonly incidents: {
		/** What other tables call it; also its `docid` in `texts`. */
		readonly number: Generated<number>;
		readonly id: string;
		readonly key: string;
		readonly title: string;
		readonly category: string;
		readonly subcategory: string | null;
		readonly impact: number;
		readonly urgency: number;
		readonly priority: string;
		readonly status: string;
		readonly release: string | null;
		readonly lastGood: string | null;
		readonly repository: string | null;
		readonly createdAt: number;
		readonly startedAt: number;
		readonly acknowledgedAt: number | null;
		readonly mitigatedAt: number | null;
		readonly resolvedAt: number | null;
		readonly closedAt: number | null;
		readonly isDeleted: number;
		readonly service: string | null;
		readonly environment: string | null;
		readonly assignee: string | null;
		readonly detectedAt: number;
		readonly lastChangeAt: number;
		readonly isMajor: number;
		readonly escalationLevel: number;
		readonly nextUpdateDue: number | null;
		/** JSON. */
		readonly openActions: string | null;
		readonly reviewState: string | null;
	};
	/** Every event that was read, those that add up to nothing yet as well. */
	readonly events: {
		readonly id: string;
		readonly incident: string;
		readonly type: string;
		readonly at: string;
		readonly actor: string;
		readonly writer: string;
		/** JSON. */
		readonly payload: string;
	};
	readonly fingerprints: { readonly incident: number; readonly fingerprint: string };
	/** Where frames live in the repository, by the last analysis. */
	readonly frames: {
		readonly incident: number;
		readonly trace: number;
		readonly exception: number;
		readonly frame: number;
		readonly path: string;
		readonly line: number | null;
	};
	readonly links: {
		readonly incident: number;
		readonly url: string;
		readonly kind: string;
		readonly title: string;
	};
	/** What people added to the timeline. */
	readonly notes: {
		readonly incident: number;
		readonly event: string;
		readonly text: string;
		readonly actor: string;
		/** When it happened. */
		readonly at: number;
	};
	/** What was learned about lines of code. */
	readonly rootCauseNotes: {
		readonly incident: number;
		readonly event: string;
		/** A `RootCauseNote` as JSON: whoever wants one wants all of it. */
		readonly note: string;
	};
	readonly verdicts: {
		readonly incident: number;
		readonly sha: string;
		readonly subject: string;
		readonly date: string;
		readonly author: string;
		readonly verdict: 'confirmed' | 'dismissed';
		readonly by: 'person' | 'bisection';
		/** 1-based; `null` where it was not among the suspects. */
		readonly rank: number | null;
		/** 0 where nothing had been analysed, so that there could be no rank. */
		readonly isRanked: number;
		readonly at: number;
	};
	/** Full text, by FTS4: the stock build of sql.js has no FTS5. */
	readonly texts: {
		readonly docid: number;
		readonly title: string;
		readonly description: string;
		readonly traces: string;
		readonly notes: string;
		/** The table's own name is what `match` is asked of. */
		readonly texts: string;
	};
}

/** Writes SQL and runs none: sql.js runs what it compiles. */
export const build = new Kysely<Tables>({
	dialect: {
		createAdapter: () => new SqliteAdapter(),
		createDriver: () => new DummyDriver(),
		createIntrospector: (db) => new SqliteIntrospector(db),
		createQueryCompiler: () => new SqliteQueryCompiler(),
	},
});

/** An insertion of one row, to be run many times; parameters in the order of `columns`. */
export function insertion<T extends keyof Tables & string>(
	table: T,
	columns: readonly (keyof Tables[T] & string)[],
	orElse: 'fail' | 'ignore' | 'replace' = 'fail',
): CompiledQuery {
	const or = { fail: sql``, ignore: sql`or ignore`, replace: sql`or replace` }[orElse];
	return sql`insert ${or} into ${sql.table(table)} (${sql.join(columns.map((name) => sql.ref(name)))})
		values (${sql.join(columns)})`.compile(build);
}
