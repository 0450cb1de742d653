/** The time and what must not repeat; `core` reads no clock of its own, so that it can be tested and replayed. */
export interface Clock {
	/** Epoch milliseconds. */
	now(): number;
}
