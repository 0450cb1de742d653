import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { join } from 'node:path';

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
 * Appends a line to a file of a folder.
 *
 * @param line one or several lines, each with its end
 * @returns false where the file is full, and then nothing was written
 * @throws the file system's error; then the line does not count, though a part of it may be there
 */
export type AppendLine = (name: string, line: Buffer) => Promise<boolean>;

/**
 * Appends lines, each in one write, resolving once it is on disk. Behind a line that was cut off it starts on a fresh one. The file is opened
 * anew each time, for it may have been replaced; where that happened while it was being written, the line is written again to the file that
 * is there now (`rewrite.ts` says why that is enough).
 */
export function appenderIn(folder: string, how: Appending = {}): AppendLine {
	const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW } = constants;
	// Windows has no O_NOFOLLOW, and git makes no links there unless it is told to; the folder's listing leaves them out all the same.
	const flags = O_APPEND | O_CREAT | O_RDWR | (how.refusesLinks ? (O_NOFOLLOW ?? 0) : 0);
	/** Where the last line of ours ended in which file: while nobody has written behind it, what comes next starts on a fresh line. */
	let last = { ino: 0n, dev: 0n, end: 0 };

	return async (name, line) => {
		const path = join(folder, name);
		for (let round = 1; ; round++) {
			const file = await open(path, flags, how.mode ?? 0o600);
			try {
				const { size, ino, dev } = await file.stat({ bigint: true });
				const end = Number(size);
				if (how.isFull?.(end)) {
					return false;
				}
				const isOurs = last.ino === ino && last.dev === dev && last.end === end;
				const isFresh = end === 0 || isOurs || (await lastByte(file, end)) === NEWLINE[0];
				const data = isFresh ? line : Buffer.concat([NEWLINE, line]);
				await writeWhole(file, line, data);
				// The name only has to be looked at behind the write, so that need not wait for the disk.
				const [now] = await Promise.all([
					stat(path, { bigint: true }).catch(() => undefined),
					file.sync(),
					...(end === 0 ? [syncFolder(folder)] : []),
				]);
				last = { ino, dev, end: end + data.length };
				if ((now?.ino === ino && now.dev === dev) || (round >= ROUNDS && (await isIn(path, line)))) {
					return true;
				}
				if (round >= ROUNDS) {
					throw new Error('The file was replaced again and again while it was written.');
				}
			} finally {
				file.close().catch(() => {}); // what counts is on disk, or has failed
			}
		}
	};
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

/** Whether a line is near the end of a file. */
async function isIn(path: string, line: Buffer): Promise<boolean> {
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
