import type { Clock } from '../ports/clock';

const COUNTER_LIMIT = 0xffff;
/** A clock that is further ahead than this is wrong, and nobody follows it. In milliseconds. */
export const AHEAD_MS = 24 * 60 * 60 * 1000;
/** Times behind it are written with more digits, and sort no more as text. */
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z-[0-9a-f]{4}$/;
const TIME_LENGTH = '2026-11-23T13:55:06.123Z'.length;

/**
 * A hybrid logical clock: the wall clock as long as it goes forward, a counter when it does not, and never behind a stamp it has seen, but for stamps that
 * are more than a day ahead: one wrong clock, or one event that somebody made up, would take all others along for good.
 *
 * @see Kulkarni et al., "Logical Physical Clocks", 2014
 */
export interface HybridClock {
	/**
	 * A stamp later than all given or seen before: `2026-11-23T13:55:06.123Z-0000`.
	 *
	 * @param afterMs a time that this one stamp has to be behind as well, however far ahead that is; the clock does not follow it
	 */
	next(afterMs?: number): string;
	/** Takes note of another process's stamp, so that what is written here afterwards sorts after it, unless that is of a wrong clock. */
	see(stamp: string): void;
}

export function hybridClock(clock: Clock): HybridClock {
	let lastMs = 0;
	let counter = 0;
	/** The last stamp that was given behind a time far ahead. */
	let ahead = { ms: 0, counter: 0 };
	const advance = () => {
		const now = clock.now();
		if (now > lastMs) {
			lastMs = now;
			counter = 0;
		} else if (counter < COUNTER_LIMIT) {
			counter++;
		} else {
			lastMs++;
			counter = 0;
		}
	};
	return {
		next: (afterMs = 0) => {
			advance();
			if (afterMs <= lastMs) {
				return format(lastMs, counter);
			}
			const ms = Math.min(afterMs + 1, LAST_MS);
			ahead = ms === ahead.ms ? { ms, counter: Math.min(ahead.counter + 1, COUNTER_LIMIT) } : { ms, counter: 0 };
			return format(ahead.ms, ahead.counter);
		},
		see: (stamp) => {
			if (!isStamp(stamp)) {
				return;
			}
			const ms = stampMs(stamp);
			if (ms > clock.now() + AHEAD_MS) {
				return;
			}
			const seen = Number.parseInt(stamp.slice(TIME_LENGTH + 1), 16);
			if (ms > lastMs || (ms === lastMs && seen > counter)) {
				lastMs = ms;
				counter = seen;
			}
		},
	};
}

/** Whether a text is a stamp of this clock; only such stamps sort as text. */
export function isStamp(text: string): boolean {
	return STAMP.test(text) && !Number.isNaN(stampMs(text));
}

/** The wall clock part of a stamp, in epoch milliseconds. */
export function stampMs(stamp: string): number {
	return Date.parse(stamp.slice(0, TIME_LENGTH));
}

function format(ms: number, counter: number): string {
	return `${new Date(ms).toISOString()}-${counter.toString(16).padStart(4, '0')}`;
}
