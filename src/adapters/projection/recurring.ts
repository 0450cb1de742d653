import { type RawBuilder, sql } from 'kysely';
import { grouped } from '../../base/grouped';
import type { Verdict } from '../../core/incident/record';
import type { Recurring, Selection } from '../../core/incident/selection';
import type { Sql } from './database';
import { verdictOfRow } from './rows';
import { build, type Tables } from './tables';

/** So many of each list are given. */
const LISTED = 50;

/** Parameters as `selected` gives them. */
const IS_SELECTED: RawBuilder<unknown> = sql`
	incidents.isDeleted = 0 and incidents.createdAt >= ${0} and incidents.createdAt < ${0} and (${0} or incidents.service is ${''})`;

interface Row {
	readonly ids: string;
}
const FILES = sql<Row & { readonly repository: string | null; readonly path: string }>`
	select incidents.repository, frames.path, group_concat(distinct incidents.id) as ids
	from frames join incidents on incidents.number = frames.incident where ${IS_SELECTED}
	group by incidents.repository, frames.path
	order by count(distinct incidents.id) desc, frames.path, incidents.repository limit ${sql.lit(LISTED)}`.compile(
	build,
);
const FAILURES = sql<Row & { readonly fingerprint: string }>`
	select fingerprints.fingerprint, group_concat(incidents.id) as ids
	from fingerprints join incidents on incidents.number = fingerprints.incident where ${IS_SELECTED}
	group by fingerprints.fingerprint having count(*) > 1
	order by count(*) desc, fingerprints.fingerprint limit ${sql.lit(LISTED)}`.compile(build);
const VERDICTS = sql<Tables['verdicts']>`
	select verdicts.* from verdicts join incidents on incidents.number = verdicts.incident where ${IS_SELECTED}
	order by incidents.id, verdicts.at, verdicts.sha`.compile(build); // numbers are in the order of arrival, which says nothing

export function recurring(tables: Sql, selection: Selection): Recurring {
	const parameters = selected(selection);
	return {
		files: tables.all(FILES, parameters).map(({ repository, path, ids }) => ({
			...(repository !== null && { repository }),
			path,
			incidents: newestFirst(ids),
		})),
		failures: tables
			.all(FAILURES, parameters)
			.map(({ fingerprint, ids }) => ({ fingerprint, incidents: newestFirst(ids) })),
	};
}

/** The verdicts of each incident that has some. */
export function verdictsOf(tables: Sql, selection: Selection): readonly (readonly Verdict[])[] {
	const rows = tables.all(VERDICTS, selected(selection));
	return [...grouped(rows, ({ incident }) => incident).values()].map((own) => own.map(verdictOfRow));
}

function selected({ from, until, service }: Selection): readonly unknown[] {
	return [from ?? Number.MIN_SAFE_INTEGER, until ?? Number.MAX_SAFE_INTEGER, service === undefined, service ?? null];
}

const newestFirst = (ids: string): readonly string[] => ids.split(',').sort().reverse();
