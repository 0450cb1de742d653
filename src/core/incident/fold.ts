import * as l10n from '@vscode/l10n';
import type { IncidentEvent } from './event';
import { eventType } from './events/all';
import type { IncidentState } from './events/define';
import { isTombstone } from './events/incidentErased';
import { stampMs } from './hlc';
import { keyOf } from './keys';
import { DEFAULT_MATRIX, type PriorityMatrix, priorityOf } from './priority';
import type { Incident, IncidentFacts, TimelineEntry } from './record';
import { onlyTimes, timesOf } from './times';
import { undoneIn } from './undo';

const BLANK: IncidentState = {
	title: '',
	description: '',
	category: 'functionality',
	impact: 4,
	urgency: 4,
	status: 'new',
	isDeleted: false,
	evidence: [],
};

/**
 * The incident that its events add up to. The order in which they arrive does not matter, nor that some arrive twice: they are taken by
 * clock, then writer, then id, so the last writer wins each field, while evidence and timeline merge. Events with a payload that does not
 * fit are left out; those of unknown types, and those that others take back, show in the timeline only.
 *
 * @param events of one incident
 * @returns undefined while the event that created it is missing, and for good once it was erased
 */
export function fold(events: Iterable<IncidentEvent>, matrix: PriorityMatrix = DEFAULT_MATRIX): Incident | undefined {
	const ordered = inOrder(events);
	const facts = factsOf(ordered, matrix);
	return facts && { ...facts, timeline: timelineOf(ordered) };
}

/**
 * The same without the timeline, whose sentences are most of the work: all that lists and tables need.
 *
 * @param ordered as `inOrder` gives them
 */
export function factsOf(
	ordered: readonly IncidentEvent[],
	matrix: PriorityMatrix = DEFAULT_MATRIX,
): IncidentFacts | undefined {
	if (ordered.some(isTombstone)) {
		return undefined;
	}
	const undone = undoneIn(ordered);
	let state = BLANK;
	for (const event of ordered) {
		if (!undone.has(event.id)) {
			state = eventType(event.type)?.read(event)?.apply(state) ?? state;
		}
	}
	const id = ordered[0]?.incident;
	const last = ordered.at(-1);
	const { createdAt } = state;
	if (id === undefined || last === undefined || createdAt === undefined) {
		return undefined;
	}
	return {
		...state,
		id,
		key: keyOf(id),
		priority: state.priorityOverride?.priority ?? priorityOf(state.impact, state.urgency, matrix),
		createdAt,
		...timesOf({ ...state, createdAt }),
		...(state.corrections && { recorded: onlyTimes(state) }),
		lastChangeAt: stampMs(last.at),
	};
}

/**
 * The story: each event where it was written, but for what a person says happened earlier.
 *
 * @param ordered as `inOrder` gives them
 */
function timelineOf(ordered: readonly IncidentEvent[]): readonly TimelineEntry[] {
	const undone = undoneIn(ordered);
	const told = new Map<string, { readonly event: IncidentEvent; readonly sentence: string }>();
	const entries: TimelineEntry[] = [];
	for (const event of ordered) {
		const known = eventType(event.type);
		const read = known?.read(event);
		if (known && !read) {
			continue;
		}
		const at = stampMs(event.at);
		const sentence =
			read?.sentence((id) => told.get(id)) ?? l10n.t('Changed by a newer version of Faultline ({0})', event.type);
		told.set(event.id, { event, sentence });
		entries.push({
			eventId: event.id,
			at: read?.happenedAt ?? at,
			actor: event.actor,
			type: event.type,
			provenance: read?.provenance ?? 'reported',
			sentence,
			...(read?.happenedAt !== undefined && { recordedAt: at }),
			...(undone.has(event.id) && { isUndone: true }),
		});
	}
	return entries.sort((a, b) => a.at - b.at); // stable: what was written in one millisecond stays in order
}

/** By clock, then writer, then id; each id once, as `outranks` says. */
export function inOrder(events: Iterable<IncidentEvent>): readonly IncidentEvent[] {
	const byId = new Map<string, IncidentEvent>();
	for (const event of events) {
		const twin = byId.get(event.id);
		if (!twin || outranks(event, twin)) {
			byId.set(event.id, event);
		}
	}
	return [...byId.values()].sort(compare);
}

/**
 * Whether an event counts in place of another one with the same id. Nobody writes two of one id who means well; where somebody has, all windows take the same
 * one, whichever they met first: the tombstone, else the earlier one, else what is first as text.
 */
export function outranks(event: IncidentEvent, twin: IncidentEvent): boolean {
	if (isTombstone(event) !== isTombstone(twin)) {
		return isTombstone(event);
	}
	const order = compare(event, twin) || compareText(event.type, twin.type) || compareText(event.actor, twin.actor);
	return (order || compareText(JSON.stringify(event.payload) ?? '', JSON.stringify(twin.payload) ?? '')) < 0;
}

function compare(a: IncidentEvent, b: IncidentEvent): number {
	return compareText(a.at, b.at) || compareText(a.writer, b.writer) || compareText(a.id, b.id);
}

function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
