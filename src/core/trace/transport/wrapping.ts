import type { Wrapping } from './clean';
import { type Line, MAX_LINE } from './line';
import { prefixLength, samePrefix, sharedSuffix } from './prefix';
import { cellsIn } from './record';
import type { Source } from './source';

// Loggers that nobody has heard of: what two neighbouring lines begin with alike, but for numbers, and what is left is a frame, is a prefix.

/** Units of a line in which a prefix may end. */
const MAX_PREFIX = 200;

/** Lines from a candidate on that are looked at: an exception's own line does not show where the prefix ends. */
const MAX_LINES = 6;

/** Ends of a prefix that are tried: two lines may be the same. */
const MAX_ENDS = 8;

/** Where a frame may begin behind a prefix. */
const FRAME_START =
	/(?<=^|[\s|:>\]),;"])(?:[ \t]{0,16}(?:at |File "|#\d|Raised |Called |Re-raised )|(?:\t| {2,16})(?=\S))/g;

/** What a prefix ends in where the frame behind it is not indented. */
const ENDS = ' \t:,|>])"';

/** A number or a sign makes it one; no path and no frame's number, which lines of a trace share more often. */
const PREFIX = /^(?!.*(?:from |\(|\w::\w))(?!\s*[[(]?\d{1,4}[\]):.] *$)(?=.{3})(?=.*[\d|>\]):])[^\\/]+$/;

/** What stands round the lines of a text, if a line or one of those below shows it. */
export function wrappingNear(source: Source, first: Line, isFrame: (text: string) => boolean): Wrapping | undefined {
	const max = /^\s/.test(first.content) ? 1 : MAX_LINES;
	let line: Line | undefined = first;
	for (let i = 0; line && i < max; i++) {
		const wrapping = wrappingOf(source, line, first, isFrame);
		if (wrapping) {
			return wrapping;
		}
		line = source.next(line);
	}
	return undefined;
}

function wrappingOf(source: Source, line: Line, first: Line, isFrame: (text: string) => boolean): Wrapping | undefined {
	if (/^\s+at /.test(line.content)) {
		return undefined;
	}
	const raw = (of: Line) => source.text.slice(of.start, Math.min(of.end, of.start + MAX_LINE));
	const text = raw(line);
	if (/^\s*\{/.test(text)) {
		return undefined; // a record is looked into line by line
	}
	const column = /^(?:"|\d{4}-[\d:.TZ+-]*,\D)/.test(text) ? columnOf(text, isFrame) : -1;
	if (column > 0) {
		return { prefix: '', suffix: '', column };
	}
	const others = [source.next(line), source.previous(line)].filter((other) => other !== undefined);
	const neighbours = others.map(raw);
	const wrapped = (prefix: string, start: number): Wrapping | undefined => {
		const other = neighbours.find((neighbour) => samePrefix(prefix, neighbour) > 0);
		if (other === undefined || prefixLength(prefix) >= prefix.length) {
			return undefined;
		}
		const [sign] = /[",|│](?= ?$)/.exec(prefix) ?? [];
		const suffix = sign ? sharedSuffix(text, other, sign) : '';
		const inside = text.slice(start, text.length - suffix.length);
		return isFrame(inside) || isFrame(inside.replaceAll('""', '"').replace(/"$/, '')) ? { prefix, suffix } : undefined;
	};
	const starts = startsIn(line, text);
	for (const start of starts ?? []) {
		const before = text.slice(0, start);
		const found = wrapped(before, start) ?? (before.endsWith('"') ? wrapped(before.slice(0, -1), start) : undefined);
		if (found) {
			return found;
		}
	}
	// A logger writes it before every line, while frames of one file or one function have only each other.
	const far = others[0] && source.next(others[0]);
	const all = starts ? [first, ...others, ...(far ? [far] : [])] : [];
	const [ends = []] = all
		.filter((other) => other !== line && other.content !== '')
		.map((other) => sharedEnds(line.content, other.content))
		.sort((a, b) => a.length - b.length);
	for (const shared of all.length > 1 ? ends.slice(0, MAX_ENDS) : []) {
		const end = line.at(shared) - line.start;
		const prefix = text.slice(0, end);
		if (PREFIX.test(prefix) && all.every((other) => raw(other) === '' || samePrefix(prefix, raw(other)) > 0)) {
			const found = wrapped(prefix, end);
			if (found) {
				return found;
			}
		}
	}
	return undefined;
}

/** The cell of a row that holds a frame; -1 where none does. */
function columnOf(row: string, isFrame: (text: string) => boolean): number {
	const cells = row.includes(',') ? cellsIn(row) : [];
	return cells.length < 3
		? -1
		: cells.findIndex(({ start, end }) => end - start > 5 && isFrame(row.slice(start, end).replaceAll('""', '"')));
}

/** Offsets in the line where a frame may begin behind something; undefined where nothing is before it. */
function startsIn(line: Line, text: string): readonly number[] | undefined {
	const head = line.content.slice(0, MAX_PREFIX);
	const starts: number[] = [];
	FRAME_START.lastIndex = 0;
	for (let match = FRAME_START.exec(head); match; match = FRAME_START.exec(head)) {
		const isIndented = /^[\s|+]*$/.test(head.slice(0, match.index)); // by blanks, or the bars of a Python group
		if (isIndented && match[0].trim() === '') {
			continue;
		}
		const start = line.at(isIndented ? 0 : match.index) - line.start;
		if (isIndented && !/,"$/.test(text.slice(0, start))) {
			return undefined; // else a cell of CSV was looked into, but others need no quotation marks
		}
		starts.push(start);
	}
	return starts;
}

/** Behind the last signs that may end a prefix, of those that both lines begin with but for numbers; the last one first. */
function sharedEnds(a: string, b: string): readonly number[] {
	const ends: number[] = [];
	let j = 0;
	for (let i = 0; i < MAX_PREFIX && i < a.length; i++, j++) {
		const sign = a.charAt(i);
		if (isDigit(sign)) {
			if (!isDigit(b.charAt(j))) {
				break;
			}
			while (isDigit(a.charAt(i + 1))) {
				i++;
			}
			while (isDigit(b.charAt(j + 1))) {
				j++;
			}
		} else if (sign !== b.charAt(j)) {
			break;
		} else if (ENDS.includes(sign)) {
			ends.push(i + 1);
		}
	}
	return ends.reverse();
}

const isDigit = (character: string) => character >= '0' && character <= '9';
