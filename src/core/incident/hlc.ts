import type { Clock } from '../ports/clock';

const COUNTER_LIMIT = 0xffff;
const STAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z-[0-9a-f]{4}$/;
const TIME_LENGTH = '2026-11-23T13:55:06.123Z'.length;

/**
 * A hybrid logical clock: the wall clock as long as it goes forward, a counter when it does not, and never behind a stamp it has seen.
 *
 * @see Kulkarni et al., "Logical Physical Clocks", 2014
 */
export interface HybridClock {
	/** A stamp later than all given or seen before: `2026-11-23T13:55:06.123Z-0000`. */
	next(): string;
	/** Takes note of another process's stamp, so that what is written here afterwards sorts after it. */
	see(stamp: string): void;
}

export function hybridClock(clock: Clock): HybridClock {
	let lastMs = 0;
	let counter = 0;
	return {
		next: () => {
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
			return format(lastMs, counter);
		},
		see: (stamp) => {
			if (!isStamp(stamp)) {
				return;
			}
			const ms = stampMs(stamp);
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
