import { Cuts } from './cuts';
import { Finder } from './finder';
import {
	type Escaping,
	escapingBefore,
	escapingBehind,
	lineEnd,
	lineStart,
	nextLineStart,
	previousLineEnd,
	unescaped,
} from './json';
import { CleanedLine, type Line, type Lines, MAX_LINE, PlainLine } from './line';
import { prefixLength } from './prefix';
import { COMMAND_STARTS, withoutCommands } from './terminal';

/** What ends a line. V8 and editors take U+2028 and U+2029 for breaks, too. */
const BREAKS: readonly string[] = ['\n', '\r', '\u2028', '\u2029'];

/** Units looked back over for a line's beginning, and forward for its end. What is longer is cut: no log has such lines of a trace. */
const MAX_BACK = 16 * 1024;
const MAX_FORWARD = 1024 * 1024;

/** Units from a heading's beginning to its colon. */
const MAX_HEADING = 300;

/** Lines kept, since formats look at a line's neighbours more than once. */
const SLOTS = 64;

/**
 * The lines of a text, found from any offset and made only where somebody looks: no table of lines, so that a log without traces costs
 * nothing but the search for one.
 */
export class Source implements Lines {
	private readonly breaks: readonly Finder[];
	private readonly commands: readonly Finder[];
	private readonly slots: (Line | undefined)[] = new Array(SLOTS);

	constructor(readonly text: string) {
		this.breaks = BREAKS.map((wanted) => new Finder(text, wanted));
		this.commands = COMMAND_STARTS.map((wanted) => new Finder(text, wanted));
	}

	/** How the text is written where a frame or a heading begins. A heading ends in a colon, and may be the first line of a string. */
	escapingAt(offset: number, isHeading = false): Escaping {
		const before = escapingBefore(this.text, offset);
		if (before > 0 || !isHeading) {
			return before;
		}
		const colon = this.text.slice(offset, offset + MAX_HEADING).indexOf(':');
		return colon < 0 ? 0 : escapingBehind(this.text, offset + colon);
	}

	/** The line that holds `offset`. */
	lineAt(offset: number, escaping: Escaping): Line {
		return escaping === 0
			? this.line(this.startOf(offset), this.endOf(offset), 0)
			: this.line(lineStart(this.text, offset, escaping), lineEnd(this.text, offset, escaping), escaping);
	}

	next(line: Line): Line | undefined {
		const { text } = this;
		const { end, escaping } = line;
		if (escaping > 0) {
			const start = nextLineStart(text, end, escaping);
			return start === undefined ? undefined : this.line(start, lineEnd(text, start, escaping), escaping);
		}
		if (end >= text.length) {
			return undefined;
		}
		const start = end + breakLength(text, end);
		const known = this.slots[start % SLOTS];
		return known && known.start === start && known.escaping === 0 ? known : this.line(start, this.endOf(start), 0);
	}

	previous(line: Line): Line | undefined {
		const { text } = this;
		const { start, escaping } = line;
		if (escaping > 0) {
			const end = previousLineEnd(text, start, escaping);
			return end === undefined ? undefined : this.line(lineStart(text, end, escaping), end, escaping);
		}
		if (start === 0 || !isBreak(text.charCodeAt(start - 1))) {
			return undefined;
		}
		const end = start - (endsWithBreak(text, start, 3) ? 3 : endsWithBreak(text, start, 2) ? 2 : 1);
		return this.line(this.startOf(end), end, 0);
	}

	private startOf(offset: number): number {
		const limit = Math.max(0, offset - MAX_BACK);
		let start = offset;
		while (start > limit && !isBreak(this.text.charCodeAt(start - 1))) {
			start--;
		}
		return start;
	}

	private endOf(offset: number): number {
		let end = Math.min(this.text.length, offset + MAX_FORWARD);
		for (const finder of this.breaks) {
			end = finder.first(offset, end);
		}
		return end;
	}

	private line(start: number, end: number, escaping: Escaping): Line {
		const slot = start % SLOTS;
		const known = this.slots[slot];
		if (known && known.start === start && known.end === end && known.escaping === escaping) {
			return known;
		}
		const made = this.make(start, end, escaping);
		this.slots[slot] = made;
		return made;
	}

	private make(start: number, end: number, escaping: Escaping): Line {
		const { text } = this;
		const raw =
			end - start > MAX_LINE
				? text.slice(start, start + MAX_LINE / 2) + text.slice(end - MAX_LINE / 2, end)
				: text.slice(start, end);
		if (escaping > 0) {
			const { text: plain, cuts } = unescaped(raw, escaping);
			return this.cleaned(start, end, escaping, raw, plain, cuts);
		}
		return this.hasCommands(start, end)
			? this.cleaned(start, end, escaping, raw, raw, NO_CUTS)
			: new PlainLine(start, end, raw, prefixLength(raw));
	}

	private cleaned(start: number, end: number, escaping: Escaping, raw: string, plain: string, escapes: Cuts): Line {
		const { text, cuts } = COMMAND_START.test(plain) ? withoutCommands(plain) : { text: plain, cuts: NO_CUTS };
		return new CleanedLine(start, end, escaping, raw, text, escapes, cuts, prefixLength(text));
	}

	private hasCommands(start: number, end: number): boolean {
		for (const finder of this.commands) {
			if (finder.first(start, end) < end) {
				return true;
			}
		}
		return false;
	}
}

const NO_CUTS = new Cuts();
const COMMAND_START = new RegExp(`[${COMMAND_STARTS.join('')}]`);

function isBreak(code: number): boolean {
	return code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029;
}

/** Units of the line break at `at`: CR LF is one, and so is the CR CR LF of a text that was converted twice. 0 where a line was cut. */
function breakLength(text: string, at: number): number {
	if (text.charCodeAt(at) === CR) {
		return text.charCodeAt(at + 1) === LF
			? 2
			: text.charCodeAt(at + 1) === CR && text.charCodeAt(at + 2) === LF
				? 3
				: 1;
	}
	return isBreak(text.charCodeAt(at)) ? 1 : 0;
}

/** Whether the `length` units before `end` are one line break. */
const endsWithBreak = (text: string, end: number, length: number) =>
	end >= length && breakLength(text, end - length) === length;

const LF = 0x0a;
const CR = 0x0d;
