import type { DecodedSourceMap, SourceMapSegment } from '@jridgewell/trace-mapping';

/** A place that is asked for; 0-based. */
interface Place {
	readonly line: number;
	readonly column: number;
}

interface EncodedMap {
	readonly mappings: string;
	readonly names: readonly string[];
	readonly sources: readonly (string | null)[];
	readonly sourceRoot?: string | null | undefined;
}

/** Mappings that no tool wrote, or that were cut or mixed up on their way. */
export class MalformedMap extends Error {
	override readonly name = 'MalformedMap';
}

const COMMA = 0x2c;
const SEMICOLON = 0x3b;

/** Values of the Base64 digits, by character code; -1 for others. */
const DIGITS = new Int8Array(128).fill(-1);
for (const [value, digit] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].entries()) {
	DIGITS[digit.charCodeAt(0)] = value;
}

/**
 * A map with nothing but what answers for some places: a bundle's mappings are megabytes, and decoding all of them takes a hundred times
 * longer than reading past those that nobody asked for. `originalPositionFor` gives the same for these places as with the whole map.
 *
 * @returns undefined where the mappings are not in order: then the whole map has to be decoded
 * @throws MalformedMap where they are not well-formed, as far as they were read
 */
export function narrowed(map: EncodedMap, places: readonly Place[]): DecodedSourceMap | undefined {
	const wanted = new Map<number, number[]>();
	for (const { line, column } of places) {
		wanted.set(line, [...(wanted.get(line) ?? []), column]);
	}
	const mappings = segmentsAt(map.mappings, wanted);
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

/** Fields of a segment, and behind them how many it has. */
const FIELDS = 5;

/** For each wanted column the segments that begin at the nearest column up to it: the first and the last of those. */
function segmentsAt(
	mappings: string,
	wanted: ReadonlyMap<number, readonly number[]>,
): SourceMapSegment[][] | undefined {
	const lastLine = Math.max(...wanted.keys());
	const lines: SourceMapSegment[][] = [[]];
	const { length } = mappings;
	// What was read last, and of the nearest column so far; arrays of numbers, since an array for each segment would cost more than reading it.
	const segment = new Int32Array(FIELDS + 1);
	const first = new Int32Array(FIELDS + 1);
	const last = new Int32Array(FIELDS + 1);
	let columns = sorted(wanted.get(0));
	let next = 0;
	let isSome = false;
	const settle = () => {
		if (isSome && next < columns.length) {
			lines.at(-1)?.push(segmentOf(first), segmentOf(last));
		}
		isSome = false;
	};
	for (let i = 0; i < length; ) {
		const code = mappings.charCodeAt(i);
		if (code === COMMA) {
			i++;
			continue;
		}
		if (code === SEMICOLON) {
			settle();
			if (lines.length > lastLine) {
				return lines;
			}
			lines.push([]);
			columns = sorted(wanted.get(lines.length - 1));
			next = 0;
			segment[0] = 0;
			i++;
			continue;
		}
		const before = segment[0] as number;
		let fields = 0;
		let value = 0;
		let shift = 0;
		for (; i < length; i++) {
			const unit = mappings.charCodeAt(i);
			if (unit === COMMA || unit === SEMICOLON) {
				break;
			}
			const digit = unit < 128 ? (DIGITS[unit] as number) : -1;
			if (digit < 0) {
				throw new MalformedMap();
			}
			value |= (digit & 31) << shift;
			if (digit >= 32) {
				shift += 5;
				continue;
			}
			if (shift > 30 || fields === FIELDS) {
				throw new MalformedMap();
			}
			segment[fields] = (segment[fields] as number) + (value & 1 ? -(value >>> 1) : value >>> 1);
			fields++;
			value = shift = 0;
		}
		const column = segment[0] as number;
		if (shift > 0 || fields === 2 || fields === 3) {
			throw new MalformedMap();
		}
		if (columns.length > 0 && column < before) {
			return undefined;
		}
		if (next < columns.length) {
			if (column > (columns[next] as number)) {
				settle();
				while (next < columns.length && column > (columns[next] as number)) {
					next++;
				}
			}
			segment[FIELDS] = fields;
			last.set(segment);
			if (!isSome || first[0] !== column) {
				first.set(segment);
			}
			isSome = true;
		}
	}
	settle();
	return lines;
}

const sorted = (columns: readonly number[] | undefined) => [...(columns ?? [])].sort((a, b) => a - b);

function segmentOf([
	column = 0,
	source = 0,
	line = 0,
	original = 0,
	name = 0,
	fields = 0,
]: Int32Array): SourceMapSegment {
	return fields === 1
		? [column]
		: fields === 4
			? [column, source, line, original]
			: [column, source, line, original, name];
}
