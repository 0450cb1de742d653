/** How far back is looked. */
export const PERIODS = ['days30', 'days90', 'months12', 'all'] as const;
export type Period = (typeof PERIODS)[number];

/** What one point of a course over time stands for. */
export type BucketUnit = 'week' | 'month' | 'quarter' | 'year';

/** The days of whoever looks, in their time zone. A day is counted from 1970-01-01, which is 0. */
export interface Calendar {
	/** The day of a time, in epoch milliseconds. */
	dayOf(ms: number): number;
	/** When a day begins, epoch milliseconds. */
	startOf(day: number): number;
}

/** A stretch of days: up to `end`, which is the first day that is not in it. */
export interface Bucket {
	readonly start: number;
	readonly end: number;
}

/** What is looked at, cut into buckets; the last one holds today. */
export interface Span {
	/** When it begins, epoch milliseconds; undefined where everything is looked at. */
	readonly from: number | undefined;
	readonly unit: BucketUnit;
	/** Without gaps, oldest first; at least one. The first may begin before `from`. */
	readonly buckets: readonly Bucket[];
}

/** Courses of all times are by the finest unit that needs no more points than this. */
const MOST: Readonly<Record<Exclude<BucketUnit, 'year'>, number>> = { week: 26, month: 36, quarter: 40 };
const MONTHS: Readonly<Record<Exclude<BucketUnit, 'week'>, number>> = { month: 1, quarter: 3, year: 12 };

/**
 * The last 30 and 90 days with today, by weeks that begin on Monday; the last twelve calendar months with this one, by months; everything
 * since the first incident, by weeks up to years as the time is long.
 *
 * @param first when the first incident was detected, epoch milliseconds; undefined where there is none
 */
export function spanOf(period: Period, now: number, first: number | undefined, calendar: Calendar): Span {
	const today = calendar.dayOf(now);
	if (period === 'all') {
		const since = Math.min(today, first === undefined ? today : calendar.dayOf(first));
		const units = ['week', 'month', 'quarter'] as const;
		const unit = units.find((one) => countBetween(since, today, one) <= MOST[one]) ?? 'year';
		return { from: undefined, unit, buckets: bucketsFrom(since, today, unit) };
	}
	if (period === 'months12') {
		const since = monthStart(monthOf(today) - 11);
		return { from: calendar.startOf(since), unit: 'month', buckets: bucketsFrom(since, today, 'month') };
	}
	const since = today - (period === 'days30' ? 29 : 89);
	return { from: calendar.startOf(since), unit: 'week', buckets: bucketsFrom(since, today, 'week') };
}

/** Which bucket a day is in: the first or the last for days outside, as another machine's clock may be ahead of this one's. */
export function bucketOf(day: number, buckets: readonly Bucket[]): number {
	let [low, high] = [0, buckets.length - 1];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if ((buckets[middle]?.start ?? 0) <= day) {
			low = middle;
		} else {
			high = middle - 1;
		}
	}
	return low;
}

function bucketsFrom(since: number, today: number, unit: BucketUnit): readonly Bucket[] {
	const first = indexOf(since, unit);
	return Array.from({ length: countBetween(since, today, unit) }, (_, place) => ({
		start: startAt(first + place, unit),
		end: startAt(first + place + 1, unit),
	}));
}

function countBetween(since: number, today: number, unit: BucketUnit): number {
	return indexOf(today, unit) - indexOf(since, unit) + 1;
}

/** The number of a day's week, month, …; day 0 was a Thursday, and week 0 began on the Monday before. */
function indexOf(day: number, unit: BucketUnit): number {
	return unit === 'week' ? Math.floor((day + 3) / 7) : Math.floor(monthOf(day) / MONTHS[unit]);
}

function startAt(index: number, unit: BucketUnit): number {
	return unit === 'week' ? index * 7 - 3 : monthStart(index * MONTHS[unit]);
}

const DAY_MS = 86_400_000;

/** Months since 1970. */
function monthOf(day: number): number {
	const date = new Date(day * DAY_MS);
	return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

function monthStart(month: number): number {
	return Date.UTC(1970, month, 1) / DAY_MS;
}
