import { LINES_A_STEP, type Needle, type Parsed, type Steps, type TraceFormat } from '../format';
import { makeFrame } from '../frame';
import { isInAppPath } from '../inApp';
import type { Exception, Frame } from '../model';
import type { Line, Lines } from '../transport/line';
import { reasonAbove } from './goReason';

// Go: panics, fatal errors, dumps of goroutines.
//
//   text      = [reason { message-line }] goroutine { goroutine } ["exit status " n]
//   reason    = "panic: " message [" [recovered]"] | "fatal error: " message | … "panic" … ": " message      followed by "[signal …]"
//   goroutine = "goroutine " id [" gp=…"] " [" state "]:" { frame } [created]
//   frame     = function "(" arguments ")" NEWLINE TAB file ":" line [" +0x" offset]
//   race      = "WARNING: DATA RACE" with "Write at 0x… by goroutine 7:", "Previous read at …" and "Goroutine 7 (running) created at:" for headings
//   created   = "created by " function [" in goroutine " id] NEWLINE TAB file ":" line

const heading: Needle = { text: 'oroutine ' }; // of a dump, and with a capital in a report of a race
const runtimeStack: Needle = { text: 'runtime stack:' };
const position: Needle = { text: '.go:' };

export const go: TraceFormat = {
	id: 'go',
	needles: [heading, runtimeStack, position],
	accepts: (content) => goroutineIn(content) !== undefined || isSurePlace(content),
	parse: (lines, line, floor) =>
		goroutineIn(line.content) ? read(lines, line, floor) : readHeadless(lines, line, floor),
};

function* read(lines: Lines, first: Line, floor: number): Steps<Parsed> {
	let reason = reasonAbove(lines, first, floor);
	const exceptions: Exception[] = [];
	let end = first.end;
	for (let line: Line | undefined = first; line; ) {
		const goroutine = goroutineIn(line.content);
		if (!goroutine) {
			break;
		}
		const { frames, end: framesEnd, next }: Frames = yield* readFrames(lines, lines.next(line));
		const start = reason?.start ?? line.at(goroutine.start);
		exceptions.push({
			type: reason?.type ?? '',
			message: reason?.message ?? '',
			relation: exceptions.length === 0 ? 'thrown' : 'thread',
			thread: goroutine.name,
			frames,
			range: [start, Math.max(framesEnd, line.endAt(line.content.length))],
		});
		end = Math.max(end, framesEnd, line.end);
		line = next && skipBlank(lines, next);
		reason = undefined;
		yield;
	}
	if (exceptions.every(({ frames }) => frames.length === 0)) {
		return { end };
	}
	return { trace: traceOf(programFirst(exceptions)), end };
}

/** A fatal error prints the runtime's own stack before the goroutine that it stopped; what the program did comes first with us. */
function programFirst(exceptions: readonly Exception[]): readonly Exception[] {
	const [runtime, program, ...others] = exceptions;
	if (!runtime || !program || runtime.thread !== RUNTIME_STACK) {
		return exceptions;
	}
	const { type, message } = runtime;
	return [
		{ ...program, type, message, relation: 'thrown' },
		{ ...runtime, type: '', message: '', relation: 'thread' },
		...others,
	];
}

function traceOf(exceptions: readonly Exception[]): Parsed['trace'] {
	const start = exceptions.reduce((least, { range }) => Math.min(least, range[0]), Number.POSITIVE_INFINITY);
	const end = exceptions.reduce((furthest, { range }) => Math.max(furthest, range[1]), start);
	return { format: 'go', exceptions, range: [start, end] };
}

/** The place of a frame beyond doubt: `+0x1f` stands behind it. */
function isSurePlace(content: string): boolean {
	return / \+0x[0-9a-f]{1,16}(?: |\s*$)/.test(content.slice(-96)) && placeIn(content) !== undefined;
}

/** Frames whose heading was cut away, or of the runtime's own stack, which comes before the goroutines'. */
function* readHeadless(lines: Lines, first: Line, floor: number): Steps<Parsed | undefined> {
	const above = lines.previous(first);
	const start = above && above.start >= floor && functionIn(above.content) ? above : first;
	const over = lines.previous(start);
	if (over && over.start >= floor && goroutineIn(over.content)) {
		return yield* read(lines, over, floor);
	}
	const { frames, end } = yield* readFrames(lines, start);
	const [innermost] = frames;
	if (!innermost) {
		return undefined;
	}
	const range = [innermost.range[0], end] as const;
	return { trace: traceOf([{ type: '', message: '', relation: 'thrown', frames, range }]), end };
}

interface Frames {
	readonly frames: readonly Frame[];
	readonly end: number;
	/** The first line that is none. */
	readonly next: Line | undefined;
}

function* readFrames(lines: Lines, first: Line | undefined): Steps<Frames> {
	const frames: Frame[] = [];
	let end = 0;
	let line = first;
	for (let count = 1; line; count++) {
		if (count % LINES_A_STEP === 0) {
			yield;
		}
		const below: Line | undefined = lines.next(line);
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
		} else if (/^\s*(?:\.\.\.|goroutine running on other thread)/.test(line.content)) {
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

const RUNTIME_STACK = 'runtime stack';

const HEADING =
	/(?:^|\s)(goroutine \d{1,12}(?: (?:gp|m|mp)=[^\s[]{1,40}){0,4} \[[^\]\n]{1,200}\]):\s*$|^\s*((?:Previous )?(?:atomic )?(?:read|write) at 0x[0-9a-f]{1,16} by (?:main )?goroutine(?: \d{1,12})?|Goroutine \d{1,12} \([\w ]{1,32}\) created at|runtime stack):\s*$/i;

/** The heading of a goroutine's calls, in a dump or in a report of a data race. */
export function goroutineIn(content: string): { readonly start: number; readonly name: string } | undefined {
	if (!/:\s*$/.test(content.slice(-8))) {
		return undefined;
	}
	const match = HEADING.exec(content.slice(0, 512));
	const name = match?.[1] ?? match?.[2];
	return match && name ? { start: match.index + match[0].indexOf(name), name } : undefined;
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
		isFile && isInApp(name?.name, place.file),
		line,
		start,
		place.end,
		raw,
		below,
	);
}

/** Packages of the standard library that programs spend time in, by the first element of their path. */
const STANDARD = new Set(
	(
		'archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image ' +
		'internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings sync syscall testing text ' +
		'time unicode unique unsafe'
	).split(' '),
);

/** GOROOT may be anywhere, and `-trimpath` leaves it out: the package says whose the file is. `@v1.2.3` is a module that was fetched. */
function isInApp(name: string | undefined, file: string): boolean {
	if (name === 'panic' || /@v\d/.test(file)) {
		return false;
	}
	const first = /^[\w-]+/.exec(name ?? '')?.[0] ?? '';
	const isStandard = STANDARD.has(first) && (file.startsWith(`${first}/`) || file.includes(`/src/${first}/`));
	return !isStandard && isInAppPath(file);
}
