import * as v from 'valibot';
import { STATUSES } from '../status';

/** Impact or urgency. */
export const LevelSchema = v.picklist([1, 2, 3, 4]);

export const StatusSchema = v.picklist(STATUSES);

/** Epoch milliseconds. */
export const TimeSchema = v.pipe(v.number(), v.integer());
