/** Delays that double, each a random part of what it could be, so that many windows do not come back at the same moment. */
export interface Backoff {
	/** Milliseconds to wait before the next try. */
	next(): number;
	/** The next delay is a short one again. */
	reset(): void;
}

/** @see Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015: "equal jitter" */
export function backoff(firstMs: number, limitMs: number): Backoff {
	let tries = 0;
	return {
		next: () => {
			const delay = Math.min(firstMs * 2 ** tries, limitMs);
			tries++;
			return delay / 2 + (Math.random() * delay) / 2;
		},
		reset: () => {
			tries = 0;
		},
	};
}
