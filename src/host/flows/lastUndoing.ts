import { changeUndone } from '../../core/incident/events/changeUndone';
import type { Incident } from '../../core/incident/record';

/** The event that took something back last: undone itself, it does that again. */
export function lastUndoing({ timeline }: Pick<Incident, 'timeline'>): string | undefined {
	return timeline.findLast(({ type, isUndone }) => type === changeUndone.type && !isUndone)?.eventId;
}
