import * as l10n from '@vscode/l10n';
import { runAtOnce } from '../../base/slices';
import type { Parsed, TraceFormat } from './format';
import { go } from './formats/go';
import { java } from './formats/java';
import { node } from './formats/node';
import { python } from './formats/python';
import type { ParsedText, Trace, TraceProblem } from './model';
import type { Line, Lines } from './source/line';
import { Source } from './source/source';

/** Every format that is known. Order matters where two accept the same line: the more particular first. */
const formats: readonly TraceFormat[] = [java, python, go, node];

/** UTF-16 units that are read; of a longer text the middle is left out. */
const MAX_LENGTH = 64 * 1024 * 1024;

/** The text is searched in windows of this size, so that no step takes long. */
const WINDOW = 64 * 1024;

/** Lines of one trace; the deepest stacks that runtimes print have some thousands. */
const MAX_TRACE_LINES = 10_000;

/** Candidate lines looked at in one step. */
const LINES_A_STEP = 100;

/** One search for all formats: a pass for each would cost as many times as much. */
const needle = new RegExp([...new Set(formats.map((format) => format.needle.source))].join('|'), 'g');

/** A needle may begin before a window's end and end behind it. */
const OVERLAP = 64;

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

function* tracesIn(text: string, shift: number): Generator<undefined, readonly Trace[]> {
	const source = new Source(text);
	const traces: Trace[] = [];
	let floor = 0;
	let position = 0;
	while (position < text.length) {
		const windowEnd = Math.min(text.length, position + WINDOW);
		let looked = 0;
		for (const offset of candidates(text, position, windowEnd)) {
			if (offset < floor || offset < position) {
				continue;
			}
			if (++looked % LINES_A_STEP === 0) {
				yield;
			}
			const line = source.lineAt(offset);
			const parsed = line.start < floor ? undefined : parseAt(source, line, floor); // a line is read once
			if (parsed) {
				traces.push(shift === 0 ? parsed.trace : shifted(parsed.trace, shift));
				floor = Math.max(parsed.end, line.start + 1);
				position = floor;
			} else {
				position = line.end; // the same line need not be looked at for its next needle
			}
		}
		position = Math.max(position, windowEnd);
		yield;
	}
	return traces;
}

function parseAt(source: Source, line: Line, floor: number): Parsed | undefined {
	for (const format of formats) {
		const parsed = format.accepts(line.content) ? format.parse(limited(source), line, floor) : undefined;
		if (parsed) {
			return parsed;
		}
	}
	return undefined;
}

/** The lines of one step: a trace that goes on behind them is taken up again as another one, so that no step is long. */
function limited(source: Source): Lines {
	let left = MAX_TRACE_LINES;
	return { next: (line) => (left-- > 0 ? source.next(line) : undefined), previous: (line) => source.previous(line) };
}

/** Offsets of needles in [from, to) that may stand in a trace, ascending. */
function candidates(text: string, from: number, to: number): readonly number[] {
	const window = text.slice(from, Math.min(text.length, to + OVERLAP));
	const found: number[] = [];
	needle.lastIndex = 0;
	while (needle.test(window)) {
		const end = from + needle.lastIndex;
		const isAt = text.startsWith('at ', end - 4);
		const offset = isAt ? end - 4 : end - 1;
		if (offset >= to) {
			break;
		}
		if (!isAt || beginsFrame(text, offset)) {
			found.push(offset);
		}
	}
	return found;
}

/** `at ` is an English word too: in a frame it stands at the front of the line or behind a blank that no word is before. */
function beginsFrame(text: string, offset: number): boolean {
	if (offset === 0) {
		return true;
	}
	const before = text.charCodeAt(offset - 1);
	const isLetter = (code: number) =>
		(code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || (code >= 0x30 && code <= 0x39);
	if (before === 0x20) {
		const previous = text.charCodeAt(offset - 2);
		return !((previous >= 0x61 && previous <= 0x7a) || previous === 0x2c || previous === 0x2e || previous === 0x29);
	}
	// Behind `\t` or `\n` of a JSON string and the `m` of a colour there is no blank.
	return !isLetter(before) || before === 0x74 || before === 0x6e || before === 0x6d;
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
