import * as l10n from '@vscode/l10n';
import type { Incident, TimelineEntry } from '../incident/record';
import type { Audience } from './model';

/** So many are named, the latest ones. */
const NAMED = 8;

/** What those who do not work on the incident hear of it. */
const FOR_ALL: ReadonlySet<string> = new Set(['status.changed', 'major.declared', 'major.stoodDown']);
/** What those who wait for the whole business hear besides. */
const FOR_LEADERSHIP: ReadonlySet<string> = new Set([...FOR_ALL, 'priority.overridden', 'escalation.raised']);
const FOR_ENGINEERING: ReadonlySet<string> = new Set([
	...FOR_LEADERSHIP,
	...['suspect.confirmed', 'bisection.finished', 'branch.prepared', 'branch.pushed', 'pullRequest.opened'],
	...['role.assigned', 'review.written', 'note.added'],
]);

const HEARD: Readonly<Record<Audience, ReadonlySet<string>>> = {
	responders: FOR_ENGINEERING,
	engineering: FOR_ENGINEERING,
	leadership: FOR_LEADERSHIP,
	customers: FOR_ALL,
};

/** When an audience was told last: what happened since is new to it. Epoch milliseconds; undefined where it was not told anything. */
export function lastTold({ messages = [] }: Pick<Incident, 'messages'>, audience: Audience): number | undefined {
	const told = messages.filter(
		(message) => message.audience === audience && message.deliveries.some(({ state }) => state === 'sent'),
	);
	return told.at(-1)?.at;
}

/**
 * What changed since an audience was told last, as the timeline tells it and as far as it concerns that audience; oldest first. Before the first message it
 * is what happened since the incident began.
 */
export function changesFor(
	incident: Pick<Incident, 'timeline' | 'messages'>,
	audience: Audience,
): { readonly sentences: readonly string[]; readonly more: number } {
	const since = lastTold(incident, audience) ?? Number.NEGATIVE_INFINITY;
	const written = (entry: TimelineEntry) => entry.recordedAt ?? entry.at;
	const fitting = incident.timeline.filter(
		(entry) => !entry.isUndone && HEARD[audience].has(entry.type) && written(entry) > since,
	);
	const sentences = fitting.slice(-NAMED).map(({ sentence }) => sentence.replaceAll(/\s+/g, ' ').trim());
	return { sentences, more: fitting.length - sentences.length };
}

/** How many more there are, as a line behind those that are named. */
export const moreChanges = (more: number): string =>
	more === 1 ? l10n.t('and one change before') : l10n.t('and {0} changes before', more);
