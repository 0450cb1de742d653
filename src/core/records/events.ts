import { severityOf } from '../alerts/labels';
import { oneLine, timeOf } from '../alerts/raw';
import type { IncidentEvent } from '../incident/event';
import { incidentCreated } from '../incident/events/incidentCreated';
import { linkAdded } from '../incident/events/linkAdded';
import { priorityOverridden } from '../incident/events/priorityOverridden';
import { roleAssigned } from '../incident/events/roleAssigned';
import { statusChanged } from '../incident/events/statusChanged';
import { idFrom } from '../incident/idFrom';
import { isWebAddress } from '../incident/links';
import { isPriority, type Level, type Priority } from '../incident/priority';
import type { Status } from '../incident/status';
import type { Mapping, RecordField } from './mapping';

export interface RecordRules {
	readonly category: string;
	/** Impact and urgency that give a priority; undefined where the matrix has none. */
	readonly levelsFor: (priority: Priority) => { readonly impact: Level; readonly urgency: Level } | undefined;
	/** Why a priority is what it is, for the timeline. */
	readonly reason: string;
	/** Epoch milliseconds. */
	readonly now: number;
}

/** A record as the incident that it becomes. */
export interface RecordIncident {
	readonly id: string;
	readonly title: string;
	readonly status: Status;
	readonly priority: Priority;
	readonly startedAt: number;
	readonly events: readonly IncidentEvent[];
}

const STATUS_WORDS: readonly (readonly [Status, RegExp])[] = [
	['closed', /^(?:closed|done|complete|completed|archived)$/i],
	['resolved', /^(?:resolved|stable|fixed|ok|silenced)$/i],
	['mitigated', /^(?:mitigated|monitoring)$/i],
	['investigating', /^(?:active|investigating|in progress|identified)$/i],
	['acknowledged', /^(?:acknowledged|acked)$/i],
];

/**
 * A record as events, which are the same each time it is read: taken in again they change nothing. They are dated as the record says.
 *
 * @param origin what the record is of, such as the file's kind; records of two origins are two, whatever their ids
 * @returns undefined for one without a title
 */
export function recordIncident(
	row: Readonly<Record<string, string>>,
	mapping: Mapping,
	origin: string,
	rules: RecordRules,
): RecordIncident | undefined {
	const said = (field: RecordField) => (mapping[field] === undefined ? '' : (row[mapping[field]] ?? '').trim());
	const title = oneLine(said('title'), 200);
	if (title === '') {
		return undefined;
	}
	const time = (field: RecordField) => {
		const at = timeIn(said(field));
		return at === undefined ? undefined : Math.min(at, rules.now);
	};
	const startedAt = time('startedAt') ?? rules.now;
	const known = said('id') || `${title}\n${said('startedAt')}`;
	// Of what the record says for good: not of this moment where it tells no time.
	const id = idFrom(time('startedAt') ?? 0, `${origin}\n${known}`);
	const priority = priorityIn(said('priority'));
	const levels = rules.levelsFor(priority);
	const word = said('status');
	const reached = STATUS_WORDS.find(([, words]) => words.test(word))?.[0];
	const steps: (readonly [Status, number | undefined])[] = [
		['acknowledged', time('acknowledgedAt')],
		['resolved', time('resolvedAt')],
		['closed', time('closedAt')],
	];
	const end = Math.max(startedAt, ...steps.map(([, at]) => at ?? 0));
	const told = steps.filter((step): step is readonly [Status, number] => step[1] !== undefined);
	const last = told.at(-1)?.[0];
	const changes: (readonly [Status, number])[] =
		reached !== undefined && reached !== last && !(reached === 'resolved' && last === 'closed')
			? [...told, [reached, end]]
			: [...told];
	const url = said('url');
	const [service, environment, assignee] = (['service', 'environment', 'assignee'] as const).map((field) =>
		oneLine(said(field), 200),
	);
	let status: Status = 'new';
	const events: (readonly [at: number, Pick<IncidentEvent, 'type' | 'payload'>])[] = [
		[
			startedAt,
			incidentCreated.of({
				...{ title, description: said('description').slice(0, 10_000), category: rules.category, startedAt },
				...(levels ?? { impact: 3, urgency: 3 }),
				...(service && { service }),
				...(environment && { environment }),
			}),
		],
		...(levels ? [] : [[startedAt, priorityOverridden.of({ priority, reason: rules.reason })] as const]),
		...(assignee ? [[startedAt, roleAssigned.of({ role: 'assignee', person: assignee })] as const] : []),
		...(isWebAddress(url) ? [[startedAt, linkAdded.of({ kind: 'alert', url, title: '' })] as const] : []),
		...changes.map(([to, at]) => {
			const event = statusChanged.of({ from: status, to });
			status = to;
			return [Math.max(startedAt, at), event] as const;
		}),
	];
	const writer = idFrom(0, origin);
	return {
		...{ id, title, priority, startedAt, status },
		events: events.map(([at, { type, payload }], place) => ({
			...{ v: 1, id: idFrom(time('startedAt') ?? 0, `${id} ${place} ${type}`), incident: id, type, payload },
			...{ at: `${new Date(at).toISOString()}-${place.toString(16).padStart(4, '0')}`, actor: origin, writer },
		})),
	};
}

/** A time; one without a zone is taken for UTC, as exports mean it. */
function timeIn(text: string): number | undefined {
	const local = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/.exec(text);
	return timeOf(
		local
			? `${local[1]}T${local[2] ?? '00:00'}Z`
			: text
					.replace(/^(\d{4}-\d\d-\d\d) /, '$1T')
					.replace(/ ([+-]\d\d:?\d\d|UTC)$/, (_all, zone: string) => (zone === 'UTC' ? 'Z' : zone)),
	);
}

function priorityIn(text: string): Priority {
	const plain = text.trim().toUpperCase();
	if (isPriority(plain)) {
		return plain;
	}
	return ({ critical: 'P1', error: 'P2', warning: 'P3', info: 'P4' } as const)[severityOf(text)];
}
