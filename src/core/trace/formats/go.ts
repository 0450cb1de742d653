import type { Parsed, TraceFormat } from '../format';
import { makeFrame } from '../frame';
import { isInAppPath } from '../inApp';
import type { Exception, Frame, Relation } from '../model';
import type { Line, Lines } from '../source/line';

// Go: panics, fatal errors, dumps of goroutines.
//
//   text      = [reason { message-line }] goroutine { goroutine } ["exit status " n]
//   reason    = "panic: " message [" [recovered]"] | "fatal error: " message | … "panic" … ": " message      followed by "[signal …]"
//   goroutine = "goroutine " id [" gp=…"] " [" state "]:" { frame } [created]
//   frame     = function "(" arguments ")" NEWLINE TAB file ":" line [" +0x" offset]
//   race      = "WARNING: DATA RACE" with "Write at 0x… by goroutine 7:", "Previous read at …" and "Goroutine 7 (running) created at:" for headings
//   created   = "created by " function [" in goroutine " id] NEWLINE TAB file ":" line

/** Lines between a panic's own line and its first goroutine. */
const MAX_REASON_LINES = 40;

export const go: TraceFormat = {
	id: 'go',
	needle: /goroutine |panic: |fatal error: |\.go:\d/,
	accepts: (content) => reasonIn(content) !== undefined || goroutineIn(content) !== undefined || isSurePlace(content),
	parse: (lines, line, floor) => read(lines, line, floor),
};

interface Reason {
	readonly type: string;
	message: string;
	readonly start: number;
	end: number;
}

function read(lines: Lines, first: Line, floor: number): Parsed | undefined {
	if (isSurePlace(first.content)) {
		return readHeadless(lines, first, floor);
	}
	const opening = goroutineIn(first.content)
		? { line: first, reason: reasonAbove(lines, first, floor) }
		: reasonDownTo(lines, first);
	if (!opening) {
		return undefined;
	}
	const exceptions: Exception[] = [];
	let end = first.end;
	for (let line: Line | undefined = opening.line; line; ) {
		const heading = goroutineIn(line.content);
		if (!heading) {
			break;
		}
		const { frames, end: framesEnd, next } = readFrames(lines, lines.next(line));
		const reason = exceptions.length === 0 ? opening.reason : undefined;
		const start = reason?.start ?? line.at(heading.start);
		exceptions.push({
			type: reason?.type ?? '',
			message: reason?.message ?? '',
			relation: relationOf(exceptions.length),
			thread: heading.name,
			frames,
			range: [start, Math.max(framesEnd, line.endAt(line.content.length))],
		});
		end = Math.max(end, framesEnd);
		line = next && skipBlank(lines, next);
	}
	const [panicking] = exceptions;
	if (!panicking || exceptions.every(({ frames }) => frames.length === 0)) {
		return undefined;
	}
	const range = [panicking.range[0], Math.max(...exceptions.map((exception) => exception.range[1]))] as const;
	return { trace: { format: 'go', exceptions, range }, end: Math.max(end, range[1]) };
}

/** The place of a frame beyond doubt: `+0x1f` stands behind it. */
function isSurePlace(content: string): boolean {
	return / \+0x[0-9a-f]{1,16}\s*$/.test(content.slice(-64)) && placeIn(content) !== undefined;
}

/** Frames whose heading was cut away. */
function readHeadless(lines: Lines, first: Line, floor: number): Parsed | undefined {
	const above = lines.previous(first);
	const start = above && above.start >= floor && functionIn(above.content) ? above : first;
	const { frames, end } = readFrames(lines, start);
	const [innermost] = frames;
	if (!innermost) {
		return undefined;
	}
	const range = [innermost.range[0], end] as const;
	return {
		trace: { format: 'go', exceptions: [{ type: '', message: '', relation: 'thrown', frames, range }], range },
		end,
	};
}

const relationOf = (index: number): Relation => (index === 0 ? 'thrown' : 'thread');

/** The frames from `first` on; `next` is the first line that is none. */
function readFrames(
	lines: Lines,
	first: Line | undefined,
): { readonly frames: readonly Frame[]; readonly end: number; readonly next: Line | undefined } {
	const frames: Frame[] = [];
	let end = 0;
	let line = first;
	while (line) {
		const below = lines.next(line);
		const name = functionIn(line.content);
		const place = below && placeIn(below.content);
		const alone = placeIn(line.content);
		if (alone) {
			// its function was cut away
			frames.push(toFrame(undefined, line, alone, line));
			end = line.endAt(alone.end);
			line = below;
		} else if (name && below && place) {
			frames.push(toFrame(name, line, place, below));
			end = below.endAt(place.end);
			line = lines.next(below);
		} else if (/^\s*\.\.\./.test(line.content)) {
			line = below; // "...additional frames elided...", or a person's own dots
		} else {
			// A line of another stream between the two lines of a frame costs that line only.
			const after = name && below && !functionIn(below.content) ? lines.next(below) : undefined;
			const late = after && placeIn(after.content);
			if (!name || !after || !late) {
				break;
			}
			frames.push(toFrame(name, line, late, after));
			end = after.endAt(late.end);
			line = lines.next(after);
		}
	}
	return { frames, end, next: line };
}

function skipBlank(lines: Lines, from: Line): Line | undefined {
	let line: Line | undefined = from;
	for (let i = 0; line && line.content.trim() === '' && i < 3; i++) {
		line = lines.next(line);
	}
	return line;
}

const HEADING =
	/(?:^|\s)(goroutine \d{1,12}(?: (?:gp|m|mp)=[^\s[]{1,40}){0,4} \[[^\]\n]{1,200}\]):\s*$|^\s*((?:Previous )?(?:atomic )?(?:read|write) at 0x[0-9a-f]{1,16} by (?:main )?goroutine(?: \d{1,12})?|Goroutine \d{1,12} \([\w ]{1,32}\) created at):\s*$/i;

/** The heading of a goroutine's calls, in a dump or in a report of a data race. */
function goroutineIn(content: string): { readonly start: number; readonly name: string } | undefined {
	const match = HEADING.exec(content.slice(0, 512));
	const name = match?.[1] ?? match?.[2];
	return match && name ? { start: match.index + match[0].indexOf(name), name } : undefined;
}

function reasonIn(
	content: string,
): { readonly start: number; readonly type: string; readonly message: string } | undefined {
	const match =
		/(?:^|\s)(panic|fatal error): (.*)$/s.exec(content.slice(0, 4096)) ??
		/()()\bpanic(?:king|ked)? (?:serving|recovered|in)\b[^\n]{0,200}?: ?(.*)$/s.exec(content.slice(0, 4096));
	if (!match) {
		return undefined;
	}
	const [, type, message, late] = match;
	return {
		start: match.index + (match[0].length - match[0].trimStart().length),
		type: type || 'panic',
		message: (message || late || '').trim(),
	};
}

/** From a panic's line down to its goroutine; none within reach, no trace. */
function reasonDownTo(lines: Lines, first: Line): { readonly reason: Reason; readonly line: Line } | undefined {
	const found = reasonIn(first.content);
	if (!found) {
		return undefined;
	}
	const reason: Reason = {
		type: found.type,
		message: found.message,
		start: first.at(found.start),
		end: first.endAt(first.content.length),
	};
	let line = lines.next(first);
	for (let i = 0; line && i < MAX_REASON_LINES; i++) {
		if (goroutineIn(line.content)) {
			return { reason, line };
		}
		if (i > 0 && reasonIn(line.content)?.start === 0) {
			return undefined; // another panic, which speaks for itself
		}
		const text = line.content.trim();
		if (text !== '' && !text.startsWith('[signal ') && !/^runtime stack:/.test(text)) {
			reason.message += `\n${text}`;
			reason.end = line.endAt(line.content.length);
		}
		line = lines.next(line);
	}
	return undefined;
}

/** For a goroutine that is found first: the line right above that says why (`http: panic serving …`). */
function reasonAbove(lines: Lines, heading: Line, floor: number): Reason | undefined {
	const above = lines.previous(heading);
	if (above && above.start >= floor && /(?:^|WARNING: )DATA RACE\b/.test(above.content)) {
		const start = above.content.indexOf('DATA RACE');
		return { type: 'DATA RACE', message: '', start: above.at(start), end: above.endAt(above.content.length) };
	}
	const found = above && above.start >= floor ? reasonIn(above.content) : undefined;
	return (
		above &&
		found && {
			type: found.type,
			message: found.message,
			start: above.at(found.start),
			end: above.endAt(above.content.length),
		}
	);
}

interface FunctionText {
	readonly start: number;
	readonly end: number;
	readonly name: string;
}

/** `main.(*T).f(0xc00, {0x1, 0x2})`, `main.f[...](…)`, `created by main.g in goroutine 1` */
function functionIn(content: string): FunctionText | undefined {
	const start = content.length - content.trimStart().length;
	const end = content.trimEnd().length;
	const text = content.slice(start, end);
	const created = /^created by (.+?)(?: in goroutine \d{1,12})?$/.exec(text.slice(0, 2048));
	if (created) {
		return { start, end, name: created[1] ?? '' };
	}
	if (!text.endsWith(')') || /\s/.test(text.charAt(0)) || text.length > 4096) {
		return undefined;
	}
	const open = openingOf(text);
	const name = text.slice(0, open);
	return open > 0 && /^[^\s(]/.test(name) && !/\s(?!\()/.test(name.replace(/\[[^\]]*\]/g, ''))
		? { start, end, name }
		: undefined;
}

/** The bracket that the last one closes. */
function openingOf(text: string): number {
	let depth = 0;
	for (let i = text.length - 1; i >= 0; i--) {
		const character = text.charAt(i);
		depth += character === ')' ? 1 : character === '(' ? -1 : 0;
		if (depth === 0) {
			return i;
		}
	}
	return -1;
}

interface PlaceText {
	readonly file: string;
	readonly line: number;
	readonly end: number;
}

function placeIn(content: string): PlaceText | undefined {
	const trimmed = content.trim();
	if (trimmed.length > 4096) {
		return undefined;
	}
	const offset = / \+0x[0-9a-f]{1,16}(?: .*)?$/.exec(trimmed);
	const place = offset ? trimmed.slice(0, offset.index) : trimmed;
	const colon = place.lastIndexOf(':');
	const line = /^\d{1,9}$/.test(place.slice(colon + 1)) ? Number(place.slice(colon + 1)) : undefined;
	const file = place.slice(0, colon);
	if (line === undefined || !/\.(?:go|s|c|h|cc|cpp|m|y|tmpl)$|^_cgo_gotypes\.go$|^<autogenerated>$|^\?\?$/.test(file)) {
		return undefined;
	}
	return { file, line, end: content.length - content.trimStart().length + trimmed.length };
}

function toFrame(name: FunctionText | undefined, line: Line, place: PlaceText, below: Line): Frame {
	const isFile = !/^<|^\?\?$/.test(place.file);
	const own = below.content.slice(0, place.end);
	const start = name ? name.start : own.length - own.trimStart().length;
	const raw = name ? `${line.content.slice(name.start, name.end)}\n${own}` : own.trimStart();
	return makeFrame(
		name?.name,
		isFile ? place : undefined,
		isFile && isInAppPath(place.file),
		line,
		start,
		place.end,
		raw,
		below,
	);
}
