import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { errorCode } from '../errors';
import { cleanLine } from './cleanLine';
import { isWholeLine } from './lines';
import { beginningOf } from './place';
import { readLines } from './readLines';
import { headerLine, type Replaced, readHeader } from './replaced';

export interface Copying {
	readonly erased: ReadonlySet<string>;
	readonly says: (list: readonly unknown[]) => string | undefined;
	/** Whether the copy says in its first line what it replaces. */
	readonly hasHeader: boolean;
	/** File mode of the copy. */
	readonly mode: number;
	/** Keeps a last line that was cut off somewhere else; false where that failed, and then it is copied. */
	readonly keepTorn: (line: Buffer) => Promise<boolean>;
}

const NEWLINE = Buffer.from('\n');
/** So much is gathered for one write. */
const PIECE = 256 * 1024;
const never = new AbortController().signal;

/**
 * Copies lines of segments that nobody appends to any more into a new file, which is on disk when this resolves: each line once, and nothing of
 * erased incidents. A segment that is gone was copied by another process.
 *
 * @returns how many stretches were left out that could not be read and may have been of these incidents
 * @throws the file system's error
 */
export async function copySegments(paths: readonly string[], target: string, copying: Copying): Promise<number> {
	const files: FileHandle[] = [];
	const to = await open(target, 'wx+', copying.mode);
	try {
		for (const path of paths) {
			files.push(...(await openIfThere(path)));
		}
		const replaced = copying.hasHeader ? await Promise.all(files.map(describe)) : [];
		const out = writerTo(to, copying.hasHeader ? headerLine({ replaces: replaced, copiesEnd: 0 }).length : 0);
		const written = new Set<string>();
		let unreadable = 0;
		const ends: number[] = [];
		for (const file of files) {
			const copied = await copyLines(file, out, written, copying);
			unreadable += copied.unreadable;
			ends.push(copied.end);
		}
		await out.flush();
		if (copying.hasHeader) {
			const replaces = replaced.map((one, index) => ({ ...one, bytes: ends[index] ?? 0 }));
			await writeAll(to, headerLine({ replaces, copiesEnd: out.size() }), 0);
		}
		await to.sync();
		return unreadable;
	} finally {
		await Promise.all([to, ...files].map((file) => file.close()));
	}
}

/** @returns where the last line that is whole ended */
async function copyLines(file: FileHandle, out: Out, written: Set<string>, copying: Copying) {
	let end = 0;
	let unreadable = 0;
	for await (const { line, bytes, isEnded } of readLines(file, 0, never)) {
		const isWhole = isWholeLine(line);
		if (isEnded || isWhole) {
			end += bytes;
		}
		if (line.length === 0 || (isWhole && readHeader(line))) {
			continue;
		}
		const clean = cleanLine(line, copying.erased, copying.says);
		if (!clean && !isEnded && !isWhole && (await copying.keepTorn(line))) {
			continue;
		}
		unreadable += clean?.unreadable ?? 0;
		for (const kept of clean?.kept ?? [Buffer.concat([line, NEWLINE])]) {
			// Two lines of the same checksum and length that differ would have to be made so.
			const same = `${kept.length} ${crc32(kept)} ${kept.toString('latin1', 0, 64)}`;
			if (!written.has(same)) {
				written.add(same);
				await out.write(kept);
			}
		}
	}
	return { end, unreadable };
}

async function describe(file: FileHandle): Promise<Replaced> {
	const beginning = await beginningOf(file);
	for await (const { line, isEnded } of readLines(file, 0, never)) {
		const header = isEnded ? readHeader(line) : undefined;
		return { beginning, bytes: 0, replaces: header?.replaces ?? [] };
	}
	return { beginning, bytes: 0, replaces: [] };
}

interface Out {
	write(data: Buffer): Promise<void>;
	flush(): Promise<void>;
	/** Where the next byte goes. */
	size(): number;
}

function writerTo(file: FileHandle, from: number): Out {
	let parts: Buffer[] = [];
	let waiting = 0;
	let offset = from;
	const flush = async () => {
		await writeAll(file, Buffer.concat(parts), offset);
		offset += waiting;
		parts = [];
		waiting = 0;
	};
	return {
		write: async (data) => {
			parts.push(data);
			waiting += data.length;
			if (waiting > PIECE) {
				await flush();
			}
		},
		flush,
		size: () => offset,
	};
}

async function writeAll(file: FileHandle, data: Buffer, offset: number): Promise<void> {
	for (let done = 0; done < data.length; ) {
		const { bytesWritten } = await file.write(data, done, data.length - done, offset + done);
		done += bytesWritten;
	}
}

async function openIfThere(path: string): Promise<readonly FileHandle[]> {
	try {
		return [await open(path, 'r')];
	} catch (error) {
		if (errorCode(error) === 'ENOENT') {
			return [];
		}
		throw error;
	}
}
