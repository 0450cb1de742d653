/** A range of bytes. */
export interface Range {
	readonly start: number;
	/** Exclusive. */
	readonly end: number;
}

/** A source map's JSON with its two large parts left where they are. */
export interface MapParts {
	/** All the rest of it, with `mappings` and `sourcesContent` empty. */
	readonly rest: unknown;
	/** What is between the quotes of `mappings`. */
	readonly mappings: Range;
	/** The text of a source by its index; undefined where the map does not bring it along. */
	readonly contentAt: (index: number) => string | undefined;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const LETTER_N = 0x6e;
const LETTER_U = 0x75;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** By byte: 1 for what ends the plain part of a string: its quote, a backslash, and control characters, which JSON does not have there. */
const IS_SPECIAL = new Uint8Array(256).fill(1, 0, 0x20);
IS_SPECIAL[QUOTE] = IS_SPECIAL[BACKSLASH] = 1;

const IS_ESCAPE = new Uint8Array(256);
for (const letter of '"\\/bfnrt') {
	IS_ESCAPE[letter.charCodeAt(0)] = 1;
}

/** Keys that make it another kind of map, come twice, or are written in another way. */
const UNUSUAL = /^(?:sections|mappings|sourcesContent)$|\\/;

/** Every so many-th source's place is kept: the others are a few strings behind one that is. */
const STRIDE = 16;

/**
 * Takes the JSON of a plain source map apart without making strings of its mappings and the sources in it: these are nearly all of it, and most of the
 * time and memory that `JSON.parse` needs for it goes into what nobody asks for. It takes nothing that `JSON.parse` would not.
 *
 * @param bytes UTF-8
 * @param from where the JSON begins
 * @returns undefined where it is anything else, a map in other words than tools use among it: `JSON.parse` has to say then what it is
 */
export function mapParts(bytes: Uint8Array, from: number): MapParts | undefined {
	let mappings: Range | undefined;
	let contents: Contents | undefined;
	let at = spaceEnd(bytes, from);
	if (bytes[at] !== OPEN) {
		return undefined;
	}
	do {
		const key = spaceEnd(bytes, at + 1);
		const keyEnd = stringEnd(bytes, key);
		const colon = spaceEnd(bytes, keyEnd);
		if (keyEnd < 0 || bytes[colon] !== COLON) {
			return undefined;
		}
		const start = spaceEnd(bytes, colon + 1);
		const name = textOf(bytes, { start: key + 1, end: keyEnd - 1 });
		let end: number;
		if (name === 'mappings' && !mappings) {
			end = plainStringEnd(bytes, start);
			mappings = { start, end };
		} else if (name === 'sourcesContent' && !contents && bytes[start] === OPEN_LIST) {
			contents = contentsOf(bytes, start);
			({ end } = contents);
		} else if (UNUSUAL.test(name)) {
			return undefined;
		} else {
			end = valueEnd(bytes, start);
		}
		if (end < 0) {
			return undefined;
		}
		at = spaceEnd(bytes, end);
	} while (bytes[at] === COMMA);
	const rest = mappings && restOf(bytes, from, mappings, contents);
	return mappings && rest !== undefined
		? {
				rest,
				mappings: { start: mappings.start + 1, end: mappings.end - 1 },
				contentAt: (index) => contentAt(bytes, contents?.starts ?? [], index),
			}
		: undefined;
}

/** The list of sources' texts. */
interface Contents extends Range {
	/** Where every `STRIDE`-th of them begins. */
	readonly starts: readonly number[];
}

/** @returns undefined where it is no JSON */
function restOf(bytes: Uint8Array, from: number, mappings: Range, contents: Range | undefined): unknown {
	let text = '';
	let done = from;
	for (const [range, empty] of [[mappings, '""'] as const, ...(contents ? [[contents, 'null'] as const] : [])].sort(
		([a], [b]) => a.start - b.start,
	)) {
		text += textOf(bytes, { start: done, end: range.start }) + empty;
		done = range.end;
	}
	try {
		return JSON.parse(text + textOf(bytes, { start: done, end: bytes.length }));
	} catch {
		return undefined;
	}
}

/** The list that begins there; its end is -1 where it holds anything but texts and `null`, or nothing. */
function contentsOf(bytes: Uint8Array, list: number): Contents {
	const starts: number[] = [];
	let at = list;
	let count = 0;
	do {
		at = spaceEnd(bytes, at + 1);
		if (count++ % STRIDE === 0) {
			starts.push(at);
		}
		at = spaceEnd(bytes, contentEnd(bytes, at));
	} while (bytes[at] === COMMA);
	return { start: list, end: bytes[at] === CLOSE_LIST ? at + 1 : -1, starts };
}

function contentAt(bytes: Uint8Array, starts: readonly number[], index: number): string | undefined {
	let at = starts[Math.floor(index / STRIDE)];
	for (let before = index % STRIDE; at !== undefined && before > 0; before--) {
		const comma = spaceEnd(bytes, contentEnd(bytes, at));
		at = bytes[comma] === COMMA ? spaceEnd(bytes, comma + 1) : undefined;
	}
	return at === undefined || bytes[at] !== QUOTE
		? undefined
		: (JSON.parse(textOf(bytes, { start: at, end: stringEnd(bytes, at) })) as string);
}

/** The end of a source's text, or of the `null` in its place; -1 for anything else. */
function contentEnd(bytes: Uint8Array, start: number): number {
	if (bytes[start] !== LETTER_N) {
		return stringEnd(bytes, start);
	}
	return textOf(bytes, { start, end: start + 4 }) === 'null' ? start + 4 : -1;
}

/** The end of a string that has nothing escaped; -1 for others. */
function plainStringEnd(bytes: Uint8Array, start: number): number {
	if (bytes[start] !== QUOTE) {
		return -1;
	}
	let at = start + 1;
	while (IS_SPECIAL[bytes[at] as number] === 0) {
		at++;
	}
	return bytes[at] === QUOTE ? at + 1 : -1;
}

/** The end of a string as JSON has it, or -1. */
function stringEnd(bytes: Uint8Array, start: number): number {
	if (bytes[start] !== QUOTE) {
		return -1;
	}
	for (let at = start + 1; ; at++) {
		while (IS_SPECIAL[bytes[at] as number] === 0) {
			at++;
		}
		if (bytes[at] === QUOTE) {
			return at + 1;
		}
		if (bytes[at] !== BACKSLASH) {
			return -1;
		}
		const letter = bytes[++at] ?? 0;
		if (IS_ESCAPE[letter] === 0 && !(letter === LETTER_U && isHex(bytes, at + 1))) {
			return -1;
		}
	}
}

const isHex = (bytes: Uint8Array, start: number) => /^[\da-fA-F]{4}$/.test(textOf(bytes, { start, end: start + 4 }));

/** The end of a value whose inside is not looked at but for strings, so that it is right where the JSON is; or -1. */
function valueEnd(bytes: Uint8Array, start: number): number {
	let depth = 0;
	for (let at = start; at < bytes.length; at++) {
		const byte = bytes[at] as number;
		if (byte === QUOTE) {
			at = stringEnd(bytes, at) - 1;
			if (at < 0) {
				return -1;
			}
		} else if (byte === OPEN || byte === OPEN_LIST) {
			depth++;
		} else if (depth === 0 && (byte === COMMA || byte === CLOSE)) {
			return at;
		} else if (byte === CLOSE || byte === CLOSE_LIST) {
			depth--;
		}
	}
	return -1;
}

function spaceEnd(bytes: Uint8Array, start: number): number {
	let at = start;
	while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) {
		at++;
	}
	return at;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of some bytes of UTF-8; what is none of it becomes U+FFFD. */
export function textOf(bytes: Uint8Array, { start, end }: Range = { start: 0, end: bytes.length }): string {
	return decoder.decode(bytes.subarray(start, end));
}
