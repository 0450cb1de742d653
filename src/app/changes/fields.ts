// What changes the fields of an incident, decided on its state. Nothing where nothing changes.
import { type Changes, incidentEdited } from '../../core/incident/events/incidentEdited';
import { priorityOverridden } from '../../core/incident/events/priorityOverridden';
import type { Priority } from '../../core/incident/priority';
import type { Incident } from '../../core/incident/record';
import type { IncidentEdit } from '../incidentChanges';
import { textMissing } from '../incidentErrors';
import type { NewEvent } from './newEvent';
import { checkTimes } from './times';

const EMPTIABLE: ReadonlySet<string> = new Set<keyof Changes>([
	'subcategory',
	'service',
	'environment',
	'release',
	'lastGood',
	'repository',
	'startedAt',
]);

/**
 * Only what the edit really changes, so that it does not take other people's fields back; an emptied field is `null`.
 *
 * @param now epoch milliseconds
 * @throws FaultlineError `incident.timeAhead`, `incident.timesOutOfOrder` for a start that cannot be
 */
export function edited(incident: Incident, changes: IncidentEdit, now: number): readonly NewEvent[] {
	const different: Changes = Object.fromEntries(
		Object.entries(changes).flatMap(([field, value]) =>
			incident[field as keyof IncidentEdit] === value || (value === undefined && !EMPTIABLE.has(field))
				? []
				: [[field, value ?? null]],
		),
	);
	if (typeof different.startedAt === 'number') {
		checkTimes(incident, { startedAt: different.startedAt }, now);
	}
	return Object.keys(different).length > 0 ? [incidentEdited.of(different)] : [];
}

/** @throws FaultlineError `incident.textMissing` for a priority without a reason */
export function overridden(incident: Incident, priority: Priority | null, reason: string): readonly NewEvent[] {
	const { priorityOverride: before } = incident;
	if ((before?.priority ?? null) === priority && (priority === null || before?.reason === reason.trim())) {
		return [];
	}
	if (priority !== null && reason.trim() === '') {
		throw textMissing(incident.key, 'overrideReason');
	}
	return [priorityOverridden.of({ priority, reason: reason.trim() })];
}
