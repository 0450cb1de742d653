/** Lets the event loop breathe and says what time it is (any monotonic clock, in milliseconds). */
export interface Breather {
	readonly now: () => number;
	readonly pause: () => Promise<void>;
}

/**
 * Runs a generator to its end in slices of at most about `sliceMs`, pausing in between, so that long pure work (parsing 50 MB) never
 * blocks the extension host. The generator yields often (every few tenths of a millisecond of work) and does no I/O.
 *
 * @throws `signal.reason` when cancelled between two slices
 */
export async function runInSlices<T>(
	steps: Generator<unknown, T>,
	{ now, pause }: Breather,
	signal: AbortSignal,
	sliceMs = 12,
): Promise<T> {
	for (;;) {
		signal.throwIfAborted();
		const end = now() + sliceMs;
		do {
			const step = steps.next();
			if (step.done) {
				return step.value;
			}
		} while (now() < end);
		await pause();
	}
}

/**
 * For work that awaits between its pieces, where no generator fits: called between two pieces, it pauses once about `sliceMs` have passed since the last pause.
 *
 * @returns what is called between two pieces; it throws `signal.reason` when it was cancelled meanwhile
 */
export function breathing({ now, pause }: Breather, signal: AbortSignal, sliceMs = 10): () => Promise<void> {
	let turn = now();
	return async () => {
		if (now() - turn > sliceMs) {
			await pause();
			signal.throwIfAborted();
			turn = now();
		}
	};
}

/** Runs a generator to its end at once: for the command line, tests and small input. */
export function runAtOnce<T>(steps: Generator<unknown, T>): T {
	for (;;) {
		const step = steps.next();
		if (step.done) {
			return step.value;
		}
	}
}
