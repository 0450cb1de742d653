import type { IncidentSummary } from './summary';
import { type IncidentClock, nextTurn, type TargetState } from './targets';

/** What somebody is to do in time: answer an incident, end it, or tell those who wait. */
export type DutyKind = 'acknowledge' | 'resolve' | 'update';

/** Something that is not done yet. Times are epoch milliseconds. */
export interface Duty {
	readonly of: DutyKind;
	readonly dueAt: number;
	/** From when on it presses. */
	readonly warnAt: number;
	readonly state: 'running' | 'pressing' | 'missed';
	/** How much is left, of working time for targets; negative where it was missed. */
	readonly leftMs: number;
}

/** So long before an update is due somebody has to begin to write it. */
const WRITING_MS = 5 * 60_000;

/** What is to be done about an incident, what comes first first: an update, then to acknowledge it, then to resolve it. */
export function dutiesOf(
	{ nextUpdateDue: due, isMajor }: Pick<IncidentSummary, 'nextUpdateDue' | 'isMajor'>,
	{ acknowledge, resolve }: IncidentClock,
	now: number,
): readonly Duty[] {
	if (resolve?.isDone) {
		return [];
	}
	const update =
		due === undefined ? [] : [duty('update', { dueAt: due, warnAt: due - WRITING_MS, leftMs: due - now }, now)];
	const targets = [
		...(acknowledge && !acknowledge.isDone ? [duty('acknowledge', acknowledge, now)] : []),
		...(resolve ? [duty('resolve', resolve, now)] : []),
	];
	return isMajor ? [...update, ...targets] : [...targets, ...update];
}

function duty(of: DutyKind, times: Pick<TargetState, 'dueAt' | 'warnAt' | 'leftMs'>, now: number): Duty {
	const { dueAt, warnAt, leftMs } = times;
	return { of, dueAt, warnAt, leftMs, state: now > dueAt ? 'missed' : now >= warnAt ? 'pressing' : 'running' };
}

/** When any of it presses next, or is missed; undefined where nothing is to come. */
export function nextDutyTurn(
	{ nextUpdateDue: due }: Pick<IncidentSummary, 'nextUpdateDue'>,
	clock: IncidentClock,
	now: number,
): number | undefined {
	const update = due === undefined ? [] : [due - WRITING_MS, due + 1].filter((time) => time > now);
	const times = [...update, nextTurn(clock, now) ?? Number.POSITIVE_INFINITY];
	const next = Math.min(...times);
	return Number.isFinite(next) ? next : undefined;
}

/**
 * Those that a person is to be warned of: they press, or were missed while somebody could still have been warned.
 *
 * @param since when warnings began; what was missed before is old news
 */
export function toWarnOf(duties: readonly Duty[], since: number): readonly Duty[] {
	return duties.filter(({ state, dueAt }) => state === 'pressing' || (state === 'missed' && dueAt >= since));
}
