import * as l10n from '@vscode/l10n';
import { runAtOnce } from '../../base/slices';
import type { Parsed, Steps, TraceFormat } from './format';
import { go } from './formats/go';
import { java } from './formats/java';
import { node } from './formats/node';
import { python } from './formats/python';
import type { ParsedText, Trace, TraceProblem } from './model';
import { Scan } from './scan';
import type { Line } from './transport/line';
import { Source } from './transport/source';

/** Every format that is known. Order matters where two read a block equally well: the more particular first. */
const formats: readonly TraceFormat[] = [java, python, go, node];

/** UTF-16 units that are read; of a longer text the middle is left out. */
const MAX_LENGTH = 64 * 1024 * 1024;

/** The text is searched in windows of this size, so that no step takes long. */
const WINDOW = 64 * 1024;

/** Lines looked at in one step. */
const LOOKS_A_STEP = 16;

/**
 * Finds every stack trace in a text, in steps of at most a few milliseconds; see `runInSlices`. The time is linear in the length of the text.
 * Only lines that hold a format's needle are looked at, so ordinary log text passes at the speed of a string search.
 */
export function* parseSteps(text: string): Generator<undefined, ParsedText> {
	if (text.length <= MAX_LENGTH) {
		return { traces: yield* tracesIn(text, 0), problems: [] };
	}
	const half = MAX_LENGTH / 2;
	const head = yield* tracesIn(text.slice(0, half), 0);
	const tail = yield* tracesIn(text.slice(-half), text.length - half);
	return { traces: [...head, ...tail], problems: [truncated(text.length)] };
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

function* tracesIn(text: string, shift: number): Steps<readonly Trace[]> {
	const source = new Source(text);
	const scan = new Scan(text, formats);
	const traces: Trace[] = [];
	/** All before it is taken by traces. */
	let floor = 0;
	/** Before it, lines were looked at already, but for those that JSON strings hold. */
	let seen = 0;
	let looks = 0;
	for (let position = 0; position < text.length; ) {
		const windowEnd = Math.min(text.length, (Math.floor(position / WINDOW) + 1) * WINDOW);
		const candidate = scan.first(position, windowEnd);
		if (!candidate) {
			position = windowEnd;
			yield;
			continue;
		}
		const { offset, needle } = candidate;
		position = offset + 1;
		if (++looks % LOOKS_A_STEP === 0) {
			yield;
		}
		const escaping = source.escapingAt(offset, needle.isHeading);
		if (escaping === 0 && offset < seen) {
			continue;
		}
		const line = source.lineAt(offset, escaping);
		const parsed = line.start < floor ? undefined : yield* parseAt(source, line, floor, candidate.formats);
		if (parsed?.trace) {
			traces.push(shift === 0 ? parsed.trace : shifted(parsed.trace, shift));
			floor = Math.max(parsed.end, line.start + 1);
		}
		if (parsed || escaping > 0) {
			position = Math.max(position, parsed?.end ?? line.end);
		} else {
			seen = line.end;
		}
	}
	return traces;
}

/** What the formats make of the lines from `line` on: the language is that of the block, so the one that reads most of it wins. */
function* parseAt(
	source: Source,
	line: Line,
	floor: number,
	candidates: readonly TraceFormat[],
): Steps<Parsed | undefined> {
	let best: Parsed | undefined;
	let bestScore = -1;
	for (const format of candidates) {
		const parsed = format.accepts(line.content) ? yield* format.parse(source, line, floor) : undefined;
		const score = scoreOf(parsed?.trace);
		if (parsed && score > bestScore) {
			best = parsed;
			bestScore = score;
		}
	}
	return best;
}

/** Calls with a place count most, then an exception's name, then calls without a place. */
function scoreOf(trace: Trace | undefined): number {
	let score = 0;
	for (const { type, frames } of trace?.exceptions ?? []) {
		score += type === '' ? 0 : 0.5;
		for (const { line } of frames) {
			score += line === undefined ? 0.25 : 1;
		}
	}
	return score;
}

function shifted(trace: Trace, shift: number): Trace {
	const move = ([start, end]: readonly [number, number]) => [start + shift, end + shift] as const;
	return {
		...trace,
		range: move(trace.range),
		exceptions: trace.exceptions.map((exception) => ({
			...exception,
			range: move(exception.range),
			frames: exception.frames.map((frame) => ({ ...frame, range: move(frame.range) })),
		})),
	};
}
