import { sql } from 'kysely';
import { grouped } from '../../base/grouped';
import type { EarlierMatch } from '../../core/incident/earlier';
import type { IncidentEvent } from '../../core/incident/event';
import { isTombstone } from '../../core/incident/events/incidentErased';
import { factsOf, fold, inOrder, outranks } from '../../core/incident/fold';
import { DEFAULT_MATRIX, type PriorityMatrix } from '../../core/incident/priority';
import type { Incident, Verdict } from '../../core/incident/record';
import type { Recurring, Selection } from '../../core/incident/selection';
import { type IncidentSummary, summaryOf } from '../../core/incident/summary';
import type { NoteOfIncident } from '../../core/notes/note';
import type { FoundIncident, StoreChange } from '../../core/ports/incidentStore';
import type { Sql } from './database';
import { earlier } from './earlier';
import { KeyRing } from './keyRing';
import { recurring, verdictsOf } from './recurring';
import {
	eventOf,
	eventRows,
	fingerprintRows,
	frameRows,
	incidentRows,
	linkRows,
	noteRows,
	rootCauseNoteRows,
	SUMMARY_COLUMNS,
	summaryOfRow,
	textRows,
	textsOf,
	verdictRows,
} from './rows';
import { matching, search } from './search';
import { similar } from './similar';
import { build } from './tables';

/** What is known of an incident, and what of that is not in the tables yet. What it adds up to is folded when it is wanted: held, it would weigh as much again. */
interface Fresh {
	/** All of its events, in order. */
	readonly events: readonly IncidentEvent[];
	readonly added: readonly IncidentEvent[];
}

/** Incidents that are written into the tables in one step. */
const AT_ONCE = 20;
/** Events read from the tables in one step, when all are asked for. */
const EVENTS_AT_ONCE = 200;

/** Root-cause notes read in one step. */
const NOTES_AT_ONCE = 200;

const selectEvents = build.selectFrom('events').selectAll();
const QUERIES = {
	eventsOf: selectEvents.where('incident', '=', '').compile(),
	someEvents: sql<Parameters<typeof eventOf>[0] & { readonly rowid: number }>`
		select rowid, * from events where rowid > ${0} order by rowid limit ${EVENTS_AT_ONCE}`.compile(build),
	forgetEvents: build.deleteFrom('events').where('incident', '=', '').compile(),
	hasEvents: build.selectFrom('events').select('id').limit(1).compile(),
	numberOf: build.selectFrom('incidents').select('number').where('id', '=', '').compile(),
	summaries: build.selectFrom('incidents').select(SUMMARY_COLUMNS).compile(),
	withFingerprint: build
		.selectFrom('fingerprints')
		.innerJoin('incidents', 'incidents.number', 'fingerprints.incident')
		.where('fingerprint', '=', '')
		.where('isDeleted', '=', 0)
		.select('incidents.id')
		.orderBy('createdAt', 'desc')
		.orderBy('incidents.id', 'desc')
		.compile(),
	rootCauseNotesOf: build
		.selectFrom('rootCauseNotes')
		.innerJoin('incidents', 'incidents.number', 'rootCauseNotes.incident')
		.where('incidents.id', '=', '')
		.where('isDeleted', '=', 0)
		.select(['incidents.id', 'note'])
		.compile(),
	someRootCauseNotes: sql<{
		readonly id: string;
		readonly note: string;
		readonly number: number;
		readonly event: string;
	}>`select incidents.id, notes.note, incidents.number, notes.event
		from rootCauseNotes as notes join incidents on incidents.number = notes.incident
		where (notes.incident, notes.event) > (${0}, ${''}) and incidents.isDeleted = 0
		order by notes.incident, notes.event limit ${sql.lit(NOTES_AT_ONCE)}`.compile(build),
	textsOf: build
		.selectFrom('texts')
		.select(['title', 'description', 'traces', 'notes'])
		.where('docid', '=', 0)
		.compile(),
};
const FORGET = (['fingerprints', 'verdicts', 'frames', 'links', 'notes', 'rootCauseNotes'] as const).map((table) =>
	build.deleteFrom(table).where('incident', '=', 0).compile(),
);
const FORGET_INCIDENT = [
	...FORGET,
	build.deleteFrom('texts').where('docid', '=', 0).compile(),
	build.deleteFrom('incidents').where('number', '=', 0).compile(),
];

/**
 * Incidents as tables, made of events in whatever order. What is new is known at once and goes into the tables afterwards, step by step
 * (`settle`): a change need not wait for its full text to be indexed.
 */
export class Projection {
	private readonly fresh = new Map<string, Fresh>();
	private readonly keys = new KeyRing();
	/** Nothing is in the tables, so nothing need be looked for there. */
	private isEmpty: boolean;
	private remains = false;
	private isWriting = false;

	constructor(
		private readonly tables: Sql,
		private readonly matrix: PriorityMatrix = DEFAULT_MATRIX,
	) {
		this.isEmpty = tables.all(QUERIES.hasEvents).length === 0;
	}

	/** All incidents as they are in the tables; to be asked once, before anything is taken in. */
	summaries(): readonly IncidentSummary[] {
		const all = this.tables.all(QUERIES.summaries).map(summaryOfRow);
		for (const { id } of all) {
			this.keys.add(id);
		}
		return all;
	}

	/** Takes events in; those already known change nothing. */
	take(events: readonly IncidentEvent[]): StoreChange {
		const touched = new Map<string, IncidentSummary>();
		const removed: string[] = [];
		/** Whose key became longer or shorter. */
		const renamed = new Set<string>();
		let latest = '';
		for (const [id, given] of grouped(events, ({ incident }) => incident)) {
			const waiting = this.fresh.get(id);
			const before = waiting?.events ?? this.stored(id);
			const added = before.length === 0 ? inOrder(given) : unseen(before, given);
			if (added.length === 0) {
				continue;
			}
			latest = added.reduce((last, { at }) => (at > last ? at : last), latest);
			const events = withoutErased(before.length === 0 ? added : inOrder([...before, ...added]));
			this.fresh.set(id, { events, added: waiting ? [...waiting.added, ...added] : added });
			const facts = factsOf(events, this.matrix);
			const wasThere = this.keys.has(id);
			if (facts) {
				touched.set(id, summaryOf(facts));
			}
			for (const other of facts ? this.keys.add(id) : this.keys.delete(id)) {
				renamed.add(other);
			}
			if (!facts && wasThere) {
				touched.delete(id);
				removed.push(id);
			}
		}
		for (const id of renamed) {
			const one = this.known(id);
			this.fresh.set(id, one); // its row has the key too
			const facts = factsOf(one.events, this.matrix);
			if (facts) {
				touched.set(id, summaryOf(facts));
			}
		}
		const upserted = Array.from(touched.values(), (summary) => this.withKey(summary));
		return { upserted, removed, latest };
	}

	/** Of all incidents that are there. */
	ids(): readonly string[] {
		return this.keys.ids();
	}

	get(id: string): Incident | undefined {
		const incident = fold(this.known(id).events, this.matrix);
		return incident && this.withKey(incident);
	}

	eventsOf(id: string): readonly IncidentEvent[] {
		return this.known(id).events;
	}

	/** Writes what is new into the tables, in one transaction, for each costs the same again. */
	*settle(): Generator<undefined, void> {
		this.isEmpty = false;
		this.isWriting = true;
		this.tables.run(BEGIN);
		let left = AT_ONCE;
		for (const [id, one] of this.fresh) {
			this.write(id, one);
			this.fresh.delete(id);
			if (--left === 0) {
				left = AT_ONCE;
				yield; // what is taken in meanwhile comes at the end
			}
		}
		this.tables.run(COMMIT);
		this.isWriting = false;
	}

	/** Whether the tables hold all that was taken in. */
	get isSettled(): boolean {
		return this.fresh.size === 0 && !this.isWriting;
	}

	/** Whether something of incidents that were erased is left in the tables: the full text forgets words only when it is tidied up. */
	get hasRemains(): boolean {
		return this.remains;
	}

	/** Takes as long as the full text is large. */
	clearRemains(): void {
		if (this.remains) {
			this.tables.run(TIDY_UP);
			this.remains = false;
		}
	}

	/** All events in batches; to be asked when settled. */
	*allEvents(): Generator<readonly IncidentEvent[]> {
		for (let last = 0; ; ) {
			const rows = this.tables.all(QUERIES.someEvents, [last, EVENTS_AT_ONCE]);
			last = rows.at(-1)?.rowid ?? last;
			if (rows.length === 0) {
				return;
			}
			yield rows.map(({ rowid: _, ...row }) => eventOf(row));
		}
	}

	/** To be asked when settled, as all below. */
	search(text: string): readonly FoundIncident[] {
		return search(this.tables, text);
	}

	matching(text: string): readonly string[] {
		return matching(this.tables, text);
	}

	similar(text: string): readonly FoundIncident[] {
		return similar(this.tables, text);
	}

	earlier(id: string): readonly EarlierMatch[] {
		return earlier(this.tables, id);
	}

	withFingerprint(fingerprint: string): readonly string[] {
		return this.tables.all(QUERIES.withFingerprint, [fingerprint, 0]).map(({ id }) => id);
	}

	verdicts(selection: Selection = {}): readonly (readonly Verdict[])[] {
		return verdictsOf(this.tables, selection);
	}

	recurring(selection: Selection): Recurring {
		return recurring(this.tables, selection);
	}

	/** In batches; of those that are not deleted. */
	*rootCauseNotes(ids: readonly string[] | 'all'): Generator<readonly NoteOfIncident[]> {
		const read = ({ id, note }: { readonly id: string; readonly note: string }): NoteOfIncident => ({
			incident: id,
			note: JSON.parse(note),
		});
		for (const id of ids === 'all' ? [] : ids) {
			yield this.tables.all(QUERIES.rootCauseNotesOf, [id, 0]).map(read);
		}
		for (let [incident, event] = [0, '']; ids === 'all'; ) {
			const rows = this.tables.all(QUERIES.someRootCauseNotes, [incident, event]);
			const last = rows.at(-1);
			if (!last) {
				return;
			}
			[incident, event] = [last.number, last.event];
			yield rows.map(read);
		}
	}

	/** Whose short keys are the same get longer ones. */
	private withKey<T extends { readonly id: string; readonly key: string }>(one: T): T {
		const key = this.keys.keyFor(one.id);
		return one.key === key ? one : { ...one, key };
	}

	private known(id: string): Fresh {
		const fresh = this.fresh.get(id);
		if (fresh) {
			return fresh;
		}
		const events = this.stored(id);
		return { events, added: [] };
	}

	/** In order. */
	private stored(id: string): readonly IncidentEvent[] {
		return this.isEmpty ? [] : inOrder(this.tables.all(QUERIES.eventsOf, [id]).map(eventOf));
	}

	private write(id: string, { events, added }: Fresh): void {
		const { tables } = this;
		const facts = factsOf(events, this.matrix);
		const isErased = events.some(isTombstone);
		if (isErased) {
			tables.run(QUERIES.forgetEvents, [[id]]);
			this.remains = true;
		}
		tables.run(eventRows.query, eventRows.rows(isErased ? events : added));
		const known = tables.all(QUERIES.numberOf, [id])[0]?.number;
		if (!facts) {
			for (const query of known === undefined ? [] : FORGET_INCIDENT) {
				tables.run(query, [[known]]);
			}
			return;
		}
		tables.run(incidentRows.query, incidentRows.rows(this.withKey(facts), known));
		const number = known ?? tables.lastNumber();
		for (const query of known === undefined ? [] : FORGET) {
			tables.run(query, [[number]]);
		}
		for (const { query, rows } of [fingerprintRows, verdictRows, frameRows, linkRows, noteRows, rootCauseNoteRows]) {
			tables.run(query, rows(facts, number));
		}
		const texts = textsOf(facts, events);
		const [before] = known === undefined ? [] : tables.all(QUERIES.textsOf, [number]);
		if (!before || TEXTS.some((column) => before[column] !== texts[column])) {
			tables.run(textRows.query, textRows.rows(texts, number));
		}
	}
}

const BEGIN = sql`begin`.compile(build);
const COMMIT = sql`commit`.compile(build);
const TIDY_UP = sql`insert into texts(texts) values ('optimize')`.compile(build);
const TEXTS = ['title', 'description', 'traces', 'notes'] as const;

function unseen(known: readonly IncidentEvent[], events: readonly IncidentEvent[]): readonly IncidentEvent[] {
	const seen = new Map(known.map((event) => [event.id, event]));
	const isErased = known.some(isTombstone);
	return events.filter((event) => {
		const twin = seen.get(event.id);
		const isNew = (!isErased || isTombstone(event)) && (!twin || outranks(event, twin));
		return isNew && seen.set(event.id, event);
	});
}

/** Of an erased incident nothing is kept but that it was. */
function withoutErased(events: readonly IncidentEvent[]): readonly IncidentEvent[] {
	return events.some(isTombstone) ? events.filter(isTombstone) : events;
}
