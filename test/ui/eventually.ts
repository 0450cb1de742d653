import { setTimeout as pause } from 'node:timers/promises';

/** What is asked of a window or a disk is true a little later than the window shows that it was done. */
const PATIENCE_MS = 30_000;

/**
 * Tries `check` until it throws nothing, for what no locator can wait for.
 *
 * @returns what it gives
 * @throws what it threw last, once the time is up
 */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
	for (const end = Date.now() + PATIENCE_MS; ; await pause(50)) {
		try {
			return await check();
		} catch (error) {
			if (Date.now() > end) {
				throw error;
			}
		}
	}
}
