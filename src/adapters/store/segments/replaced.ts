import * as v from 'valibot';
import { isNestedDeeper } from '../../../base/nesting';
import { markLine, readMark } from './lines';
import type { Place, Places } from './place';

/** A segment whose lines, but for what was erased, are in another one now. */
export interface Replaced {
	/** How it began, as in its `Place`. */
	readonly beginning: string;
	/** Where its last line ended. */
	readonly bytes: number;
	/** What it had replaced itself. */
	readonly replaces: readonly Replaced[];
}

/** What a segment that was put together of others says in its first line. */
export interface Header {
	readonly replaces: readonly Replaced[];
	/** Where the lines that are copies of theirs end. */
	readonly copiesEnd: number;
}

/** As text of one length, so that a header has its length before all is known that it says. */
const Bytes = v.pipe(
	v.string(),
	v.transform((hex) => Number.parseInt(hex, 16)),
	v.integer(),
);
const ReplacedSchema: v.GenericSchema<unknown, Replaced> = v.object({
	beginning: v.string(),
	bytes: Bytes,
	replaces: v.array(v.lazy(() => ReplacedSchema)),
});
const HeaderSchema = v.object({ replaces: v.array(ReplacedSchema), copiesEnd: Bytes });

/** Positions from before so many clean-ups are read anew. */
const GENERATIONS = 6;
/** More than so many make. */
const DEEPEST = 32;

/** The first line of a segment that replaces others; as long whatever the numbers are. */
export function headerLine({ replaces, copiesEnd }: Header): Buffer {
	return markLine({ replaces: replaces.map((one) => written(one, GENERATIONS)), copiesEnd: bytesText(copiesEnd) });
}

/** @returns undefined for any other line */
export function readHeader(line: Buffer): Header | undefined {
	const mark = readMark(line);
	const read = isNestedDeeper(mark, DEEPEST) ? undefined : v.safeParse(HeaderSchema, mark);
	return read?.success ? read.output : undefined;
}

/** Whether all that a segment replaces was read to its end. */
export function wasRead(header: Header, places: Places): boolean {
	const all = [...places.values()];
	const isRead = (one: Replaced): boolean =>
		one.bytes === 0 ||
		all.some((place) => isPlaceIn(one, place) && place.offset >= one.bytes) ||
		(one.replaces.length > 0 && one.replaces.every(isRead));
	return header.replaces.every(isRead);
}

/** Whether what was read up to a place is in the segment with this header. */
export function holds(header: Header, place: Place): boolean {
	const isIn = (one: Replaced): boolean => isPlaceIn(one, place) || one.replaces.some(isIn);
	return header.replaces.some(isIn);
}

function isPlaceIn(one: Replaced, place: Place): boolean {
	return place.beginning !== '' && one.beginning.startsWith(place.beginning);
}

function written({ beginning, bytes, replaces }: Replaced, generations: number): object {
	const older = generations > 1 ? replaces.map((one) => written(one, generations - 1)) : [];
	return { beginning, bytes: bytesText(bytes), replaces: older };
}

function bytesText(bytes: number): string {
	return bytes.toString(16).padStart(12, '0');
}
