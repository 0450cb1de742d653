import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';

const NEWLINE = Buffer.from('\n');
/** So often in a row nobody rewrites a segment; a file system that tells another number each time is asked for the line instead. */
const ROUNDS = 5;

export interface Appending {
	/** Fails where the file is a symbolic link, so that nothing is written elsewhere. */
	readonly refusesLinks?: boolean;
	/** Whether nothing more may go into a file of this size. */
	readonly isFull?: (size: number) => boolean;
	/** File mode of a new file. */
	readonly mode?: number;
}

/**
 * Appends a line in one write and resolves once it is on disk. Behind a line that was cut off it starts on a fresh one. The file is opened
 * anew each time, for it may have been replaced; where that happened while it was being written, the line is written again to the file that
 * is there now (`cleanUp.ts` says why that is enough).
 *
 * @param line one or several lines, each with its end
 * @returns false where the file is full, and then nothing was written
 * @throws the file system's error; then the line does not count, though a part of it may be there
 */
export async function appendLine(folder: string, path: string, line: Buffer, how: Appending = {}): Promise<boolean> {
	const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW } = constants;
	// Windows has no O_NOFOLLOW, and git makes no links there unless it is told to; the folder's listing leaves them out all the same.
	const flags = O_APPEND | O_CREAT | O_RDWR | (how.refusesLinks ? (O_NOFOLLOW ?? 0) : 0);
	for (let round = 1; ; round++) {
		const file = await open(path, flags, how.mode ?? 0o600);
		try {
			const { size, ino, dev } = await file.stat({ bigint: true });
			if (how.isFull?.(Number(size))) {
				return false;
			}
			const isNew = size === 0n;
			const isFresh = isNew || (await lastByte(file, Number(size))) === NEWLINE[0];
			await writeWhole(file, line, isFresh ? line : Buffer.concat([NEWLINE, line]));
			await file.sync();
			if (isNew) {
				await syncFolder(folder);
			}
			const now = await stat(path, { bigint: true }).catch(() => undefined);
			if (now?.ino === ino && now.dev === dev) {
				return true;
			}
			if (round >= ROUNDS) {
				if (now && (await endsWith(path, line))) {
					return true;
				}
				throw new Error('The file was replaced again and again while it was written.');
			}
		} finally {
			await file.close();
		}
	}
}

/**
 * A short write is almost always a full disk, and the next one says so. When that one goes through after all, the line is written again
 * as a whole, since another process may have written behind the first part.
 */
async function writeWhole(file: FileHandle, line: Buffer, data: Buffer): Promise<void> {
	const { bytesWritten } = await file.write(data);
	if (bytesWritten === data.length) {
		return;
	}
	const again = Buffer.concat([NEWLINE, line]);
	const second = await file.write(again);
	if (second.bytesWritten < again.length) {
		throw Object.assign(new Error('Only a part of the line was written, twice.'), { code: 'ENOSPC' });
	}
}

async function lastByte(file: FileHandle, size: number): Promise<number | undefined> {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
	return bytesRead === 1 ? buffer[0] : undefined;
}

async function endsWith(path: string, line: Buffer): Promise<boolean> {
	const file = await open(path, 'r');
	try {
		const { size } = await file.stat();
		const length = Math.min(size, line.length + 1024 * 1024);
		const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
		return buffer.subarray(0, bytesRead).includes(line);
	} finally {
		await file.close();
	}
}

/** What is new in a folder is only there after a crash when the folder was written as well. Not every system can do that. */
export async function syncFolder(folder: string): Promise<void> {
	try {
		const handle = await open(folder, 'r');
		try {
			await handle.sync();
		} finally {
			await handle.close();
		}
	} catch {
		// Windows opens no folders and needs no sync of them.
	}
}
