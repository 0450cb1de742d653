// What an incident is in the tables of the projection.
import { plainText } from '../../base/plainText';
import { alertMark } from '../../core/alerts/mark';
import type { IncidentEvent } from '../../core/incident/event';
import type { IncidentFacts, Verdict } from '../../core/incident/record';
import { type IncidentSummary, summaryOf } from '../../core/incident/summary';
import { undoneIn } from '../../core/incident/undo';
import { wordsOf } from '../../core/incident/words';
import { insertion, type Tables } from './tables';

type Row<T extends keyof Tables> = { readonly [Column in keyof Tables[T]]?: unknown };

/** An insertion together with what makes its rows. Texts that differ only where `plainText` mends them are one key: the first counts. */
function rowsOf<T extends keyof Tables & string, Of>(
	table: T,
	columns: readonly (keyof Tables[T] & string)[],
	rows: (of: Of, number: number) => readonly Row<T>[],
	orElse?: 'ignore' | 'replace',
) {
	return {
		query: insertion(table, columns, orElse),
		rows: (of: Of, number = 0) => rows(of, number).map((row) => columns.map((column) => row[column])),
	};
}

export const incidentRows = rowsOf(
	'incidents',
	[
		...([
			'number',
			'id',
			'key',
			'title',
			'category',
			'subcategory',
			'impact',
			'urgency',
			'priority',
			'status',
		] as const),
		...(['release', 'lastGood', 'repository', 'createdAt', 'startedAt'] as const),
		...(['acknowledgedAt', 'mitigatedAt', 'resolvedAt', 'closedAt', 'isDeleted'] as const),
		...(['service', 'environment', 'assignee', 'detectedAt', 'lastChangeAt'] as const),
		...(['isMajor', 'escalationLevel', 'nextUpdateDue', 'openActions', 'reviewState'] as const),
	],
	(incident: IncidentFacts, number) => {
		const { openActions, ...summary } = summaryOf(incident);
		return [
			{
				...{ ...summary, lastGood: incident.lastGood, number: number || undefined },
				openActions: openActions && JSON.stringify(openActions),
			},
		];
	},
	'replace',
);

export const eventRows = rowsOf(
	'events',
	['id', 'incident', 'type', 'at', 'actor', 'writer', 'payload'],
	(events: readonly IncidentEvent[]) =>
		events.map((event) => ({ ...event, payload: JSON.stringify(event.payload) ?? 'null' })),
	'replace', // by one of the same id that outranks it
);

export const fingerprintRows = rowsOf(
	'fingerprints',
	['incident', 'fingerprint'],
	({ evidence, alerts = [] }: IncidentFacts, incident) =>
		[...new Set([...evidence.flatMap(({ fingerprints = [] }) => fingerprints), ...alerts.map(alertMark)])].map(
			(fingerprint) => ({ incident, fingerprint }),
		),
	'ignore',
);

export const verdictRows = rowsOf(
	'verdicts',
	['incident', 'sha', 'subject', 'date', 'author', 'verdict', 'by', 'rank', 'isRanked', 'at'],
	({ verdicts = [] }: IncidentFacts, incident) =>
		verdicts.map((verdict) => ({ ...verdict, incident, isRanked: verdict.rank !== undefined })),
	'ignore',
);

export const linkRows = rowsOf(
	'links',
	['incident', 'url', 'kind', 'title'],
	({ links = [] }: IncidentFacts, incident) => links.map((link) => ({ ...link, incident })),
	'ignore',
);

export const noteRows = rowsOf(
	'notes',
	['incident', 'event', 'text', 'actor', 'at'],
	({ notes = [] }: IncidentFacts, incident) => notes.map(({ id, ...note }) => ({ ...note, event: id, incident })),
);

export const rootCauseNoteRows = rowsOf(
	'rootCauseNotes',
	['incident', 'event', 'note'],
	({ rootCauseNotes = [] }: IncidentFacts, incident) =>
		rootCauseNotes.map((note) => ({ incident, event: note.id, note: JSON.stringify(note) })),
	'ignore',
);

export const frameRows = rowsOf(
	'frames',
	['incident', 'trace', 'exception', 'frame', 'path', 'line'],
	({ analysis }: IncidentFacts, incident) =>
		(analysis?.locations ?? []).flatMap((exceptions, trace) =>
			exceptions.flatMap((frames, exception) =>
				frames.flatMap((location, frame) =>
					location ? [{ incident, trace, exception, frame, path: location.path, line: location.line }] : [],
				),
			),
		),
);

/** What a search looks through. */
export interface Texts {
	readonly title: string;
	readonly description: string;
	readonly traces: string;
	readonly notes: string;
}

export const textRows = rowsOf(
	'texts',
	['docid', 'title', 'description', 'traces', 'notes'],
	(texts: Texts, docid) => [{ docid, ...texts }],
	'replace',
);

/** @param events in order */
export function textsOf({ title, description, evidence }: IncidentFacts, events: readonly IncidentEvent[]): Texts {
	const undone = undoneIn(events);
	const notes = events.filter(({ id }) => !undone.has(id)).flatMap(wordsOf);
	return {
		title: plainText(title),
		description: plainText(description),
		traces: plainText(evidence.map(({ text }) => text).join('\n\n')),
		notes: plainText(notes.join('\n')),
	};
}

/** An event as it was before it became a row. */
export function eventOf({ payload, ...envelope }: Tables['events']): IncidentEvent {
	return { v: 1, ...envelope, payload: JSON.parse(payload) };
}

export const SUMMARY_COLUMNS = [
	...(['id', 'key', 'title', 'category', 'impact', 'urgency', 'priority', 'status', 'createdAt', 'startedAt'] as const),
	...(['detectedAt', 'lastChangeAt', 'escalationLevel', 'isMajor', 'isDeleted', 'subcategory', 'service'] as const),
	...(['environment', 'release', 'repository', 'assignee', 'acknowledgedAt', 'mitigatedAt', 'resolvedAt'] as const),
	...(['closedAt', 'nextUpdateDue', 'openActions', 'reviewState'] as const),
];

export function summaryOfRow({
	isMajor,
	isDeleted,
	openActions,
	...row
}: Pick<Tables['incidents'], (typeof SUMMARY_COLUMNS)[number]>): IncidentSummary {
	const present = Object.entries(row).filter(([, value]) => value !== null);
	return {
		...(Object.fromEntries(present) as Omit<IncidentSummary, 'isMajor' | 'isDeleted' | 'openActions'>), // checked when the events were read
		isMajor: isMajor === 1,
		isDeleted: isDeleted === 1,
		...(openActions !== null && { openActions: JSON.parse(openActions) }),
	};
}

export function verdictOfRow({ incident: _, isRanked, rank, ...row }: Tables['verdicts']): Verdict {
	return { ...row, ...(isRanked === 1 && { rank }) };
}
