import type { DecodedSourceMap, SourceMapSegment } from '@jridgewell/trace-mapping';

/** A place that is asked for; 0-based. */
interface Place {
	readonly line: number;
	readonly column: number;
}

interface Named {
	readonly names: readonly string[];
	readonly sources: readonly (string | null)[];
	readonly sourceRoot?: string | null | undefined;
}

/** Mappings that no tool wrote, or that were cut or mixed up on their way. */
export class MalformedMap extends Error {
	override readonly name = 'MalformedMap';
}

/** Values of the Base64 digits, by byte; -1 for others. */
const DIGITS = new Int8Array(256).fill(-1);
for (const [value, digit] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
	DIGITS[digit.charCodeAt(0)] = value;
}
const COMMA = 0x2c;
const SEMICOLON = 0x3b;

/**
 * A map with nothing but what answers for some places: a bundle's mappings are megabytes, and decoding all of them takes a hundred times
 * longer than reading past those that nobody asked for. `originalPositionFor` gives the same for these places as with the whole map.
 *
 * @param encoded the map's `mappings`
 * @returns undefined where the mappings are not in order: then the whole map has to be decoded
 * @throws MalformedMap where they are not well-formed, as far as they were read
 */
export function narrowed(map: Named, encoded: Uint8Array, places: readonly Place[]): DecodedSourceMap | undefined {
	const wanted = new Map<number, number[]>();
	for (const { line, column } of places) {
		wanted.set(line, [...(wanted.get(line) ?? []), column]);
	}
	const mappings = segmentsAt(encoded, wanted);
	return (
		mappings && {
			version: 3,
			file: undefined,
			names: [...map.names],
			sources: [...map.sources],
			...(map.sourceRoot && { sourceRoot: map.sourceRoot }),
			mappings,
		}
	);
}

/** Bytes that are read by one call: few, so that a call that began in the interpreter is soon followed by one of compiled code. */
const SLICE = 4096;

/** As `@jridgewell/sourcemap-codec` has it: of a zero with a sign it makes the least number. */
const NEGATIVE = -0x80000000;

/** A segment in full: each number but the column goes on from line to line, whether it is written or not. */
interface Segment {
	column: number;
	source: number;
	line: number;
	original: number;
	name: number;
	/** How many of its numbers are written; 0 before the first one of a line. */
	fields: number;
}

/** How far mappings were read: to the end of a segment, or of a line. */
interface Reading {
	at: number;
	/** Read last. */
	readonly last: Segment;
	/** The first one at the same column. */
	readonly first: Segment;
	isOrdered: boolean;
	/** Why it stopped, if not at the end of a slice. */
	stop: 'line' | 'target' | undefined;
}

/** For each wanted column the segments that begin at the nearest column up to it: the first and the last of those. */
function segmentsAt(
	mappings: Uint8Array,
	wanted: ReadonlyMap<number, readonly number[]>,
): SourceMapSegment[][] | undefined {
	const lastLine = Math.max(...wanted.keys());
	const lines: SourceMapSegment[][] = [];
	const segment = { column: 0, source: 0, line: 0, original: 0, name: 0, fields: 0 };
	const reading: Reading = { at: 0, last: segment, first: { ...segment }, isOrdered: true, stop: undefined };
	while (lines.length <= lastLine && reading.at <= mappings.length) {
		const columns = wanted.get(lines.length);
		const found = segmentsOfLine(
			mappings,
			reading,
			[...(columns ?? [])].sort((a, b) => a - b),
		);
		if (columns && !reading.isOrdered) {
			return undefined;
		}
		lines.push(found);
	}
	return lines;
}

/** Reads one line. @param columns in order */
function segmentsOfLine(mappings: Uint8Array, reading: Reading, columns: readonly number[]): SourceMapSegment[] {
	const found: SourceMapSegment[] = [];
	const { first, last } = reading;
	last.column = last.fields = first.fields = 0;
	reading.isOrdered = true;
	let next = 0;
	do {
		advance(mappings, reading, columns[next] ?? -1);
		if (next < columns.length && reading.stop) {
			if (last.fields > 0 && found.at(-1)?.[0] !== last.column) {
				found.push(segmentOf(first), segmentOf(last));
			}
			next++;
		}
	} while (reading.stop !== 'line');
	return found;
}

/**
 * Reads on to the end of the line or of a slice, or to the segment before the first one behind `target`.
 *
 * @param target a column; -1 for none
 * @throws MalformedMap
 */
function advance(mappings: Uint8Array, reading: Reading, target: number): void {
	const { first, last } = reading;
	const { length } = mappings;
	const end = reading.at + SLICE;
	let { at } = reading;
	let { column, source, line, original, name } = last;
	reading.stop = undefined;
	while (at < end) {
		let fields = 0;
		let value = 0;
		let shift = 0;
		for (; at < length; at++) {
			const digit = DIGITS[mappings[at] as number] as number;
			if (digit < 0) {
				break;
			}
			value |= (digit & 31) << shift;
			if (digit >= 32) {
				shift += 5;
				if (shift > 30) {
					throw new MalformedMap();
				}
				continue;
			}
			const delta = value & 1 ? NEGATIVE | -(value >>> 1) : value >>> 1;
			fields++;
			if (fields === 1) {
				column += delta;
			} else if (fields === 2) {
				source += delta;
			} else if (fields === 3) {
				line += delta;
			} else if (fields === 4) {
				original += delta;
			} else if (fields === 5) {
				name += delta;
			} else {
				throw new MalformedMap();
			}
			value = shift = 0;
		}
		const separator = at < length ? mappings[at] : SEMICOLON;
		if ((separator !== COMMA && separator !== SEMICOLON) || shift > 0 || fields === 2 || fields === 3) {
			throw new MalformedMap();
		}
		if (fields > 0) {
			if (target >= 0 && column > target) {
				reading.stop = 'target';
				return;
			}
			if (column < last.column) {
				reading.isOrdered = false;
			}
			const isSameColumn = column === last.column && last.fields > 0;
			last.column = column;
			last.source = source;
			last.line = line;
			last.original = original;
			last.name = name;
			last.fields = fields;
			if (!isSameColumn) {
				first.column = column;
				first.source = source;
				first.line = line;
				first.original = original;
				first.name = name;
				first.fields = fields;
			}
		}
		reading.at = ++at;
		if (separator === SEMICOLON) {
			reading.stop = 'line';
			return;
		}
	}
}

function segmentOf({ column, source, line, original, name, fields }: Segment): SourceMapSegment {
	return fields === 1
		? [column]
		: fields === 4
			? [column, source, line, original]
			: [column, source, line, original, name];
}
