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

/** Lines kept while one trace is read; formats look back and ahead by a few. */
const LINES_KEPT = 512;

/** A line as the text has it, from break to break, and the lines inside it: more than one where a JSON string holds a trace. */
interface HardLine {
	readonly start: number;
	readonly end: number;
	readonly escaping: Escaping;
	/** Where each line inside begins; ascending, the first is `start`. */
	readonly starts: readonly number[];
	/** Where each line inside ends. */
	readonly ends: readonly number[];
}

/**
 * The lines of a text, found from any offset and made only where somebody looks. Each look costs time in proportion to the line.
 */
export class Source implements Lines {
	private readonly lines = new Map<number, Line>();
	private readonly hardLines = new Map<number, HardLine>();
	private last: HardLine | undefined;

	constructor(readonly text: string) {}

	/** The line that holds `offset`; an offset on a line break belongs to the line before it. */
	lineAt(offset: number): Line {
		const hard = this.hardLineAt(offset);
		return this.line(hard, pieceAt(hard, offset));
	}

	next(line: Line): Line | undefined {
		const hard = this.hardLineAt(line.start);
		const piece = pieceAt(hard, line.start);
		if (piece + 1 < hard.starts.length) {
			return this.line(hard, piece + 1);
		}
		const from = afterBreak(this.text, hard.end);
		return from === undefined ? undefined : this.line(this.hardLineAt(from), 0);
	}

	previous(line: Line): Line | undefined {
		const hard = this.hardLineAt(line.start);
		const piece = pieceAt(hard, line.start);
		if (piece > 0) {
			return this.line(hard, piece - 1);
		}
		const to = beforeBreak(this.text, hard.start);
		if (to === undefined) {
			return undefined;
		}
		const before = this.hardLineAt(to);
		return this.line(before, before.starts.length - 1);
	}

	private hardLineAt(offset: number): HardLine {
		const { last } = this;
		if (last && offset >= last.start && offset <= last.end) {
			return last;
		}
		let start = offset;
		while (start > 0 && !isBreak(this.text.charCodeAt(start - 1))) {
			start--;
		}
		const hard = this.hardLines.get(start) ?? this.makeHardLine(start, offset);
		this.last = hard;
		return hard;
	}

	private makeHardLine(start: number, from: number): HardLine {
		let end = from;
		while (end < this.text.length && !isBreak(this.text.charCodeAt(end))) {
			end++;
		}
		const raw = this.text.slice(start, end);
		const escaping = escapingOf(raw);
		const made: HardLine =
			escaping === 0
				? { start, end, escaping, starts: [start], ends: [end] }
				: { start, end, escaping, ...pieces(raw, start, escaping) };
		if (this.hardLines.size > LINES_KEPT) {
			this.hardLines.clear();
		}
		this.hardLines.set(start, made);
		return made;
	}

	private line({ starts, ends, end, escaping, start: hardStart }: HardLine, piece: number): Line {
		const start = starts[piece] ?? hardStart;
		const known = this.lines.get(start);
		if (known) {
			return known;
		}
		if (this.lines.size > LINES_KEPT) {
			this.lines.clear();
		}
		const made = makeLine(this.text, start, ends[piece] ?? end, escaping, prefixLength);
		this.lines.set(start, made);
		return made;
	}
}

/** Index of the piece that holds `offset`. */
function pieceAt({ starts }: HardLine, offset: number): number {
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
function pieces(raw: string, offset: number, escaping: 1 | 2): { readonly starts: number[]; readonly ends: number[] } {
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
