/** A time as people here write it and `localTimeIn` reads it: `2026-11-20 14:05`. */
export function localTimeText(ms: number): string {
	const date = new Date(ms);
	const two = (part: number) => String(part).padStart(2, '0');
	const day = [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-');
	return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/**
 * Epoch milliseconds of a local time: `2026-11-20 14:05`, with seconds or not, or `14:05` for the day of `now`.
 *
 * @returns undefined for anything else, also for a day that no month has
 */
export function localTimeIn(text: string, now: number): number | undefined {
	const [, day, time] = /^(?:(\d{4}-\d{2}-\d{2})[ T])?(\d{1,2}:\d{2}(?::\d{2})?)$/.exec(text.trim()) ?? [];
	if (time === undefined) {
		return undefined;
	}
	const date = day ?? localTimeText(now).slice(0, 10);
	const ms = new Date(
		`${date}T${time.padStart(time.length === 4 || time.length === 7 ? time.length + 1 : 0, '0')}`,
	).getTime();
	return Number.isNaN(ms) || !localTimeText(ms).startsWith(date) ? undefined : ms;
}
