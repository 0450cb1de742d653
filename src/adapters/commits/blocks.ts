import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { Packed } from './columns';

/** Raised when what is in a block means something else than before: an older file is made anew. */
const VERSION = 1;

/** A walk of the history that a block is of: from `tip`, without what `except` reaches. */
export interface Walk {
	readonly tip: string;
	readonly except: readonly string[];
}

/** A part of the index: some commits of one walk, in its order, and whether they are the last ones of it. */
export interface Block extends Walk {
	readonly version: typeof VERSION;
	readonly isLast: boolean;
	readonly rows: Packed;
}

/** Length and checksum of what follows. */
const HEAD = 8;
/** No block of ours is larger. */
const LARGEST = 256 * 1024 * 1024;

/** The file of an index: blocks behind one another. A torn or damaged one, and all behind it, count for nothing. */
export interface BlockFile {
	append(block: Omit<Block, 'version'>): Promise<void>;
	close(): Promise<void>;
}

/**
 * Opens the file, made where it is not there, and hands over what it holds, until `onBlock` says that a block does not fit what came before: another
 * window may have written in between. It and all behind it go.
 *
 * @throws the file system's error
 */
export async function openBlocks(path: string, onBlock: (block: Block) => boolean): Promise<BlockFile> {
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	const file = await openAnyhow(path);
	try {
		let end = await readBlocks(file, onBlock);
		await file.truncate(end);
		return {
			append: async (block) => {
				const body = serialize({ ...block, version: VERSION } satisfies Block);
				const head = Buffer.alloc(HEAD);
				head.writeUInt32LE(body.length, 0);
				head.writeUInt32LE(crc32(body), 4);
				await file.write(Buffer.concat([head, body]), 0, HEAD + body.length, end);
				end += HEAD + body.length;
			},
			close: () => file.close(),
		};
	} catch (error) {
		await file.close();
		throw error;
	}
}

async function openAnyhow(path: string): Promise<FileHandle> {
	await (await open(path, 'a', 0o600)).close();
	return open(path, 'r+');
}

/** @returns where the last whole block ends */
async function readBlocks(file: FileHandle, onBlock: (block: Block) => boolean): Promise<number> {
	const { size } = await file.stat();
	for (let at = 0; ; ) {
		const head = await readAt(file, at, HEAD);
		const length = head?.readUInt32LE(0) ?? 0;
		const body =
			length > 0 && length <= Math.min(LARGEST, size - at) ? await readAt(file, at + HEAD, length) : undefined;
		const block = body && head && crc32(body) === head.readUInt32LE(4) ? read(body) : undefined;
		if (!block || !onBlock(block)) {
			return at;
		}
		at += HEAD + length;
	}
}

async function readAt(file: FileHandle, at: number, length: number): Promise<Buffer | undefined> {
	const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at);
	return bytesRead === length ? buffer : undefined;
}

/** The file is our own, and the checksum fits: what is in it is as it was written, by this version or another one. */
function read(body: Buffer): Block | undefined {
	try {
		const block: Partial<Block> = deserialize(body);
		return block.version === VERSION ? (block as Block) : undefined;
	} catch {
		return undefined;
	}
}
