// Imported only where somebody works by hours: the library is large.
import { Temporal } from 'temporal-polyfill';
import { type BusinessHours, WEEKDAYS } from './hours';
import type { WorkingTime } from './targets';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Days whose hours are remembered. */
const KEPT = 5000;
/** Of times that are further apart, by somebody's mistake or malice, all time counts: looking at each of their days would take seconds. */
const APART_MS = 4000 * DAY_MS;
/** A target that is not over within so many days, some of which have hours, is not to be met. */
const MAX_DAYS = 50_000;

/** The hours of a day: from the first millisecond up to the one behind the last, epoch milliseconds. */
type Span = readonly [from: number, to: number];

/**
 * Working time in a time zone, by its calendar: a day that the clocks make longer or shorter has hours as long as they really are.
 *
 * @param hours as `HoursSchema` gives them
 */
export function businessTime({ timeZone, days, from, to }: Omit<BusinessHours, 'priorities'>): WorkingTime {
	const weekdays = new Set(days.map((day) => WEEKDAYS.indexOf(day) + 1));
	const start = minutesOf(from);
	const end = minutesOf(to) > start ? minutesOf(to) : minutesOf(to) + 24 * 60;
	const known = new Map<number, Span | undefined>();

	/** @param day days since 1970 in the time zone's own calendar */
	const hoursOf = (day: number): Span | undefined => {
		if (known.has(day)) {
			return known.get(day);
		}
		const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
		const span = weekdays.has(date.dayOfWeek) ? ([at(date, start), at(date, end)] as const) : undefined;
		if (known.size >= KEPT) {
			known.clear();
		}
		known.set(day, span);
		return span;
	};
	/** A time that the clocks skip is the one after; one that they show twice is the first. */
	const at = (date: Temporal.PlainDate, minutes: number): number => {
		const day = date.add({ days: Math.floor(minutes / (24 * 60)) });
		const plainTime = { hour: Math.floor(minutes / 60) % 24, minute: minutes % 60 };
		return day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds;
	};
	/** The first day that may have hours at a time or behind it: a zone is at most a day off, and hours may end a day later. */
	const firstDay = (ms: number) => Math.floor(ms / DAY_MS) - 2;

	const between = (since: number, until: number): number => {
		if (until < since) {
			return 0 - between(until, since); // not -0
		}
		if (until - since > APART_MS) {
			return until - since;
		}
		let ms = 0;
		for (let day = firstDay(since); day <= Math.floor(until / DAY_MS) + 1; day++) {
			const [open, close] = hoursOf(day) ?? [0, 0];
			ms += Math.max(0, Math.min(close, until) - Math.max(open, since));
		}
		return ms;
	};
	const after = (since: number, ms: number): number => {
		let left = ms;
		for (let day = firstDay(since); left > 0 && day < firstDay(since) + MAX_DAYS; day++) {
			const [open, close] = hoursOf(day) ?? [0, 0];
			const usable = Math.max(0, close - Math.max(open, since));
			if (usable >= left) {
				return Math.max(open, since) + left;
			}
			left -= usable;
		}
		return since + ms;
	};
	return { between, after };
}

function minutesOf(time: string): number {
	const [hours, minutes] = time.split(':').map(Number);
	return (hours ?? 0) * 60 + (minutes ?? 0);
}
