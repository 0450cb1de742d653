import * as l10n from '@vscode/l10n';
import { duration } from './clockWords';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Nobody promises an update that is further away, in minutes. */
const LONGEST = 7 * 24 * 60;

/** `30`, `30 min`: whole minutes, from one to a week; undefined for anything else. */
export function minutesIn(text: string): number | undefined {
	const digits = /^(\d{1,5})\s*(?:m|min|minutes)?$/i.exec(text.trim())?.[1];
	const minutes = digits === undefined ? 0 : Number(digits);
	return minutes >= 1 && minutes <= LONGEST ? minutes : undefined;
}

/**
 * When the next update is, from minutes or a time of day, which is the next day's where it is over.
 *
 * @param now epoch milliseconds
 * @returns undefined for what is neither
 */
export function nextUpdateIn(text: string, now: number): number | undefined {
	const minutes = minutesIn(text);
	if (minutes !== undefined) {
		return now + minutes * MINUTE;
	}
	const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim()) ?? [];
	if (hour === undefined || minute === undefined) {
		return undefined;
	}
	const at = new Date(now).setHours(Number(hour), Number(minute), 0, 0);
	return at > now ? at : at + DAY;
}

/** What is offered for the next update: as often as it is promised first, then usual times, then none. */
export function nextUpdateChoices(interval: number, locale: string) {
	const others = [15, 30, 60, 120, 240].filter((minutes) => minutes !== interval);
	return [
		...[interval, ...others].map((minutes) => ({
			value: String(minutes),
			label: l10n.t('In {0}', duration(minutes * MINUTE, locale)),
			...(minutes === interval && { description: l10n.t('as promised') }),
		})),
		{ value: 'none', label: l10n.t('No further update') },
	];
}
