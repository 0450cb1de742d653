import type { IncidentEvent } from './event';
import { eventType } from './events/all';

/** What a search finds an event by: free text of its own. Of a type that is not known, its note, where it has one. */
export function wordsOf({ type, payload }: Pick<IncidentEvent, 'type' | 'payload'>): readonly string[] {
	const known = eventType(type);
	if (known) {
		return known.wordsOf(payload);
	}
	const hasNote = typeof payload === 'object' && payload !== null && 'note' in payload;
	return hasNote && typeof payload.note === 'string' ? [payload.note] : [];
}
