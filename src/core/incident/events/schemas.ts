import * as v from 'valibot';
import { STATUSES } from '../status';

/** Full object name of a commit. */
export const ShaSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/));

/** Impact or urgency. */
export const LevelSchema = v.picklist([1, 2, 3, 4]);

export const StatusSchema = v.picklist(STATUSES);

/** Epoch milliseconds of the years that have four digits; calendars know no others for sure. */
export const TimeSchema = v.pipe(
	v.number(),
	v.integer(),
	v.minValue(Date.parse('0000-01-01T00:00:00.000Z')),
	v.maxValue(Date.parse('9999-12-31T23:59:59.999Z')),
);
