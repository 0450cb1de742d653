import { type FileHandle, open } from 'node:fs/promises';

const NEWLINE = Buffer.from('\n');

/**
 * Appends a line in one write and resolves once it is on disk. Behind a line that was cut off it starts on a fresh one. The file is opened
 * anew each time, for it may have been replaced.
 *
 * @throws the file system's error; then the line does not count, though a part of it may be there
 */
export async function appendLine(folder: string, path: string, line: Buffer): Promise<void> {
	const file = await open(path, 'a+', 0o600);
	let isNew: boolean;
	try {
		const { size } = await file.stat();
		isNew = size === 0;
		const isFresh = isNew || (await lastByte(file, size)) === NEWLINE[0];
		await writeWhole(file, line, isFresh ? line : Buffer.concat([NEWLINE, line]));
		await file.sync();
	} finally {
		await file.close();
	}
	if (isNew) {
		await syncFolder(folder);
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
