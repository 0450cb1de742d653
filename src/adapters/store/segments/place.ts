import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import * as v from 'valibot';

/** Tells files apart: the first line's checksum and the id of its first event are in it. */
const BEGINNING = 64;
/** So much is read at once. */
const CHUNK = 256 * 1024;

const Offset = v.pipe(v.number(), v.integer(), v.minValue(0));

/** How far a segment was read: all lines before `offset`. */
export interface Place {
	readonly offset: number;
	/** How the file begins, in hexadecimal; shorter while the file is. */
	readonly beginning: string;
	/** A checksum of what is before `offset`: of all, or only of so many bytes as the home's reader looks at. */
	readonly end: number;
}

/** Places by the names of their segments. */
export type Places = ReadonlyMap<string, Place>;

/** How a home was read, as text to keep. */
export interface Position {
	readonly places: Places;
	/** Incidents that are known to be erased. */
	readonly erased: ReadonlySet<string>;
}

const PositionSchema = v.object({
	places: v.array(v.tuple([v.string(), Offset, v.string(), v.number()])),
	erased: v.array(v.string()),
});

export function positionText({ places, erased }: Position): string {
	return JSON.stringify({
		places: [...places].map(([name, { offset, beginning, end }]) => [name, offset, beginning, end]),
		erased: [...erased],
	});
}

/** What `positionText` gave; undefined for anything else. */
export function readPosition(text: string): Position | undefined {
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), PositionSchema), text);
	return read.success
		? {
				places: new Map(
					read.output.places.map(([name, offset, beginning, end]) => [name, { offset, beginning, end }] as const),
				),
				erased: new Set(read.output.erased),
			}
		: undefined;
}

export async function beginningOf(file: FileHandle): Promise<string> {
	return (await bytesAt(file, 0, BEGINNING)).toString('hex');
}

/** @param checked so many bytes before the place are looked at to see whether they are what was read */
export async function placeAt(file: FileHandle, offset: number, beginning: string, checked: number): Promise<Place> {
	return { offset, beginning, end: await endAt(file, offset, checked) };
}

/** Whether a file holds what was read up to a place, and perhaps more. A file that was just made may have been seen with a part of its first line. */
export async function fits(
	file: FileHandle,
	size: number,
	beginning: string,
	place: Place,
	checked: number,
): Promise<boolean> {
	return (
		size >= place.offset &&
		beginning.startsWith(place.beginning) &&
		(await endAt(file, place.offset, checked)) === place.end
	);
}

async function endAt(file: FileHandle, offset: number, checked: number): Promise<number> {
	let sum = 0;
	for (let at = Math.max(0, offset - checked); at < offset; at += CHUNK) {
		sum = crc32(await bytesAt(file, at, Math.min(CHUNK, offset - at)), sum);
	}
	return sum;
}

async function bytesAt(file: FileHandle, from: number, length: number): Promise<Buffer> {
	const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, from);
	return buffer.subarray(0, bytesRead);
}
