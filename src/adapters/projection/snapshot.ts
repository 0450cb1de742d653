import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import * as v from 'valibot';
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
	const draft = `${path}.${randomUUID()}.tmp`;
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
	}
	await syncFolder(folder);
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
