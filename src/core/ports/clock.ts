/** The time and what must not repeat; `core` reads no clock of its own, so that it can be tested and replayed. */
export interface Clock {
	/** Epoch milliseconds. */
	now(): number;
}

/** Gives a new ULID each time, of the present moment; its random part is never counted up, since keys are made of it. */
export type NewId = () => string;
