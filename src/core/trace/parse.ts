import * as l10n from '@vscode/l10n';
import { runAtOnce } from '../../base/slices';
import type { Parsed, Steps, TraceFormat } from './format';
import { browser } from './formats/browser';
import { clojure } from './formats/clojure';
import { clojurePretty } from './formats/clojurePretty';
import { crystal } from './formats/crystal';
import { dart } from './formats/dart';
import { debuggers } from './formats/debugger';
import { dotnet } from './formats/dotnet';
import { elixir } from './formats/elixir';
import { erlang } from './formats/erlang';
import { erlangTerms } from './formats/erlangTerms';
import { generic } from './formats/generic';
import { go } from './formats/go';
import { haskell, haskellProfile } from './formats/haskell';
import { ipython } from './formats/ipython';
import { java } from './formats/java';
import { julia } from './formats/julia';
import { lua } from './formats/lua';
import { native } from './formats/native';
import { nim } from './formats/nim';
import { node } from './formats/node';
import { ocaml } from './formats/ocaml';
import { perl } from './formats/perl';
import { php, xdebug } from './formats/php';
import { powershell } from './formats/powershell';
import { pytest } from './formats/pytest';
import { faulthandler, python } from './formats/python';
import { r, rlang } from './formats/r';
import { numberedRuby, ruby } from './formats/ruby';
import { rust } from './formats/rust';
import { sanitizer } from './formats/sanitizer';
import { shell } from './formats/shell';
import { valgrind } from './formats/valgrind';
import type { ParsedText, Range, Trace, TraceProblem } from './model';
import { moved } from './moved';
import { Scan } from './scan';
import type { Wrapping } from './transport/clean';
import type { Cuts } from './transport/cuts';
import { isQuoted, MAX_DEPTH, opened } from './transport/escapes';
import { breakWidth, broken, joined, MAX_LAID_OUT, MIN_FLAT_LENGTH } from './transport/layout';
import type { Line } from './transport/line';
import { Source } from './transport/source';
import { wrappingNear } from './transport/wrapping';

/** Every format that is known. Order matters where two read a block equally well: the more particular first. */
const formats: readonly TraceFormat[] = [
	ocaml,
	clojure,
	clojurePretty,
	java,
	python,
	faulthandler,
	pytest,
	ipython,
	go,
	rust,
	sanitizer,
	debuggers,
	valgrind,
	native,
	shell,
	dotnet,
	php,
	xdebug,
	powershell,
	node,
	browser,
	dart,
	haskell,
	haskellProfile,
	nim,
	r,
	rlang,
	julia,
	ruby,
	numberedRuby,
	crystal,
	lua,
	perl,
	elixir,
	erlang,
	erlangTerms,
	generic,
];

/** UTF-16 units that are read; of a longer text the middle is left out. */
const MAX_LENGTH = 64 * 1024 * 1024;

/** The text is searched in windows of this size, so that no step takes long. */
const WINDOW = 64 * 1024;

/** Lines that are looked at for a prefix that no known logger writes: so many, and one more for each so many units, since a look takes long. */
const MIN_LOOKS = 100;
const UNITS_A_LOOK = 16 * 1024;

/** Units looked back over for the line above a usual trace's first frame. */
const MAX_LINE_ABOVE = 600;

/** Usual traces read in one step. */
const QUICK_A_STEP = 32;

/** Lines looked at in one step. */
const LOOKS_A_STEP = 16;

/**
 * Finds every stack trace in a text, in steps of at most a few milliseconds; see `runInSlices`. The time is linear in the length of the text.
 * Only lines that hold a format's needle are looked at, so ordinary log text passes at the speed of a string search.
 */
export function* parseSteps(text: string): Generator<undefined, ParsedText> {
	if (text.length <= MAX_LENGTH) {
		return { traces: yield* tracesInLayout(text), problems: [] };
	}
	const half = MAX_LENGTH / 2;
	const head = yield* tracesIn(text.slice(0, half));
	const tail = yield* tracesIn(text.slice(-half));
	const shift = text.length - half;
	const shifted = tail.map((trace) => moved(trace, ([start, end]) => [start + shift, end + shift]));
	return { traces: [...head, ...shifted], problems: [truncated(text.length)] };
}

/** `parseSteps` in one go: for small texts, tests and the command line. */
export function parseText(text: string): ParsedText {
	return runAtOnce(parseSteps(text));
}

function truncated(length: number): TraceProblem {
	const megabytes = (size: number) => Math.round(size / 1024 / 1024);
	const message = l10n.t(
		'The text is {0} MB long; the first and the last {1} MB were read, the middle was not.',
		megabytes(length),
		megabytes(MAX_LENGTH / 2),
	);
	return { code: 'truncated', message };
}

/** Lines may have been broken at a terminal's width. */
function* tracesInLayout(text: string): Steps<readonly Trace[]> {
	const traces = yield* tracesIn(text);
	const width = text.length <= MAX_LAID_OUT ? breakWidth(text) : undefined;
	if (width === undefined) {
		return traces;
	}
	const { text: whole, cuts } = yield* joined(text, width);
	const others = yield* tracesIn(whole);
	return scoreOf(others) > scoreOf(traces) ? others.map((trace) => moved(trace, cutRange(cuts, 0))) : traces;
}

/** Where a range of a cleaned text was, in a text that begins at `start`. */
const cutRange =
	(cuts: Cuts, start: number) =>
	([from, to]: Range): Range => [
		start + cuts.original(from),
		start + cuts.original(Math.max(from, to - 1)) + (to > from ? 1 : 0),
	];

const isFrame = (text: string) => formats.some((format) => format.accepts(text));

function* tracesIn(text: string, depth = 0): Steps<readonly Trace[]> {
	const source = new Source(text);
	const scan = new Scan(text, formats);
	const traces: Trace[] = [];
	/** All before it is taken by traces. */
	let taken = 0;
	/** The same without those of single places, which real traces may begin with. */
	let floor = 0;
	/** The last line that was looked at in vain ends here, and these formats did not take it. */
	let seen = 0;
	let refused: readonly TraceFormat[] = [];
	let looks = 0;
	let looksForPrefix = 0;
	for (let position = 0; position < text.length; ) {
		const windowEnd = Math.min(text.length, (Math.floor(position / WINDOW) + 1) * WINDOW);
		const candidate = scan.first(position, windowEnd);
		if (!candidate) {
			position = windowEnd;
			yield;
			continue;
		}
		const { offset } = candidate;
		position = offset + 1;
		if (++looks % LOOKS_A_STEP === 0) {
			yield;
		}
		const wanted = offset < seen ? candidate.formats.filter((format) => !refused.includes(format)) : candidate.formats;
		if (wanted.length === 0) {
			continue;
		}
		const quick = quickAt(source, Math.max(floor, lineAbove(text, offset)), wanted, traces);
		if (quick !== undefined) {
			floor = taken = position = quick;
			continue;
		}
		const line = source.lineAt(offset);
		if (line.start < taken) {
			continue;
		}
		if (depth < MAX_DEPTH && source.hasBreaks(line)) {
			const inside = yield* tracesOnLine(text, line, depth);
			// What looks like a break may be one that a call's argument has.
			const isString = isQuoted(text.slice(line.start, line.end));
			const plain: Parsed | undefined = isString ? undefined : yield* parseAt(source, line, [floor, taken], formats);
			if (!plain?.trace || scoreOf(inside) >= scoreOf([plain.trace])) {
				traces.push(...inside);
				position = Math.max(position, line.end);
				floor = taken = inside.length > 0 ? line.end : taken;
				continue;
			}
		}
		const wrapping: Wrapping | undefined =
			looksForPrefix++ < MIN_LOOKS + position / UNITS_A_LOOK ? wrappingNear(source, line, isFrame) : undefined;
		if (wrapping) {
			source.learn(wrapping);
		}
		const parsed: Parsed | undefined = yield* parseAt(
			source,
			wrapping ? source.lineAt(offset) : line,
			[floor, taken],
			wanted,
		);
		const isLong = depth < MAX_DEPTH && line.end - line.start >= MIN_FLAT_LENGTH;
		const others = isLong ? yield* tracesOnFlatLine(text, line, depth) : [];
		if (others.length > 0 && scoreOf(others) > scoreOf(parsed?.trace ? [parsed.trace] : [])) {
			traces.push(...others);
			floor = taken = position = line.end;
			continue;
		}
		if (parsed?.trace) {
			const [from] = parsed.trace.range;
			while ((traces.at(-1)?.range[1] ?? -1) > from) {
				traces.pop(); // only single places: nobody else reads above `floor`
			}
			traces.push(parsed.trace);
			taken = Math.max(parsed.end, line.start + 1);
			floor = parsed.trace.format === generic.id ? floor : taken;
		}
		if (parsed) {
			position = Math.max(position, parsed.end);
		} else {
			refused = offset < seen ? [...refused, ...wanted] : wanted;
			seen = line.end;
		}
	}
	return traces;
}

/** The traces of a line that several lines are written on. */
function* tracesOnLine(text: string, { start, end }: Line, depth: number): Steps<readonly Trace[]> {
	const { text: inside, cuts } = yield* opened(text.slice(start, end));
	const traces = yield* tracesIn(inside, depth + 1);
	return traces.map((trace) => moved(trace, cutRange(cuts, start)));
}

/** The traces of a line that several lines were joined to. */
function* tracesOnFlatLine(text: string, { start, end }: Line, depth: number): Steps<readonly Trace[]> {
	const lines = broken(text.slice(start, end));
	const traces = lines === undefined ? [] : yield* tracesIn(lines, depth + 1);
	return traces.map((trace) => moved(trace, ([from, to]) => [start + from, start + to]));
}

/** Where the line above that of `offset` begins, if it is near. */
function lineAbove(text: string, offset: number): number {
	const from = Math.max(0, offset - MAX_LINE_ABOVE);
	const before = text.slice(from, offset);
	return from + before.lastIndexOf('\n', before.lastIndexOf('\n') - 1) + 1;
}

/** Reads the usual traces that follow each other from `start` on, and returns where the last one ends; undefined where there is none. */
function quickAt(
	{ plain }: Source,
	start: number,
	candidates: readonly TraceFormat[],
	traces: Trace[],
): number | undefined {
	let end: number | undefined;
	for (const format of plain ? candidates : []) {
		for (let i = 0; plain && format.quick && i < QUICK_A_STEP; i++) {
			const parsed = format.quick(plain, end === undefined ? start : end + 1);
			if (!parsed?.trace) {
				break;
			}
			traces.push(parsed.trace);
			({ end } = parsed);
		}
	}
	return end;
}

/** What the formats make of the lines from `line` on: the language is that of the block, so the one that reads most of it wins. */
function* parseAt(
	source: Source,
	line: Line,
	[floor, taken]: readonly [number, number],
	candidates: readonly TraceFormat[],
): Steps<Parsed | undefined> {
	let best: Parsed | undefined;
	let bestScore = -1;
	for (const format of candidates) {
		const parsed = format.accepts(line.content)
			? yield* format.parse(source, line, format === generic ? taken : floor)
			: undefined;
		const score = parsed?.trace ? scoreOf([parsed.trace]) : 0;
		if (parsed && score > bestScore) {
			best = parsed;
			bestScore = score;
		}
	}
	return best;
}

/** Calls with a place count most, then an exception's name, then calls without a place. */
function scoreOf(traces: readonly Trace[]): number {
	let score = 0;
	for (const { exceptions } of traces) {
		for (const { type, frames } of exceptions) {
			score += type === '' ? 0 : 0.5;
			for (const { line } of frames) {
				score += line === undefined ? 0.25 : 1;
			}
		}
	}
	return score;
}
