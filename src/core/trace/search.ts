import type { Parsed, Steps, TraceFormat } from './format';
import type { Range, Trace } from './model';
import { moved } from './moved';
import { Scan } from './scan';
import type { Wrapping } from './transport/clean';
import type { Cuts } from './transport/cuts';
import { isQuoted, MAX_DEPTH, opened } from './transport/escapes';
import { broken, MAX_LAID_OUT as MAX_READ_TWICE, MIN_FLAT_LENGTH } from './transport/layout';
import type { Line } from './transport/line';
import { READINGS } from './transport/readings';
import { Source } from './transport/source';
import { wrappingNear } from './transport/wrapping';

/** The text is searched in windows of this size, so that no step takes long. */
const WINDOW = 64 * 1024;

/** Lines that are looked at for a prefix that no known logger writes: so many, and one more for each so many units, since a look takes long. */
const MIN_LOOKS = 100;
const UNITS_A_LOOK = 16 * 1024;

/** Units looked back over for the line above a usual trace's first frame. */
const MAX_LINE_ABOVE = 600;

/** Usual traces read in one step. */
const QUICK_A_STEP = 64;

const LINE_FEED = 0x0a;

/** Lines looked at in one step. */
const LOOKS_A_STEP = 16;

/**
 * The traces in a text, in order. Something may have been done to the text as a whole: then it is read with that undone, too.
 *
 * @param formats the last one is the fallback, which never outranks another
 */
export function* tracesInText(text: string, formats: readonly TraceFormat[]): Steps<readonly Trace[]> {
	const usual = text.length <= WINDOW ? usualTraces(text, formats) : undefined;
	if (usual) {
		return usual;
	}
	let traces = yield* tracesIn(text, formats);
	if (text.length > MAX_READ_TWICE) {
		return traces;
	}
	let best = text;
	const undone: Cuts[] = [];
	const tried = new Map<unknown, string>();
	for (const readingOf of READINGS) {
		const reading = tried.get(readingOf) === best ? undefined : readingOf(best);
		tried.set(readingOf, best);
		if (!reading) {
			continue;
		}
		const { text: other, cuts } = yield* reading.cleaned;
		const others = yield* tracesIn(other, formats);
		const gain = scoreOf(others) - scoreOf(traces);
		if (gain > 0 || (gain === 0 && reading.isLikely && filesOf(others) !== filesOf(traces))) {
			best = other;
			traces = others;
			undone.unshift(cuts);
		}
	}
	return undone.reduce((all, cuts) => all.map((trace) => moved(trace, cutRange(cuts, 0))), traces);
}

/** The traces of a short text, if it holds nothing but usual ones; undefined otherwise. */
function usualTraces(text: string, formats: readonly TraceFormat[]): readonly Trace[] | undefined {
	const source = new Source(text);
	for (const format of formats) {
		const traces: Trace[] = [];
		for (let start = 0; source.plain && format.quick; ) {
			const parsed = format.quick(source.plain, start);
			if (!parsed?.trace) {
				break;
			}
			traces.push(parsed.trace);
			for (start = parsed.end; text.charCodeAt(start) === LINE_FEED; start++) {}
			if (start === text.length) {
				return traces;
			}
		}
	}
	return undefined;
}

/** What is left of a wrapping would be taken for the beginning of paths. */
const filesOf = (traces: readonly Trace[]) =>
	traces.flatMap(({ exceptions }) => exceptions.flatMap(({ frames }) => frames.map(({ file }) => file))).join('\n');

/** Where a range of a cleaned text was, in a text that begins at `start`. */
const cutRange =
	(cuts: Cuts, start: number) =>
	([from, to]: Range): Range => [
		start + cuts.original(from),
		start + cuts.original(Math.max(from, to - 1)) + (to > from ? 1 : 0),
	];

function* tracesIn(text: string, formats: readonly TraceFormat[], depth = 0): Steps<readonly Trace[]> {
	const isFrame = (inside: string) => formats.some((format) => format.accepts(inside));
	const fallback = formats.at(-1);
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
		if (refused === wanted && isRepeated(text, line)) {
			continue; // what was refused above is again
		}
		const certain = certainAt(source, line, wanted);
		if (!certain && depth < MAX_DEPTH && source.hasBreaks(line)) {
			const inside = yield* tracesOnLine(text, line, formats, depth);
			// What looks like a break may be one that a call's argument has.
			const isString = isQuoted(text.slice(line.start, line.end));
			const plain: Parsed | undefined = isString
				? undefined
				: yield* parseAt(source, line, [floor, taken], formats, fallback);
			if (!plain?.trace || scoreOf(inside) >= scoreOf([plain.trace])) {
				traces.push(...inside);
				position = Math.max(position, line.end);
				floor = taken = inside.length > 0 ? line.end : taken;
				continue;
			}
		}
		const wrapping: Wrapping | undefined =
			!certain && looksForPrefix++ < MIN_LOOKS + position / UNITS_A_LOOK
				? wrappingNear(source, line, isFrame)
				: undefined;
		if (wrapping) {
			source.learn(wrapping);
		}
		const parsed: Parsed | undefined = yield* parseAt(
			source,
			wrapping ? source.lineAt(offset) : line,
			[floor, taken],
			certain ? [certain] : wanted,
			fallback,
		);
		const isLong = !certain && depth < MAX_DEPTH && line.end - line.start >= MIN_FLAT_LENGTH;
		const others = isLong ? yield* tracesOnFlatLine(text, line, formats, depth) : [];
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
			floor = parsed.trace.format === fallback?.id ? floor : taken;
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
function* tracesOnLine(
	text: string,
	{ start, end }: Line,
	formats: readonly TraceFormat[],
	depth: number,
): Steps<readonly Trace[]> {
	const { text: inside, cuts } = yield* opened(text.slice(start, end));
	const traces = yield* tracesIn(inside, formats, depth + 1);
	return traces.map((trace) => moved(trace, cutRange(cuts, start)));
}

/** The traces of a line that several lines were joined to. */
function* tracesOnFlatLine(
	text: string,
	{ start, end }: Line,
	formats: readonly TraceFormat[],
	depth: number,
): Steps<readonly Trace[]> {
	const lines = broken(text.slice(start, end));
	const traces = lines === undefined ? [] : yield* tracesIn(lines, formats, depth + 1);
	return traces.map((trace) => moved(trace, ([from, to]) => [start + from, start + to]));
}

/** Whether a line is the same as the ones above and below it. */
function isRepeated(text: string, { start, end }: Line): boolean {
	const length = end + 1 - start;
	if (length > MAX_LINE_ABOVE) {
		return false;
	}
	const own = text.slice(start, end + 1);
	return text.slice(start - length, start) === own && text.slice(end + 1, end + 1 + length) === own;
}

/** The format that a line is so clearly of that nothing else has to be tried. */
function certainAt({ plain }: Source, { start }: Line, candidates: readonly TraceFormat[]): TraceFormat | undefined {
	return plain && candidates.find((format) => format.isCertain?.(plain, start));
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
	fallback: TraceFormat | undefined,
): Steps<Parsed | undefined> {
	let best: Parsed | undefined;
	let bestScore = -1;
	for (const format of candidates) {
		const parsed = format.accepts(line.content)
			? yield* format.parse(source, line, format === fallback ? taken : floor)
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
