import type { Parsed, TraceFormat } from '../format';
import { isInAppPath } from '../inApp';
import { positive } from '../location';
import type { Exception, Frame, Relation } from '../model';
import type { Line } from '../source/line';
import type { Source } from '../source/source';

// Go: panics, fatal errors, dumps of goroutines.
//
//   text      = [reason { message-line }] goroutine { goroutine } ["exit status " n]
//   reason    = "panic: " message [" [recovered]"] | "fatal error: " message | … "panic" … ": " message      followed by "[signal …]"
//   goroutine = "goroutine " id [" gp=…"] " [" state "]:" { frame } [created]
//   frame     = function "(" arguments ")" NEWLINE TAB file ":" line [" +0x" offset]
//   created   = "created by " function [" in goroutine " id] NEWLINE TAB file ":" line

/** Lines between a panic's own line and its first goroutine. */
const MAX_REASON_LINES = 40;

export const go: TraceFormat = {
	id: 'go',
	needles: ['goroutine ', 'panic: ', 'fatal error: '],
	accepts: (content) => reasonIn(content) !== undefined || goroutineIn(content) !== undefined,
	parse: (source, line, floor) => read(source, line, floor),
};

interface Reason {
	readonly type: string;
	message: string;
	readonly start: number;
	end: number;
}

function read(source: Source, first: Line, floor: number): Parsed | undefined {
	const opening = goroutineIn(first.content)
		? { line: first, reason: reasonAbove(source, first, floor) }
		: reasonDownTo(source, first);
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
		const { frames, end: framesEnd, next } = readGoroutine(source, line);
		const reason = exceptions.length === 0 ? opening.reason : undefined;
		const start = reason?.start ?? line.at(heading.start);
		exceptions.push({
			type: reason?.type ?? '',
			message: reason?.message ?? '',
			relation: relationOf(exceptions.length),
			thread: heading.name,
			frames,
			range: [start, Math.max(framesEnd, line.at(line.content.length))],
		});
		end = Math.max(end, framesEnd);
		line = next && skipBlank(source, next);
	}
	const [panicking] = exceptions;
	if (!panicking || exceptions.every(({ frames }) => frames.length === 0)) {
		return undefined;
	}
	const range = [panicking.range[0], Math.max(...exceptions.map((exception) => exception.range[1]))] as const;
	return { trace: { format: 'go', exceptions, range }, end: Math.max(end, range[1]) };
}

const relationOf = (index: number): Relation => (index === 0 ? 'thrown' : 'thread');

/** The frames below a goroutine's heading; `next` is the first line that is none. */
function readGoroutine(
	source: Source,
	heading: Line,
): { readonly frames: readonly Frame[]; readonly end: number; readonly next: Line | undefined } {
	const frames: Frame[] = [];
	let end = heading.at(heading.content.length);
	let line = source.next(heading);
	while (line) {
		const name = functionIn(line.content);
		const below = name && source.next(line);
		const place = below && placeIn(below.content);
		if (name && below && place) {
			frames.push(toFrame(name, line, place, below));
			end = below.at(place.end);
			line = source.next(below);
			continue;
		}
		if (/^\s*\.\.\.(?:additional frames elided|\d+ frames elided)/.test(line.content)) {
			line = source.next(line);
			continue;
		}
		// A line of another stream between the two lines of a frame costs that line only.
		const after = name && below ? source.next(below) : undefined;
		const late = after && placeIn(after.content);
		if (name && after && late && !functionIn(below?.content ?? '')) {
			frames.push(toFrame(name, line, late, after));
			end = after.at(late.end);
			line = source.next(after);
			continue;
		}
		break;
	}
	return { frames, end, next: line };
}

function skipBlank(source: Source, from: Line): Line | undefined {
	let line: Line | undefined = from;
	for (let i = 0; line && line.content.trim() === '' && i < 3; i++) {
		line = source.next(line);
	}
	return line;
}

function goroutineIn(content: string): { readonly start: number; readonly name: string } | undefined {
	const match = /(?:^|\s)(goroutine \d{1,12}(?: (?:gp|m|mp)=[^\s[]{1,40}){0,4} \[[^\]\n]{1,200}\]):\s*$/.exec(
		content.slice(0, 512),
	);
	return match ? { start: match.index + match[0].indexOf('goroutine'), name: match[1] ?? '' } : undefined;
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
function reasonDownTo(source: Source, first: Line): { readonly reason: Reason; readonly line: Line } | undefined {
	const found = reasonIn(first.content);
	if (!found) {
		return undefined;
	}
	const reason: Reason = {
		type: found.type,
		message: found.message,
		start: first.at(found.start),
		end: first.at(first.content.length),
	};
	let line = source.next(first);
	for (let i = 0; line && i < MAX_REASON_LINES; i++) {
		if (goroutineIn(line.content)) {
			return { reason, line };
		}
		const text = line.content.trim();
		if (text !== '' && !text.startsWith('[signal ') && !/^runtime stack:/.test(text)) {
			reason.message += `\n${text}`;
			reason.end = line.at(line.content.length);
		}
		line = source.next(line);
	}
	return undefined;
}

/** For a goroutine that is found first: the line right above that says why (`http: panic serving …`). */
function reasonAbove(source: Source, heading: Line, floor: number): Reason | undefined {
	const above = source.previous(heading);
	const found = above && above.start >= floor ? reasonIn(above.content) : undefined;
	return (
		above &&
		found && {
			type: found.type,
			message: found.message,
			start: above.at(found.start),
			end: above.at(above.content.length),
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

function toFrame(name: FunctionText, line: Line, place: PlaceText, below: Line): Frame {
	const isFile = !/^<|^\?\?$/.test(place.file);
	return {
		function: name.name,
		...(isFile && { file: place.file, ...positive('line', place.line) }),
		inApp: isFile && isInAppPath(place.file),
		raw: `${line.content.slice(name.start, name.end)}\n${below.content.slice(0, place.end)}`,
		range: [line.at(name.start), below.at(place.end)],
	};
}
