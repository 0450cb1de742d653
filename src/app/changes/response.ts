// Who answers an incident, and what is said of it meanwhile.
import { escalationRaised } from '../../core/incident/events/escalationRaised';
import { majorDeclared } from '../../core/incident/events/majorDeclared';
import { majorStoodDown } from '../../core/incident/events/majorStoodDown';
import { noteAdded } from '../../core/incident/events/noteAdded';
import { roleAssigned } from '../../core/incident/events/roleAssigned';
import { updateWritten, type WrittenUpdate } from '../../core/incident/events/updateWritten';
import { isMajor } from '../../core/incident/major';
import type { Escalation, Incident, Major } from '../../core/incident/record';
import type { Role } from '../../core/incident/roles';
import { badInterval, noteAhead, notMajor, textMissing } from '../incidentErrors';
import type { NewEvent } from './newEvent';

/** The terms of a major incident, and who leads it as far as that is known. */
export interface Declaration extends Pick<Major, 'reason' | 'audience' | 'updateMinutes'> {
	readonly commander?: string;
	readonly communications?: string;
}

/** @param person nobody where `null` or blank */
export function assigned({ roles = {} }: Incident, role: Role, person: string | null): readonly NewEvent[] {
	const name = person?.trim() || null;
	return (roles[role] ?? null) === name ? [] : [roleAssigned.of({ role, person: name })];
}

/** @throws FaultlineError `incident.textMissing` */
export function escalated(
	{ key }: Incident,
	{ level, to, reason }: Pick<Escalation, 'level' | 'to' | 'reason'>,
): readonly NewEvent[] {
	if (to.trim() === '' || reason.trim() === '') {
		throw textMissing(key, 'escalation');
	}
	return [escalationRaised.of({ level, to: to.trim(), reason: reason.trim() })];
}

/** @throws FaultlineError `incident.textMissing`, `incident.badInterval` */
export function declared(
	incident: Incident,
	{ reason, audience, updateMinutes, commander, communications }: Declaration,
): readonly NewEvent[] {
	if (reason.trim() === '' || audience.trim() === '') {
		throw textMissing(incident.key, 'major');
	}
	if (!Number.isSafeInteger(updateMinutes) || updateMinutes < 1) {
		throw badInterval(incident.key);
	}
	return [
		majorDeclared.of({ reason: reason.trim(), audience: audience.trim(), updateMinutes }),
		...(commander === undefined ? [] : assigned(incident, 'commander', commander)),
		...(communications === undefined ? [] : assigned(incident, 'communications', communications)),
	];
}

/** @throws FaultlineError `incident.notMajor`, `incident.textMissing` */
export function stoodDown(incident: Incident, summary: string): readonly NewEvent[] {
	if (!isMajor(incident)) {
		throw notMajor(incident.key);
	}
	if (summary.trim() === '') {
		throw textMissing(incident.key, 'summary');
	}
	return [majorStoodDown.of({ summary: summary.trim() })];
}

/** @throws FaultlineError `incident.textMissing` where all of its parts are empty */
export function updated({ key }: Incident, update: WrittenUpdate): readonly NewEvent[] {
	const { known, impact, doing, nextAt, audience } = update;
	if ([known, impact, doing].every((part) => part.trim() === '')) {
		throw textMissing(key, 'update');
	}
	const words = { known: known.trim(), impact: impact.trim(), doing: doing.trim() };
	return [updateWritten.of({ ...words, nextAt, ...(audience && { audience }) })];
}

/**
 * @param now epoch milliseconds
 * @throws FaultlineError `incident.textMissing`, `incident.timeAhead`
 */
export function noted(
	{ key }: Incident,
	text: string,
	happenedAt: number | undefined,
	now: number,
): readonly NewEvent[] {
	if (text.trim() === '') {
		throw textMissing(key, 'note');
	}
	if (happenedAt !== undefined && happenedAt > now) {
		throw noteAhead(key);
	}
	return [noteAdded.of({ text: text.trim(), ...(happenedAt !== undefined && { happenedAt }) })];
}
