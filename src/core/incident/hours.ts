import * as v from 'valibot';
import { PRIORITIES } from './priority';

/** Monday first, as ISO 8601 numbers them from 1. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

const isTimeZone = (name: string): boolean => {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
	} catch {
		return false;
	}
};

const TimeOfDay = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/));

/** When a team works. */
export const HoursSchema = v.pipe(
	v.object({
		/** IANA name, such as `Europe/Berlin`. */
		timeZone: v.pipe(v.string(), v.check(isTimeZone)),
		days: v.optional(v.pipe(v.array(v.picklist(WEEKDAYS)), v.minLength(1)), [...WEEKDAYS.slice(0, 5)]),
		/** `09:00`; up to `24:00`. Where `to` is before `from`, it is of the next day. */
		from: v.optional(TimeOfDay, '09:00'),
		to: v.optional(TimeOfDay, '17:00'),
		/** Whose targets count in this time only; others count round the clock. */
		priorities: v.optional(v.array(v.picklist(PRIORITIES)), ['P3', 'P4']),
	}),
	v.check(({ from, to }) => from !== to && !(from === '24:00' && to === '00:00')),
);
export type BusinessHours = v.InferOutput<typeof HoursSchema>;
