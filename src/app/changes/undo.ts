import type { Incident, TimelineEntry } from '../../core/incident/record';
import { canBeUndone, lastChangeOf } from '../../core/incident/undo';
import { cannotUndo, nothingToUndo } from '../incidentErrors';

/**
 * The change that is to be taken back: the named one, else the last one that can be.
 *
 * @throws FaultlineError `incident.nothingToUndo`; `incident.cannotUndo` where the named one is not there, was taken back, or stays for good
 */
export function toUndo(incident: Incident, eventId: string | undefined): TimelineEntry {
	const { key, timeline } = incident;
	if (eventId === undefined) {
		const last = lastChangeOf(incident);
		if (!last) {
			throw nothingToUndo(key);
		}
		return last;
	}
	const entry = timeline.find((one) => one.eventId === eventId);
	if (!entry || entry.isUndone || !canBeUndone(entry.type)) {
		throw cannotUndo(key);
	}
	return entry;
}
