// With calls that hold up the thread: they take one turn of the event loop where each promise takes one of its own, which together are longer than
// the disk. Whoever must not be held up has the log in a worker.
import {
	type BigIntStats,
	closeSync,
	constants,
	fstatSync,
	fsyncSync,
	openSync,
	readSync,
	statSync,
	writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
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
export type AppendLine = (name: string, line: Buffer) => boolean;

/**
 * Appends lines, each in one write, returning once it is on disk. Behind a line that was cut off it starts on a fresh one. The file is opened
 * anew each time, for it may have been replaced; where that happened while it was being written, the line is written again to the file that
 * is there now (`rewrite.ts` says why that is enough).
 */
export function appenderIn(folder: string, how: Appending = {}): AppendLine {
	const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW } = constants;
	// Windows has no O_NOFOLLOW, and git makes no links there unless it is told to; the folder's listing leaves them out all the same.
	const flags = O_APPEND | O_CREAT | O_RDWR | (how.refusesLinks ? (O_NOFOLLOW ?? 0) : 0);
	/** Where the last line of ours ended in which file: while nobody has written behind it, what comes next starts on a fresh line. */
	let last = { ino: 0n, dev: 0n, end: 0 };

	return (name, line) => {
		const path = join(folder, name);
		for (let round = 1; ; round++) {
			const file = openSync(path, flags, how.mode ?? 0o600);
			try {
				const { size, ino, dev } = fstatSync(file, { bigint: true });
				const end = Number(size);
				if (how.isFull?.(end)) {
					return false;
				}
				const isOurs = last.ino === ino && last.dev === dev && last.end === end;
				const isFresh = end === 0 || isOurs || lastByte(file, end) === NEWLINE[0];
				const data = isFresh ? line : Buffer.concat([NEWLINE, line]);
				writeWhole(file, line, data);
				fsyncSync(file);
				if (end === 0) {
					syncFolderNow(folder);
				}
				last = { ino, dev, end: end + data.length };
				const now = statIfThere(path);
				if ((now?.ino === ino && now.dev === dev) || (round >= ROUNDS && isIn(path, line))) {
					return true;
				}
				if (round >= ROUNDS) {
					throw new Error('The file was replaced again and again while it was written.');
				}
			} finally {
				closeQuietly(file); // what counts is on disk, or has failed
			}
		}
	};
}

/**
 * A short write is almost always a full disk, and the next one says so. When that one goes through after all, the line is written again
 * as a whole, since another process may have written behind the first part.
 */
function writeWhole(file: number, line: Buffer, data: Buffer): void {
	if (writeSync(file, data) === data.length) {
		return;
	}
	const again = Buffer.concat([NEWLINE, line]);
	if (writeSync(file, again) < again.length) {
		throw Object.assign(new Error('Only a part of the line was written, twice.'), { code: 'ENOSPC' });
	}
}

function lastByte(file: number, size: number): number | undefined {
	const byte = Buffer.alloc(1);
	return readSync(file, byte, 0, 1, size - 1) === 1 ? byte[0] : undefined;
}

function statIfThere(path: string): BigIntStats | undefined {
	try {
		return statSync(path, { bigint: true, throwIfNoEntry: false });
	} catch {
		return undefined;
	}
}

function closeQuietly(file: number): void {
	try {
		closeSync(file);
	} catch {
		// Some file systems tell here what fsync has told before.
	}
}

/** Whether a line is near the end of a file. */
function isIn(path: string, line: Buffer): boolean {
	const file = openSync(path, 'r');
	try {
		const { size } = fstatSync(file);
		const length = Math.min(size, line.length + 1024 * 1024);
		const buffer = Buffer.alloc(length);
		return buffer.subarray(0, readSync(file, buffer, 0, length, size - length)).includes(line);
	} finally {
		closeSync(file);
	}
}

function syncFolderNow(folder: string): void {
	try {
		const handle = openSync(folder, 'r');
		try {
			fsyncSync(handle);
		} finally {
			closeSync(handle);
		}
	} catch {
		// Windows opens no folders and needs no sync of them.
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
