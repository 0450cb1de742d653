import { type Escaping, type Line, type Lines, makeLine } from './line';
import { prefixLength } from './prefix';

/** What a trace looks like inside a JSON string. */
const ONCE_ESCAPED = [
	'\\n    at ',
	'\\n\\tat ',
	'\\nat ',
	'\\n  File \\"',
	'\\nCaused by: ',
	'\\ngoroutine ',
	'call last):\\n',
];

/** The same inside a JSON string that is inside a JSON string. */
const TWICE_ESCAPED = ONCE_ESCAPED.map((hint) => hint.replaceAll('\\', '\\\\').replace('\\\\"', '\\\\\\"'));

/** A line as the text has it, from break to break. */
interface HardLine {
	readonly start: number;
	readonly end: number;
	readonly escaping: Escaping;
	/** The lines inside it, where a JSON string holds a trace; ascending, the first begins at `start`. */
	readonly pieces?: Pieces;
}

interface Pieces {
	readonly starts: readonly number[];
	readonly ends: readonly number[];
}

/**
 * The lines of a text, found from any offset and made only where somebody looks. Each look costs time in proportion to the line.
 */
export class Source implements Lines {
	private last: HardLine | undefined;
	private lastButOne: HardLine | undefined;

	constructor(readonly text: string) {}

	/** The line that holds `offset`; an offset on a line break belongs to the line before it. */
	lineAt(offset: number): Line {
		const hard = this.hardLineAt(offset);
		return this.line(hard, hard.pieces ? pieceAt(hard.pieces, offset) : 0);
	}

	next(line: Line): Line | undefined {
		let { end } = line;
		if (line.escaping > 0) {
			const hard = this.hardLineAt(line.start);
			const piece = hard.pieces ? pieceAt(hard.pieces, line.start) + 1 : 1;
			if (hard.pieces && piece < hard.pieces.starts.length) {
				return this.line(hard, piece);
			}
			end = hard.end;
		}
		const from = afterBreak(this.text, end);
		return from === undefined ? undefined : this.line(this.hardLineFrom(from), 0);
	}

	previous(line: Line): Line | undefined {
		let { start } = line;
		if (line.escaping > 0) {
			const hard = this.hardLineAt(line.start);
			const piece = hard.pieces ? pieceAt(hard.pieces, line.start) - 1 : -1;
			if (piece >= 0) {
				return this.line(hard, piece);
			}
			start = hard.start;
		}
		const to = beforeBreak(this.text, start);
		if (to === undefined) {
			return undefined;
		}
		const before = this.hardLineAt(to);
		return this.line(before, (before.pieces?.starts.length ?? 1) - 1);
	}

	private hardLineAt(offset: number): HardLine {
		for (const known of [this.last, this.lastButOne]) {
			if (known && offset >= known.start && offset <= known.end) {
				return known;
			}
		}
		let start = offset;
		while (start > 0 && !isBreak(this.text.charCodeAt(start - 1))) {
			start--;
		}
		return this.hardLineFrom(start, offset);
	}

	/** The hard line that begins at `start` and goes at least to `known`. */
	private hardLineFrom(start: number, known = start): HardLine {
		let end = known;
		while (end < this.text.length && !isBreak(this.text.charCodeAt(end))) {
			end++;
		}
		const raw = this.text.slice(start, end);
		const escaping = escapingOf(raw);
		this.lastButOne = this.last;
		this.last =
			escaping === 0 ? { start, end, escaping } : { start, end, escaping, pieces: piecesOf(raw, start, escaping) };
		return this.last;
	}

	private line({ start: hardStart, end, escaping, pieces }: HardLine, piece: number): Line {
		const start = pieces?.starts[piece] ?? hardStart;
		return makeLine(this.text, start, pieces?.ends[piece] ?? end, escaping, prefixLength);
	}
}

/** Index of the piece that holds `offset`. */
function pieceAt({ starts }: Pieces, offset: number): number {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((starts[middle] ?? 0) <= offset) {
			low = middle;
		} else {
			high = middle - 1;
		}
	}
	return low;
}

function escapingOf(raw: string): Escaping {
	if (!raw.includes('\\')) {
		return 0;
	}
	return TWICE_ESCAPED.some((hint) => raw.includes(hint)) ? 2 : ONCE_ESCAPED.some((hint) => raw.includes(hint)) ? 1 : 0;
}

/** Cuts a JSON string's escapes for line breaks; `\r\n` is one break. The quotation mark that ends the string ends its last line. */
function piecesOf(raw: string, offset: number, escaping: 1 | 2): Pieces {
	const slash = escaping === 1 ? '\\' : '\\\\';
	const newline = `${slash}n`;
	const carriage = `${slash}r`;
	const starts = [offset];
	const ends: number[] = [];
	for (let from = raw.indexOf(newline); from >= 0; from = raw.indexOf(newline, from + newline.length)) {
		if (escaping === 1 && isEscapedSlash(raw, from)) {
			continue; // a backslash before an n, as in C:\new
		}
		const isCarriage = raw.startsWith(carriage, from - carriage.length);
		ends.push(offset + (isCarriage ? from - carriage.length : from));
		starts.push(offset + from + newline.length);
	}
	const lastStart = (starts.at(-1) ?? offset) - offset;
	const close = closingQuote(raw, lastStart, escaping);
	if (close < raw.length && starts.length > 1) {
		ends.push(offset + close);
		starts.push(offset + close);
	}
	ends.push(offset + raw.length);
	return { starts, ends };
}

/** Whether the backslash at `i` is itself escaped. */
function isEscapedSlash(raw: string, i: number): boolean {
	let slashes = 0;
	while (raw.charCodeAt(i - 1 - slashes) === 0x5c) {
		slashes++;
	}
	return slashes % 2 === 1;
}

/** The quotation mark that ends the string that goes on at `from`: one with no more backslashes than the depth itself needs. */
function closingQuote(raw: string, from: number, escaping: 1 | 2): number {
	for (let i = raw.indexOf('"', from); i >= 0; i = raw.indexOf('"', i + 1)) {
		let slashes = 0;
		while (raw.charCodeAt(i - 1 - slashes) === 0x5c) {
			slashes++;
		}
		if (slashes < escaping) {
			return i - slashes;
		}
	}
	return raw.length;
}

function isBreak(code: number): boolean {
	return code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;
}

/** Where the line after a break at `end` begins; undefined at the end of the text. */
function afterBreak(text: string, end: number): number | undefined {
	if (end >= text.length) {
		return undefined;
	}
	return text.charCodeAt(end) === 0x0d && text.charCodeAt(end + 1) === 0x0a ? end + 2 : end + 1;
}

/** Where the line before a line that begins at `start` ends; undefined at the beginning of the text. */
function beforeBreak(text: string, start: number): number | undefined {
	if (start === 0) {
		return undefined;
	}
	return text.charCodeAt(start - 1) === 0x0a && text.charCodeAt(start - 2) === 0x0d ? start - 2 : start - 1;
}
