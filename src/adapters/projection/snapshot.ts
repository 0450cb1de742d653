import { randomUUID } from 'node:crypto';
import { type FileHandle, lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as v from 'valibot';
import { isRunning } from '../process/isRunning';
import { SCHEMA_VERSION } from './migrations';

const HEAD_LIMIT = 64 * 1024;
const NEWLINE = 10;

const Head = v.object({
	format: v.literal('faultline projection'),
	schema: v.number(),
	build: v.string(),
	position: v.string(),
	latest: v.string(),
	bytes: v.number(),
	checksum: v.number(),
});

/** A projection as it is kept on disk. */
export interface Snapshot {
	/** How far the log is in it; the log knows what that means. */
	readonly position: string;
	/** The latest stamp among its events. */
	readonly latest: string;
	readonly database: Uint8Array;
}

/** A snapshot, or why there is none to be used, for the log. Never throws. */
export async function readSnapshot(path: string, build: string): Promise<Snapshot | { readonly unusable: string }> {
	try {
		const file = await readFile(path);
		const end = file.subarray(0, HEAD_LIMIT).indexOf(NEWLINE);
		const head = v.parse(Head, JSON.parse(file.toString('utf8', 0, Math.max(0, end))));
		if (head.schema !== SCHEMA_VERSION || head.build !== build) {
			return { unusable: `it was written by another version (schema ${head.schema}, this one has ${SCHEMA_VERSION})` };
		}
		const database = file.subarray(end + 1);
		if (database.length !== head.bytes || crc32(database) !== head.checksum) {
			return { unusable: 'it is damaged' };
		}
		return { position: head.position, latest: head.latest, database };
	} catch (error) {
		return { unusable: error instanceof Error ? error.message : String(error) };
	}
}

/**
 * Puts a snapshot in place of the one before: whoever reads meanwhile, or after a crash, finds the old one or the new one.
 *
 * @throws the file system's error; then the old one is still there
 */
export async function writeSnapshot(path: string, build: string, snapshot: Snapshot): Promise<void> {
	const { position, latest, database } = snapshot;
	const head: v.InferOutput<typeof Head> = {
		format: 'faultline projection',
		...{ schema: SCHEMA_VERSION, build, position, latest, bytes: database.length, checksum: crc32(database) },
	};
	const folder = dirname(path);
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const draft = `${path}.${process.pid}-${randomUUID()}.tmp`;
	drafts.add(draft);
	try {
		const file = await open(draft, 'wx', 0o600);
		try {
			await file.writeFile(`${JSON.stringify(head)}\n`);
			await file.writeFile(database);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(draft, path);
	} catch (error) {
		await rm(draft, { force: true });
		throw error;
	} finally {
		drafts.delete(draft);
	}
	await syncFolder(folder);
}

/** What this thread is writing. */
const drafts = new Set<string>();
const DRAFT = /^\.(\d{1,10})-[0-9a-f-]{36}\.tmp$/;
/** Of an older version, which did not say whose it is. */
const UNSIGNED = /^\.[0-9a-f-]{36}\.tmp$/;
/** No snapshot takes so long to be written: its process was killed, and its number was given to another one. In milliseconds. */
const STALE_MS = 10 * 60 * 1000;

/** Removes what processes left that were killed while they wrote a snapshot: it is as large as one, and may hold what was erased since. Never throws. */
export async function removeDrafts(path: string): Promise<void> {
	const folder = dirname(path);
	for (const name of await readdir(folder).catch(() => [])) {
		const rest = name.startsWith(basename(path)) ? name.slice(basename(path).length) : '';
		const draft = join(folder, name);
		const pid = Number(DRAFT.exec(rest)?.[1] ?? 0);
		const isOver = pid === process.pid ? !drafts.has(draft) : pid > 0 && !isRunning(pid);
		if (isOver || ((pid > 0 || UNSIGNED.test(rest)) && (await isStale(draft)))) {
			await rm(draft, { force: true }).catch(() => {}); // the next one tries again
		}
	}
}

async function isStale(path: string): Promise<boolean> {
	const found = await lstat(path).catch(() => undefined);
	return found !== undefined && Date.now() - found.mtimeMs > STALE_MS;
}

async function syncFolder(folder: string): Promise<void> {
	let handle: FileHandle | undefined;
	try {
		handle = await open(folder, 'r');
		await handle.sync();
	} catch {
		// Windows opens no folders. A snapshot that is lost is made again.
	} finally {
		await handle?.close();
	}
}
