const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;

/** Epoch milliseconds of an ISO 8601 date or time; undefined for anything else (engines take `release-1` for the year 2001). */
export function isoTime(text: string): number | undefined {
	const time = ISO.test(text.trim()) ? Date.parse(text.trim()) : Number.NaN;
	return Number.isNaN(time) ? undefined : time;
}

/** A time as ISO 8601 in UTC; empty for one that no calendar has. */
export function isoText(ms: number): string {
	const date = new Date(ms);
	return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
