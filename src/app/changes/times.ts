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
	const { corrections: before = {}, key } = incident;
	const changed = TIMES.filter(
		(time) => corrections[time] !== undefined && corrections[time] !== (before[time] ?? null),
	);
	for (const time of changed) {
		if (incident[time] === undefined) {
			throw timeNotReached(key, time);
		}
		if ((corrections[time] ?? 0) > now) {
			throw timeAhead(key, time);
		}
	}
	if (changed.length === 0) {
		return [];
	}
	const given: Corrections = Object.fromEntries(changed.map((time) => [time, corrections[time]]));
	const all = Object.entries({ ...before, ...given }).filter(([, ms]) => ms !== null);
	const told = incident.recorded ?? incident;
	const times = timesOf({ ...told, createdAt: incident.createdAt, corrections: Object.fromEntries(all) });
	const [step, next] = outOfOrder(times, changed) ?? [];
	if (step && next) {
		throw timesOutOfOrder(key, [step, times[step] ?? 0], [next, times[next] ?? 0]);
	}
	return [timesCorrected.of(given)];
}
