import type { Steps } from '../format';
import { type Cleaned, Cuts } from './cuts';

// Frames that somebody's editor, mail program or commit message wrapped between words: the place stands on a line below its call. At which width does
// not matter, for only a frame without a place is gone on with, and only where the place is found before the next frame begins.

/** A frame's first line. */
const START =
	/^[\s>|*]{0,60}(?:(?:frame )?#\d{1,5}(?:\.\d{1,5})?:?\s|at\s|File(?:\s|$))|\.rb:\d{1,9}:in(?: [`'][^`']{0,200})?$/;

const NUMBERED = /^[\s>|*]{0,60}(?:frame )?#/;

/** A whole frame: it ends in its place, or Ruby's in the method's name. */
const WHOLE =
	/(?:[\w)>"]: ?(?:line )?\d{1,9}(?::\d{1,9})?|\.rb:\d{1,9}:in [`'][^`']{1,400}'|File "[^"\n]{1,400}", line \d{1,9}(?:, in .{0,200})?)[)\]]?$/;

/** What no frame ends with: its place is to come. */
const OPEN = /(?:(?:^|[\s:])(?:in|at|line)|[,(=]|^[\s>|*]{0,60}File|\.rb:\d{1,9}:in(?: [`'][^`']{0,200})?)$/;

/** What only the rest of a frame begins with. */
const REST = /^(?:(?:in|at)$|\(?[\w$#]{1,100}=|[("]?[^\s()"]{1,1000}\.\w{1,6}:(?:line )?\d{1,9}(?::\d{1,9})?\)?$)/;
const PLACE_END = /[^\s:]:(?:line )?\d{1,9}(?::\d{1,9})?$/;

function isRest(line: string): boolean {
	return REST.test(line) || (/^(?:in|at) (?=.*[\\/.])/.test(line) && PLACE_END.test(line.slice(-32)));
}

/** Lines that one frame may be spread over. */
const MAX_LINES = 16;

/** Units of a line at which its shape is looked at. */
const MAX_LOOK = 2000;

/** A line break, with the blanks round it. */
interface Break {
	readonly from: number;
	readonly to: number;
}

/** The text with such frames on one line; undefined where there are none. */
export function continued(text: string): Steps<Cleaned> | undefined {
	const breaks: Break[] = [];
	let position = 0;
	while (position < text.length) {
		const end = endOfLine(text, position);
		const line = text.slice(position, Math.min(end, position + MAX_LOOK)).trimEnd();
		position = end + 1;
		if (START.test(line) && end - position < MAX_LOOK && !WHOLE.test(line)) {
			position = rest(text, line, end, breaks);
		}
	}
	return breaks.length === 0 ? undefined : withoutBreaks(text, breaks);
}

/**
 * Looks for the rest of the frame that begins with `line`, and notes the breaks within it.
 *
 * @param lineEnd where `line` ends
 * @returns where to go on: no line that was looked at in vain begins a frame
 */
function rest(text: string, line: string, lineEnd: number, breaks: Break[]): number {
	const own: Break[] = [];
	const isNumbered = NUMBERED.test(line);
	let whole = line;
	let depth = bracketsOf(line);
	let end = lineEnd;
	for (let count = 1; count < MAX_LINES && end < text.length; count++) {
		const start = end + 1;
		const stop = endOfLine(text, start);
		const raw = text.slice(start, Math.min(stop, start + MAX_LOOK));
		const below = raw.trim();
		const isOpen = depth > 0 || OPEN.test(whole) || isRest(below);
		// `at` is a call's only where calls are not numbered
		const isNext = START.test(raw) && !(isNumbered && below.startsWith('at '));
		if (below === '' || stop - start > MAX_LOOK || isNext || !isOpen) {
			return start;
		}
		own.push({ from: end - trailing(text, end), to: start + raw.length - raw.trimStart().length });
		whole = `${whole} ${below}`.slice(-MAX_LOOK);
		depth += bracketsOf(below);
		end = stop;
		if (WHOLE.test(whole)) {
			breaks.push(...own);
			break;
		}
	}
	return end + 1;
}

function* withoutBreaks(text: string, breaks: readonly Break[]): Steps<Cleaned> {
	const cuts = new Cuts();
	const parts: string[] = [];
	let length = 0;
	let done = 0;
	for (const [i, { from, to }] of breaks.entries()) {
		parts.push(text.slice(done, from), ' ');
		length += from - done + 1;
		cuts.add(length, to - length);
		done = to;
		if (i % 512 === 511) {
			yield;
		}
	}
	parts.push(text.slice(done));
	return { text: parts.join(''), cuts };
}

function endOfLine(text: string, from: number): number {
	const end = text.indexOf('\n', from);
	return end < 0 ? text.length : end;
}

/** Blanks before `end`. */
function trailing(text: string, end: number): number {
	let start = end;
	while (start > 0 && end - start < MAX_LOOK && /[ \t\r]/.test(text.charAt(start - 1))) {
		start--;
	}
	return end - start;
}

/** How many more brackets are opened than closed. */
function bracketsOf(line: string): number {
	let depth = 0;
	for (let i = 0; i < line.length; i++) {
		const code = line.charCodeAt(i);
		depth += code === 0x28 ? 1 : code === 0x29 ? -1 : 0;
	}
	return depth;
}
