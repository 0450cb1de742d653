/** Where windows of one machine keep what they know of alerts, so that only one of them asks at a time. */
export interface AlertMemory {
	/**
	 * Runs `work` while no other window does.
	 *
	 * @param waitMs how long to wait for another one
	 * @returns whether it was done: not where another window had it
	 */
	exclusively(waitMs: number, work: () => Promise<void>): Promise<boolean>;
	/** What was kept last; undefined where nothing is, or where it is the same as what this one read or wrote last. */
	news(): Promise<string | undefined>;
	write(text: string): Promise<void>;
	/** When monitors were asked last, by whichever window; epoch milliseconds, 0 where never. */
	polledAt(): Promise<number>;
	polled(at: number): Promise<void>;
}
