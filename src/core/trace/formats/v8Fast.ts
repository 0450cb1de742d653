import type { Parsed } from '../format';
import { isInAppPath } from '../inApp';
import { plainPath } from '../location';
import type { Frame, Range } from '../model';
import type { Lines, PlainText } from '../transport/line';

// The usual frames of V8, on lines that nothing was put round: read from the text itself, without a line made for each. Whatever is not quite
// usual is left to `v8FrameIn`, which gives the same for these.
//
//   frame = blank { blank } "at " ["async "] [function " ("] file ":" line ":" column [")"] "\n"
//         | blank { blank } "at " ["async "] function " (<anonymous>)" "\n"
//   file  = "/" path | "node:" module | ("file" | "http" | "https") "://" …

/** Frames, files and functions kept, since a log's come again and again: a power of two. */
const SLOTS = 1024;

/** Longer lines are unusual. */
const MAX_LENGTH = 512;

const UNLOCATED = ' (<anonymous>)';

/** Nothing that another line of this or another language may have there, that would have to be taken out, or that ends a line. */
const UNUSUAL = String.raw`"&@=;{}\\,()\0-\x1f\x7f-\xa0\u2028\u2029\ufeff`;
const NOT_IN_HEAD = String.raw`"&\\\0-\x1f\x7f-\xa0\u2028\u2029\ufeff`;
const NAME = new RegExp(`^[^${UNUSUAL}]+$`);
const FILE = new RegExp(
	String.raw`^(?:node:[^\s:${UNUSUAL}]+|(?:file:\/\/|https?:\/\/[^\s/:${UNUSUAL}]+(?::\d{1,5})?)?\/[^:${UNUSUAL}]+\.(?:[cm]?[jt]sx?|vue|svelte))$`,
);

/** An error's own line, right above its frames: nothing in it may be a log's, a record's or a terminal's. */
const HEAD = new RegExp(
	String.raw`([A-Z][a-zA-Z0-9_]*(?:Error|Exception))(?: \[[A-Z][A-Z_0-9]{1,60}\])?(?:: ([^${NOT_IN_HEAD}]{0,400}[^${NOT_IN_HEAD} ,\u00a1-\uffff]))?\n`,
	'y',
);

/** Frames that are read without a pause; longer traces are read in steps. */
const MAX_FRAMES = 200;

class FastFrames {
	/** Where the line of the last frame ended. */
	end = 0;
	/** For the frames of one trace until they are counted: an array that grows is copied by every garbage collection, with its room to grow. */
	readonly scratch: Frame[] = [];
	private readonly names: string[] = new Array(SLOTS).fill('');
	private readonly printed: string[] = new Array(SLOTS).fill('');
	/** The same as paths. */
	private readonly files: string[] = new Array(SLOTS).fill('');
	private readonly inApp: boolean[] = new Array(SLOTS).fill(false);
	private readonly frames: (Frame | undefined)[] = new Array(SLOTS).fill(undefined);

	constructor(private text: string) {}

	/** Goes on with another text, and keeps what it knows. */
	turnTo(text: string): this {
		this.text = text;
		return this;
	}

	/** The frame on the line that begins at `lineStart`, if it is a usual one. */
	at(lineStart: number): Frame | undefined {
		const { text } = this;
		let start = lineStart;
		while (text.charCodeAt(start) === 0x20) {
			start++;
		}
		if (start === lineStart || text.charCodeAt(start) !== 0x61 || text.charCodeAt(start + 1) !== 0x74) {
			return undefined;
		}
		const end = text.indexOf('\n', start);
		if (end < 0 || end - start > MAX_LENGTH || text.charCodeAt(start + 2) !== 0x20) {
			return undefined;
		}
		this.end = end;
		const raw = text.slice(start, end);
		const slot = hash(text, start, end);
		const known = this.frames[slot];
		// Comparing two strings is several times faster than comparing their units: `startsWith` does that.
		if (known?.raw === raw) {
			return again(known, [start, end]);
		}
		const frame = this.read(raw, start, end);
		this.frames[slot] = frame;
		return frame;
	}

	private read(raw: string, start: number, end: number): Frame | undefined {
		const { text } = this;
		const range = [start, end] as const;
		const isAsync =
			text.charCodeAt(start + 3) === 0x61 && text.charCodeAt(start + 8) === 0x20 && text.startsWith('async', start + 3);
		const from = start + (isAsync ? 9 : 3);
		if (text.charCodeAt(end - 1) !== 0x29) {
			return this.located(undefined, this.place(from, end), isAsync, raw, range);
		}
		const open = text.indexOf('(', from) - 1; // one character is found much faster than two
		if (open <= from || open > end || text.charCodeAt(open) !== 0x20) {
			return undefined;
		}
		const isUnlocated = text.charCodeAt(end - 2) === 0x3e;
		if (isUnlocated && text.slice(open, end) !== UNLOCATED) {
			return undefined;
		}
		const name = this.name(from, open);
		if (name === '') {
			return undefined;
		}
		if (isUnlocated) {
			return isAsync
				? { function: name, inApp: false, raw, range, isAsync }
				: { function: name, inApp: false, raw, range };
		}
		return this.located(name, this.place(open + 2, end - 1), isAsync, raw, range);
	}

	/** @param slot of the file, -1 where there is no usual place */
	private located(
		name: string | undefined,
		slot: number,
		isAsync: boolean,
		raw: string,
		range: Range,
	): Frame | undefined {
		const file = this.files[slot];
		if (file === undefined) {
			return undefined;
		}
		const { line, column } = this;
		const inApp = this.inApp[slot] === true;
		if (name === undefined) {
			return isAsync ? { file, line, column, inApp, raw, range, isAsync } : { file, line, column, inApp, raw, range };
		}
		return isAsync
			? { function: name, file, line, column, inApp, raw, range, isAsync }
			: { function: name, file, line, column, inApp, raw, range };
	}

	private line = 0;
	private column = 0;

	/** Reads `file:line:column` in [start, end) and returns the slot of the file; -1 where it is no usual place. */
	private place(start: number, end: number): number {
		const { text } = this;
		let i = end - 1;
		this.column = this.numberBefore(i);
		i -= this.digits;
		this.line = this.column > 0 && text.charCodeAt(i) === 0x3a ? this.numberBefore(i - 1) : 0;
		i -= this.digits + 1;
		return this.line > 0 && text.charCodeAt(i) === 0x3a && i > start ? this.file(start, i) : -1;
	}

	/** How many `numberBefore` read. */
	private digits = 0;

	/** The number whose last digit is at `last`, 0 where there is none. */
	private numberBefore(last: number): number {
		const { text } = this;
		let value = 0;
		let scale = 1;
		let i = last;
		for (; scale <= 1e8; i--, scale *= 10) {
			const digit = text.charCodeAt(i) - 0x30;
			if (digit < 0 || digit > 9) {
				break;
			}
			value += digit * scale;
		}
		this.digits = last - i;
		return value;
	}

	/** The function in [start, end); empty where it is no usual one. */
	private name(start: number, end: number): string {
		const { text, names } = this;
		const name = text.slice(start, end);
		const slot = hash(text, start, end);
		if (names[slot] === name) {
			return name;
		}
		if (!NAME.test(name)) {
			return '';
		}
		names[slot] = name;
		return name;
	}

	/** The slot of the file in [start, end); -1 where it is no usual one. */
	private file(start: number, end: number): number {
		const { text, printed } = this;
		const own = text.slice(start, end);
		const slot = hash(text, start, end);
		if (printed[slot] === own) {
			return slot;
		}
		if (!FILE.test(own)) {
			return -1;
		}
		const file = plainPath(own);
		printed[slot] = own;
		this.files[slot] = file;
		this.inApp[slot] = isInAppPath(file);
		return slot;
	}
}

/** A slot by the length and a few units of text[start, end), the last ones above all: names differ there. */
function hash(text: string, start: number, end: number): number {
	const length = end - start;
	const units =
		text.charCodeAt(end - 1) * 5 +
		text.charCodeAt(end - 4) * 61 +
		text.charCodeAt(end - 5) * 31 +
		text.charCodeAt(start + (length >> 1)) * 17;
	return (units + length) & (SLOTS - 1);
}

/** The frame of a line that was read before. */
function again(known: Frame, range: Range): Frame {
	const { function: name, file, line, column, inApp, raw, isAsync } = known;
	if (name !== undefined && file !== undefined && line !== undefined && column !== undefined && !isAsync) {
		return { function: name, file, line, column, inApp, raw, range }; // the most usual shape, made in one piece
	}
	return { ...known, range };
}

/** Shorter texts share a reader, which keeps some of them in memory. */
const MAX_SHARED = 16 * 1024;
const shared = new FastFrames('');
const readers = new WeakMap<Lines, FastFrames>();

/** The reader for a text, to be used at once: it is another one's later. The memory of a long text's goes with the text. */
export function fastFrames(plain: PlainText): FastFrames {
	if (plain.text.length <= MAX_SHARED) {
		return shared.turnTo(plain.text);
	}
	let reader = readers.get(plain);
	if (!reader) {
		reader = new FastFrames(plain.text);
		readers.set(plain, reader);
	}
	return reader;
}

/** `head NEWLINE { frame }`, with an empty line, another head or the end of the text behind it. */
export function usualTrace(plain: PlainText, start: number): Parsed | undefined {
	const { text } = plain;
	HEAD.lastIndex = start;
	const head = HEAD.exec(text);
	if (head === null) {
		return undefined;
	}
	const reader = fastFrames(plain);
	const { scratch } = reader;
	let count = 0;
	let end = HEAD.lastIndex - 1;
	for (let frame = reader.at(end + 1); frame; frame = reader.at(end + 1)) {
		scratch[count++] = frame;
		end = reader.end;
		if (count > MAX_FRAMES) {
			return undefined;
		}
	}
	HEAD.lastIndex = end + 1;
	const isEnd = end + 1 >= text.length || text.charCodeAt(end + 1) === 0x0a || HEAD.test(text);
	if (count === 0 || !isEnd) {
		return undefined;
	}
	const frames = scratch.slice(0, count);
	const range = [start, end] as const;
	const [, type = '', message = ''] = head;
	return { trace: { format: 'node', exceptions: [{ type, message, relation: 'thrown', frames, range }], range }, end };
}
