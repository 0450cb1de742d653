import type { BusinessHours } from '../core/incident/hours';
import type { Priority } from '../core/incident/priority';
import { ROUND_THE_CLOCK, type WorkingTime } from '../core/incident/targets';

/**
 * The time that counts for the targets of each priority. The calendar, which is large, is loaded only where there are hours.
 *
 * @param hours `undefined` where a team works round the clock
 */
export async function workingTimes(hours: BusinessHours | undefined): Promise<(priority: Priority) => WorkingTime> {
	if (!hours || hours.priorities.length === 0) {
		return () => ROUND_THE_CLOCK;
	}
	const { businessTime } = await import('../core/incident/businessTime');
	const working = businessTime(hours);
	return (priority) => (hours.priorities.includes(priority) ? working : ROUND_THE_CLOCK);
}
