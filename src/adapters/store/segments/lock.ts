import { randomUUID } from 'node:crypto';
import { lstat, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { isRunning } from '../../process/isRunning';
import { errorCode } from '../errors';

const FILE = 'clean-up.lock';
/** No clean-up takes so long: the process number was given to another process, or the computer that holds it is not there any more. */
const STALE_MS = 10 * 60 * 1000;
const AGAIN_MS = 50;
/** In bytes; what is longer was not written here. */
const LONGEST = 4096;

const Holder = v.object({ pid: v.number(), host: v.string() });

/** What this thread holds. What another thread of this process held and did not let go of ended with that thread. */
const held = new Set<string>();

/**
 * Runs `work` while no other process does the like in the folder. A process that ended without letting go holds nothing.
 *
 * @param waitMs how long to wait for another process; work is not done when that is over
 * @returns undefined when another process had it
 */
export async function locked<T>(
	folder: string,
	waitMs: number,
	work: () => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
	const path = join(folder, FILE);
	for (let waited = 0; !(await take(path)); waited += AGAIN_MS) {
		if (waited >= waitMs) {
			return undefined;
		}
		await pause(AGAIN_MS);
	}
	held.add(path);
	try {
		return { value: await work() };
	} finally {
		held.delete(path);
		await unlink(path).catch(() => {});
	}
}

async function take(path: string): Promise<boolean> {
	try {
		await writeFile(path, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx', mode: 0o600 });
		return true;
	} catch (error) {
		if (errorCode(error) !== 'EEXIST') {
			throw error;
		}
	}
	if (await isHeld(path)) {
		return false;
	}
	// Of several that take it away only one can.
	const stale = `${path}-${randomUUID()}.tmp`;
	await rename(path, stale).catch(() => {});
	await rm(stale, { force: true, recursive: true }).catch(() => {});
	return take(path);
}

async function isHeld(path: string): Promise<boolean> {
	const found = await lstat(path).catch(() => undefined);
	if (!found?.isFile() || found.size > LONGEST) {
		return false; // a repository may have anything there, such as a link to what has no end
	}
	const text = await readFile(path, 'utf8').catch(() => '');
	const ageMs = Date.now() - found.mtimeMs;
	const holder = v.safeParse(v.pipe(v.string(), v.parseJson(), Holder), text);
	if (!holder.success) {
		return ageMs < 1000; // it is just being written
	}
	const isHere = holder.output.host === hostname();
	return ageMs < STALE_MS && !(isHere && !isAtIt(holder.output.pid, path));
}

function isAtIt(pid: number, path: string): boolean {
	return pid === process.pid ? held.has(path) : isRunning(pid);
}
