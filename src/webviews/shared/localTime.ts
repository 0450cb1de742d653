const MINUTE_MS = 60_000;

/** The local time as a `datetime-local` field has it: `2026-11-20T14:05`. */
export function localTime(ms: number): string {
	const date = new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE_MS);
	return date.toISOString().slice(0, 16);
}

/** Epoch milliseconds of what a `datetime-local` field has; undefined for none. */
export function fromLocalTime(text: string): number | undefined {
	const ms = text === '' ? Number.NaN : new Date(text).getTime();
	return Number.isNaN(ms) ? undefined : ms;
}
