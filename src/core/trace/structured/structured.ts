import type { Steps } from '../format';
import type { Trace } from '../model';
import { moved } from '../moved';
import { replaceSteps } from '../transport/cuts';
import { UNESCAPE, unescapedPart } from '../transport/escapes';
import { Finder } from '../transport/finder';
import { type Json, readJson } from './json';
import { type Found, type Head, settle } from './shapes';
import { tracesOf } from './traces';

/** One of these is in every payload with frames, escaped or not. */
const NEEDLE = /"(?:[lL]ine|backtrace)/g;
const ESCAPED_NEEDLE = /\\"(?:[lL]ine|backtrace)/;

const OBJECT = /\{\s{0,40}"/g;

/** The text is searched in windows of this size, so that no step takes long. */
const WINDOW = 64 * 1024;

/** Objects looked at in one step. */
const LOOKS_A_STEP = 64;

/** Payloads in strings of payloads that are read, and how long such a string may be. */
const MAX_NESTING = 2;
const MAX_STRING = 4_000_000;

/**
 * The traces that a text holds as JSON (of Sentry, Rollbar, Bugsnag, log4j2, …), in order with those that were read as text: one of these
 * that has no head gets what stands beside it. The time is linear; broken or cut-off JSON gives what it held up to there.
 *
 * @param read in order; where one overlaps one of JSON, the one that begins first is kept
 */
export function* structuredTraces(text: string, read: readonly Trace[], nesting = 0): Steps<readonly Trace[]> {
	const needles = new Finder(text, NEEDLE);
	const objects = new Finder(text, OBJECT);
	const lineBreaks = new Finder(text, '\n');
	const doubtful: number[] = [];
	for (const [i, trace] of read.entries()) {
		if (isDoubtful(trace, text)) {
			doubtful.push(callsAt(trace));
		}
		if (i % LOOKS_A_STEP === 0) {
			yield;
		}
	}
	const heads: Head[] = [];
	const traces = [...read];
	let needle = -1;
	let lineEnd = -1;
	let next = 0;
	for (let position = 0, looks = 1; ; looks++) {
		if (needle < position) {
			needle = yield* firstOf(needles, position, text.length);
		}
		while ((doubtful[next] ?? position) < position) {
			next++;
		}
		const wanted = Math.min(needle, doubtful[next] ?? needle);
		if (wanted === text.length) {
			break;
		}
		const start = yield* firstOf(objects, position, wanted);
		if (lineEnd < start) {
			lineEnd = yield* firstOf(lineBreaks, start, wanted);
		}
		if (looks % LOOKS_A_STEP === 0) {
			yield;
		}
		if (start === wanted) {
			position = wanted + 1;
			continue;
		}
		if (lineEnd < wanted && text.slice(lineEnd - 2, lineEnd).includes('}')) {
			position = lineEnd; // a record a line, and nothing in this one
			continue;
		}
		const strings: Json[] = [];
		const found: Found = { chains: [], heads };
		const root = yield* readJson(text, start, (value) => {
			if (value.raw.length < MAX_STRING && ESCAPED_NEEDLE.test(value.raw)) {
				strings.push(value);
			}
			return settle(value, text, found);
		});
		position = Math.max(root.end, start + 1);
		for (const trace of tracesOf([...found.chains, root.chain], text.slice(start, root.end))) {
			traces.push(trace);
		}
		for (const string of nesting < MAX_NESTING ? strings : []) {
			const inside = yield* replaceSteps(string.raw, UNESCAPE, unescapedPart);
			for (const trace of yield* structuredTraces(inside.text, [], nesting + 1)) {
				const original = (index: number) => string.start + inside.cuts.original(index);
				traces.push(moved(trace, ([from, to]) => [original(from), original(to)]));
			}
		}
	}
	return yield* inOrder(traces, heads);
}

/** The first place in [from, to); `to` when there is none. */
function* firstOf(finder: Finder, from: number, to: number): Steps<number> {
	for (let start = from; start < to; start += WINDOW) {
		const limit = Math.min(to, start + WINDOW);
		const first = finder.first(start, limit);
		if (first < limit) {
			return first;
		}
		yield;
	}
	return to;
}

/** Where the calls of a trace begin. */
const callsAt = ({ exceptions: [first], range }: Trace) => first?.frames[0]?.range[0] ?? range[0];

const isHeadless = ({ exceptions: [first] }: Trace) => first?.type === '' && first.message === '';

/** It has no head, or one that another string of the JSON was taken for. */
const isDoubtful = (trace: Trace, text: string) =>
	isHeadless(trace) || /"\s{0,40}[,:}]/.test(text.slice(trace.range[0], callsAt(trace)));

/** In order, without those that begin inside another, and with the heads that stand beside some. */
function* inOrder(traces: Trace[], heads: Head[]): Steps<readonly Trace[]> {
	traces.sort((a, b) => a.range[0] - b.range[0]); // nearly in order already, which takes no time
	heads.sort((a, b) => a.start - b.start);
	const kept: Trace[] = [];
	let taken = 0;
	let i = 0;
	for (const [n, trace] of traces.entries()) {
		if (n % LOOKS_A_STEP === 0) {
			yield;
		}
		const calls = callsAt(trace);
		const [start, end] = trace.range;
		if (start < taken) {
			continue;
		}
		taken = end;
		while ((heads[i]?.end ?? calls) < calls) {
			i++;
		}
		const head = heads[i];
		const isOwn = head !== undefined && head.start < calls && (start < head.start || isHeadless(trace));
		kept.push(isOwn ? named(trace, head) : trace);
	}
	return kept;
}

/** A trace with a head that stands beside it. */
function named(trace: Trace, { type, message, start }: Head): Trace {
	const [first, ...others] = trace.exceptions;
	if (!first) {
		return trace;
	}
	// In garbled text the head may stand behind some of the frames, or behind another exception: they stay inside.
	const from = first.frames.reduce(
		(least, { range }) => Math.min(least, range[0]),
		Math.max(trace.range[0], start + 1),
	);
	const head = { ...first, type, message, range: [from, first.range[1]] as const };
	const begin = others.reduce((least, { range }) => Math.min(least, range[0]), from);
	return { ...trace, exceptions: [head, ...others], range: [begin, trace.range[1]] };
}
