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
import { isDuration, type Mapping, type RecordField } from './mapping';

export interface RecordRules {
	readonly category: string;
	/** Impact and urgency that give a priority; undefined where the matrix has none. */
	readonly levelsFor: (priority: Priority) => { readonly impact: Level; readonly urgency: Level } | undefined;
	/** Why a priority is what it is, for the timeline. */
	readonly reason: string;
	/** Who says it, for the timeline. */
	readonly actor: string;
	/** Epoch milliseconds. */
	readonly now: number;
}

/** What ids are made of, so that the same record is the same whatever the file is called and whoever reads it, in any language. */
const ORIGIN = 'Import';

/** A record as the incident that it becomes. */
export interface RecordIncident {
	readonly id: string;
	readonly title: string;
	readonly status: Status;
	readonly priority: Priority;
	readonly startedAt: number;
	/** The record says when it began, in a way that can be read; else it is dated now. */
	readonly isStartKnown: boolean;
	readonly events: readonly IncidentEvent[];
}

const STATUS_WORDS: readonly (readonly [Status, RegExp])[] = [
	['closed', /^(?:closed|done|complete|completed|archived)$/i],
	['resolved', /^(?:resolved|stable|fixed|ok)$/i],
	['mitigated', /^(?:mitigated|monitoring)$/i],
	['investigating', /^(?:active|investigating|in progress|identified)$/i],
	['acknowledged', /^(?:acknowledged|acked|silenced|snoozed)$/i],
];

/**
 * A record as events, which are the same each time it is read: taken in again they change nothing. They are dated as the record says.
 *
 * @returns undefined for one without a title
 */
export function recordIncident(
	row: Readonly<Record<string, string>>,
	mapping: Mapping,
	rules: RecordRules,
): RecordIncident | undefined {
	const said = (field: RecordField) => (mapping[field] === undefined ? '' : (row[mapping[field]] ?? '').trim());
	const title = oneLine(said('title'), 200);
	if (title === '') {
		return undefined;
	}
	const began = timeIn(said('startedAt'));
	const startedAt = Math.min(began ?? rules.now, rules.now);
	const time = (field: RecordField) => {
		const isAfter = isDuration(mapping[field] ?? '') && /^\d{1,12}$/.test(said(field));
		const at = isAfter ? startedAt + Number(said(field)) : timeIn(said(field));
		return at === undefined ? undefined : Math.min(at, rules.now);
	};
	// Of what the record says for good: not of this moment where it tells no time, or one that is to come. Numbers that tools give begin anew in each.
	const known = said('id') && began !== undefined ? said('id') : `${said('id')}\n${title}\n${said('startedAt')}`;
	const id = idFrom(began ?? 0, `${ORIGIN}\n${known}`);
	const priority = priorityIn(said('priority'));
	const levels = rules.levelsFor(priority);
	const word = said('status');
	const reached = STATUS_WORDS.find(([, words]) => words.test(word))?.[0];
	const steps: (readonly [Status, number | undefined])[] = [
		['acknowledged', time('acknowledgedAt')],
		['resolved', time('resolvedAt')],
		['closed', time('closedAt')],
	];
	const isDated = steps.some(([step, at]) => at !== undefined && step !== 'acknowledged');
	const end = Math.max(startedAt, ...steps.map(([, at]) => at ?? 0), isDated ? 0 : (time('updatedAt') ?? 0));
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
	const writer = idFrom(0, ORIGIN);
	return {
		...{ id, title, priority, startedAt, status, isStartKnown: began !== undefined },
		events: events.map(([at, { type, payload }], place) => ({
			...{ v: 1, id: idFrom(began ?? 0, `${id} ${place} ${type}`), incident: id, type, payload },
			...{ at: `${new Date(at).toISOString()}-${place.toString(16).padStart(4, '0')}`, actor: rules.actor, writer },
		})),
	};
}

/** `Nov 20, 2026 10:00 AM`, `Fri, 20 Nov 2026 10:00:00 +0200` */
const MONTH =
	'(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const WORDED = new RegExp(`^(?:[a-z]{3,9},? )?(?:${MONTH} (\\d{1,2})|(\\d{1,2}) ${MONTH}),? \\d{4}(?!\\d)`, 'i');

/** A time; one without a zone is taken for UTC, as exports mean it. One with two figures that may be the day or the month is none. */
function timeIn(said: string): number | undefined {
	const text = said.replace(/^(\d{4})\/(\d\d)\/(\d\d)(?!\d)/, '$1-$2-$3');
	const local = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/.exec(text);
	const worded = WORDED.exec(text);
	if (worded) {
		const [head, before, behind] = worded;
		if (new Date(Date.parse(`${head} UTC`)).getUTCDate() !== Number(before ?? behind)) {
			return undefined; // the month has no such day, which a Date takes for one of the next
		}
		const ms = Date.parse(/(?:\b[A-Z]{3,4}|\dZ|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text} UTC`);
		return Number.isNaN(ms) ? undefined : timeOf(ms);
	}
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
