import type { FileHandle } from 'node:fs/promises';
import { LINE_LIMIT } from './lines';

/** Small enough that the lines of one chunk are read in some milliseconds; between chunks the event loop breathes. */
const CHUNK = 256 * 1024;
const NEWLINE = 10;
const RETURN = 13;

export interface FileLine {
	/** Without its end, be that `\n` or the `\r\n` that git makes of it on some systems. */
	readonly line: Buffer;
	/** How far it takes the reader, its end included. */
	readonly bytes: number;
	/** False for what stands behind the last line end: a write that was cut off, or one that is just going on. */
	readonly isEnded: boolean;
}

/**
 * The lines of a file from an offset on, as they are read. A line over `LINE_LIMIT` comes in parts, each taken for a line.
 *
 * @throws `signal.reason` when cancelled between two chunks
 */
export async function* readLines(file: FileHandle, from: number, signal: AbortSignal): AsyncGenerator<FileLine> {
	let parts: Buffer[] = [];
	let length = 0;
	for (let offset = from; ; ) {
		signal.throwIfAborted();
		const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, offset);
		if (bytesRead === 0) {
			break;
		}
		offset += bytesRead;
		const chunk = buffer.subarray(0, bytesRead);
		let start = 0;
		for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
			const part = chunk.subarray(start, end);
			const line = parts.length === 0 ? part : Buffer.concat([...parts, part]);
			yield { line: withoutReturn(line), bytes: line.length + 1, isEnded: true };
			parts = [];
			length = 0;
			start = end + 1;
		}
		if (start < chunk.length) {
			parts.push(chunk.subarray(start));
			length += chunk.length - start;
		}
		if (length > LINE_LIMIT) {
			yield { line: Buffer.concat(parts), bytes: length, isEnded: true };
			parts = [];
			length = 0;
		}
	}
	if (length > 0) {
		const line = Buffer.concat(parts);
		yield { line: withoutReturn(line), bytes: length, isEnded: false };
	}
}

function withoutReturn(line: Buffer): Buffer {
	return line.at(-1) === RETURN ? line.subarray(0, -1) : line;
}
