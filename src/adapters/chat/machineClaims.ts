import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ANSWER_MS } from '../../core/incident/messages';
import type { Clock } from '../../core/ports/clock';

/** Older ones are of messages that were sent long ago. */
const KEPT_MS = 30 * 24 * 60 * 60_000;

/**
 * Says, for all windows of this machine, who is the first to ask for a key: an empty file for each, which only one of them can create.
 *
 * @param folder is made where it is not there
 * @returns as `SendNeeds.exclusive` has it; a claim without an answer for so long was of a window that ended before it began
 */
export function machineClaims(folder: string, clock: Clock) {
	return async (key: string): Promise<(() => Promise<void>) | undefined> => {
		await mkdir(folder, { recursive: true });
		await forgetOld(folder, clock.now());
		const file = join(folder, key.replaceAll(/[^\w.-]/g, '_'));
		const giveBack = () => rm(file, { force: true });
		if (await created(file)) {
			return giveBack;
		}
		const age = clock.now() - (await modifiedAt(file));
		if (age <= ANSWER_MS) {
			return undefined;
		}
		await giveBack();
		return (await created(file)) ? giveBack : undefined;
	};
}

async function created(file: string): Promise<boolean> {
	try {
		await (await open(file, 'wx')).close();
		return true;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
			return false;
		}
		throw error;
	}
}

async function modifiedAt(file: string): Promise<number> {
	return (await stat(file).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY;
}

async function forgetOld(folder: string, now: number): Promise<void> {
	for (const name of await readdir(folder)) {
		const file = join(folder, name);
		if (now - (await modifiedAt(file)) > KEPT_MS) {
			await rm(file, { force: true });
		}
	}
}
