import { type Corrections, timesCorrected } from '../../core/incident/events/timesCorrected';
import type { Incident } from '../../core/incident/record';
import { outOfOrder, TIMES, timesOf } from '../../core/incident/times';
import { timeAhead, timeNotReached, timesOutOfOrder } from '../incidentErrors';
import type { NewEvent } from './newEvent';

/**
 * Corrects times. They are held against each other as they will be then, so several that were wrong are corrected together.
 *
 * @param now epoch milliseconds
 * @throws FaultlineError `incident.timeAhead`, `incident.timeNotReached`, `incident.timesOutOfOrder`
 */
export function corrected(incident: Incident, corrections: Corrections, now: number): readonly NewEvent[] {
	const { corrections: before = {} } = incident;
	const changed = TIMES.filter(
		(time) => corrections[time] !== undefined && corrections[time] !== (before[time] ?? null),
	);
	if (changed.length === 0) {
		return [];
	}
	const given: Corrections = Object.fromEntries(changed.map((time) => [time, corrections[time]]));
	checkTimes(incident, given, now);
	return [timesCorrected.of(given)];
}

/**
 * Holds times that somebody says against the clock, and against the others as they will be then.
 *
 * @param given only those that change; `null` as the timeline tells
 * @throws FaultlineError as `corrected`
 */
export function checkTimes(incident: Incident, given: Corrections, now: number): void {
	const { key, createdAt, corrections = {}, recorded = incident } = incident;
	const changed = TIMES.filter((time) => given[time] !== undefined);
	for (const time of changed) {
		if (incident[time] === undefined) {
			throw timeNotReached(key, time);
		}
		if ((given[time] ?? 0) > now) {
			throw timeAhead(key, time);
		}
	}
	const said = Object.entries({ ...corrections, ...given }).filter(([, ms]) => ms !== null);
	const times = timesOf({ ...recorded, createdAt, corrections: Object.fromEntries(said) });
	const [step, next] = outOfOrder(times, changed) ?? [];
	if (step && next) {
		throw timesOutOfOrder(key, [step, times[step] ?? 0], [next, times[next] ?? 0]);
	}
}
