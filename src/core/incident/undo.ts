import type { IncidentEvent } from './event';
import { eventType } from './events/all';
import { changeUndone, undoneBy } from './events/changeUndone';
import { evidenceAdded } from './events/evidenceAdded';
import { linkAdded } from './events/linkAdded';
import { roleAssigned } from './events/roleAssigned';
import type { Incident, TimelineEntry } from './record';

const NONE: ReadonlySet<string> = new Set();

/** What an incident is created with, and how soon after it that is written. */
const CAME_WITH_IT: ReadonlySet<string> = new Set([evidenceAdded.type, roleAssigned.type, linkAdded.type]);
const CREATION_MS = 1000;

/** Whether events of a type can be taken back: not what makes an incident or erases it. */
export const canBeUndone = (type: string): boolean => eventType(type)?.isFinal !== true;

/**
 * Ids of the events that others take back. An event takes back only what stands before it, so going from the last to the first, each is known
 * to count or not when it is come to.
 *
 * @param ordered all events of an incident, in order
 */
export function undoneIn(ordered: readonly IncidentEvent[]): ReadonlySet<string> {
	if (!ordered.some(({ type }) => type === changeUndone.type)) {
		return NONE;
	}
	const places = new Map(ordered.map(({ id }, place) => [id, place]));
	const undone = new Set<string>();
	for (const [place, event] of [...ordered.entries()].reverse()) {
		const id = undone.has(event.id) ? undefined : undoneBy(event);
		const target = id === undefined ? undefined : places.get(id);
		const earlier = target !== undefined && target < place ? ordered[target] : undefined;
		if (earlier && canBeUndone(earlier.type)) {
			undone.add(earlier.id);
		}
	}
	return undone;
}

/**
 * The last change that a person would take back: made by people and still in force, neither an undoing nor what an incident was created with,
 * and not an analysis of ours.
 */
export function lastChangeOf({
	timeline,
	createdAt,
}: Pick<Incident, 'timeline' | 'createdAt'>): TimelineEntry | undefined {
	const recordedAt = (entry: TimelineEntry) => entry.recordedAt ?? entry.at;
	return timeline
		.filter(
			(entry) =>
				!entry.isUndone &&
				entry.provenance !== 'inferred' &&
				entry.type !== changeUndone.type &&
				canBeUndone(entry.type) &&
				!(CAME_WITH_IT.has(entry.type) && entry.at < createdAt + CREATION_MS),
		)
		.reduce<TimelineEntry | undefined>(
			(last, entry) => (last && recordedAt(last) > recordedAt(entry) ? last : entry),
			undefined,
		);
}
