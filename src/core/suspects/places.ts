// Where the fault may be: the lines of the trace's files, each with what speaks for it and against it.
import { isTestPath } from '../frames/pathKinds';
import type { Commit, FileBlame } from '../ports/repository';
import { DAY_MS } from './age';
import type { KeyFrame } from './evidence';
import { at, FEATURES } from './features';
import { isGuard, isMemory, isPlumbing, lastName } from './frameKinds';
import { functionSpan, type Span } from './functionSpan';
import { isFix, isRefactoring, isRevert } from './subjects';
import { identifiers, parts, shared } from './words';

/** What is known of a file of the trace. */
export interface TracedFile {
	readonly path: string;
	/** At the deployed revision, without line ends. */
	readonly lines: readonly string[];
	readonly blame: FileBlame;
}

/** A line, or lines of one commit in one function, that may hold the fault. */
export interface Place {
	readonly path: string;
	readonly commit: Commit;
	readonly isBoundary: boolean;
	/** How many lines it stands for. */
	readonly count: number;
	/** The one nearest to a frame; 1-based. */
	readonly line: number;
	/** Index of the frame that it is nearest to. */
	readonly frame: number;
	readonly isInFunction: boolean;
	/** In the order of `FEATURES`. */
	readonly features: Float64Array;
}

/** Of longer files only so many lines from the front are looked at, and round each frame farther down as many as a function has. */
const MAX_LINES = 8000;
const ROUND_FRAME = 600;

/** Lines between two yields where little is done for each. */
const PIECE = 2000;

/** The failure's own words. */
export interface Wanted {
	/** Identifiers of the messages, as written. */
	readonly message: ReadonlySet<string>;
	/** Words of the messages and of the functions nearest to the failure. */
	readonly parts: ReadonlySet<string>;
	/** Words of the functions. */
	readonly functions: ReadonlySet<string>;
	/** Words of the messages, of all functions and of the files. */
	readonly incident: ReadonlySet<string>;
}

/** Functions and files that give the incident its words, and characters of them: a dump of threads has a hundred thousand. */
const MAX_NAMES = 300;
const MAX_WORDS = 30_000;

/**
 * @param messages of the exceptions, the most telling first
 * @param elsewhere functions of frames that are in no file of the repository
 */
export function wantedWords(
	messages: readonly string[],
	frames: readonly KeyFrame[],
	elsewhere: readonly string[] = [],
): Wanted {
	const message = messages.join('\n').slice(0, 4000);
	const names = frames.map((frame) => lastName(frame.function ?? ''));
	const near = frames.slice(0, MAX_NAMES).map((frame) => `${frame.function ?? ''} ${frame.location.path}`);
	return {
		message: new Set(identifiers(message)),
		parts: parts(`${message} ${names.slice(0, 6).join(' ')}`),
		functions: parts(names.slice(0, 8).join(' ')),
		incident: parts([message, ...near, ...elsewhere.slice(0, MAX_NAMES)].join(' ').slice(0, MAX_WORDS)),
	};
}

const BARE =
	/^[\s{}()[\];,]*$|^\s*(?:\/\/|#(?!include|define)|\*|\/\*|end\b|else\b|\}\s*else|return;|break;|pass$|try\b|do\b)/;
const CONDITION = /^\s*(?:\}?\s*(?:else\s*)?if|while|for|unless|elif|when|case|switch|match)\b/;
const ASSIGNMENT = /[^=!<>]=[^=>]|:=/;
const IMPORT = /^\s*(?:import|from|use|using|#include|require|package|const .*require\()/;
const NATIVE = new Set(['native', 'sanitizer', 'valgrind', 'debugger']);

export const ageOf = (commit: Commit, startedAt: number) => Math.log1p(Math.max(0, startedAt - commit.date) / DAY_MS);

interface Near {
	readonly index: number;
	readonly frame: KeyFrame;
	readonly line: number;
	readonly span: Span | undefined;
	readonly words: ReadonlySet<string>;
	readonly name: string;
	readonly callee: string;
}

/** Who owns how much of a stretch of lines, and in which order they came. */
interface Shares {
	readonly total: number;
	readonly count: ReadonlyMap<number, number>;
	/** 0 for the newest. */
	readonly rank: ReadonlyMap<number, number>;
}

/**
 * The places of one file of the trace: every line of the functions that frames are in, and what each commit has in each other function.
 * Lines without a statement of their own are left out, unless a frame names them.
 *
 * @param order how many files of the trace come before it
 */
export function* placesIn(
	{ path, lines, blame }: TracedFile,
	order: number,
	frames: readonly KeyFrame[],
	wanted: Wanted,
	startedAt: number,
): Generator<undefined, readonly Place[]> {
	const near = yield* framesIn(path, lines, frames);
	const spans = new Map<string, Shares>();
	const whole = yield* sharesIn(lines, blame, 1, lines.length);
	const ofCommit = new Map<number, Float64Array>();
	const places: Place[] = [];
	const groups = new Map<string, number>();
	let other: Span | undefined;
	for (const line of linesWorth(lines.length, near)) {
		if (line % 8 === 0) {
			yield;
		}
		const owner = blame.owners[line - 1] ?? -1;
		const commit = blame.commits[owner];
		const text = lines[line - 1] ?? '';
		const best = nearest(near, line);
		if (!commit || !best) {
			continue;
		}
		const distance = Math.abs(line - best.line);
		if (distance > 0 && BARE.test(text)) {
			continue;
		}
		const isInFunction = holds(best.span, line);
		if (!isInFunction && !holds(other, line)) {
			other = functionSpan(lines, line) ?? { first: line, last: line };
		}
		const span = (isInFunction ? best.span : other) ?? { first: line, last: line };
		const key = `${span.first}:${owner}`;
		const grouped = isInFunction ? undefined : groups.get(key);
		const earlier = grouped === undefined ? undefined : places[grouped];
		if (earlier && grouped !== undefined && Math.abs(earlier.line - (near[0]?.line ?? 0)) <= distance) {
			places[grouped] = { ...earlier, count: earlier.count + 1 };
			continue;
		}
		const features = new Float64Array(FEATURES.length);
		features.set(ofCommit.get(owner) ?? kept(ofCommit, owner, commitFeatures(commit, wanted, startedAt)));
		frameFeatures(features, best, ageOf(commit, startedAt));
		features[at('line.frames')] = Math.log1p(near.filter((one) => holds(one.span, line)).length);
		features[at('line.isInFunction')] = isInFunction ? 1 : 0;
		features[at('line.isFrameLine')] = distance === 0 ? 1 : 0;
		features[at('line.isNextLine')] = distance === 1 ? 1 : 0;
		features[at('line.isAbove')] = line < best.line ? 1 : 0;
		features[at('line.distance')] = Math.log1p(distance);
		features[at('line.distance²')] = Math.log1p(distance) ** 2;
		textFeatures(features, text, line, span, lines, best, wanted, isInFunction && distance > 0);
		const known = spans.get(`${span.first}-${span.last}`);
		const shares =
			known ?? kept(spans, `${span.first}-${span.last}`, yield* sharesIn(lines, blame, span.first, span.last));
		const rank = shares.rank.get(owner) ?? 9;
		features[at('function.lines')] = Math.log1p(span.last - span.first);
		features[at('function.share')] = Math.log(((shares.count.get(owner) ?? 0) + 0.5) / Math.max(1, shares.total));
		features[at('function.ageRank')] = Math.log1p(rank);
		features[at('function.isNewest')] = rank === 0 ? 1 : 0;
		features[at('function.isOther')] = !isInFunction && span.last > span.first ? 1 : 0;
		const fileRank = whole.rank.get(owner) ?? 99;
		features[at('file.lines')] = Math.log(Math.max(1, whole.total));
		features[at('file.share')] = Math.log(((whole.count.get(owner) ?? 0) + 0.5) / Math.max(1, whole.total));
		features[at('file.ageRank')] = Math.log1p(fileRank);
		features[at('file.isNewest')] = fileRank === 0 ? 1 : 0;
		features[at('file.order')] = Math.log1p(order);
		features[at('file.otherAgeRank')] = isInFunction ? 0 : Math.log1p(fileRank);
		const isBoundary = blame.boundaries.has(owner);
		const place = { path, commit, isBoundary, line, frame: best.index, isInFunction, features };
		if (grouped !== undefined && earlier) {
			places[grouped] = { ...place, count: earlier.count + 1 };
		} else {
			if (!isInFunction) {
				groups.set(key, places.length);
			}
			places.push({ ...place, count: 1 });
		}
	}
	return places;
}

/** Numbers of the lines that are looked at, in their order. */
function* linesWorth(count: number, near: readonly Near[]): Generator<number> {
	const far = near.map(({ line }) => line).filter((line) => line + ROUND_FRAME > MAX_LINES);
	const last = far.length === 0 ? MAX_LINES : Math.max(...far) + ROUND_FRAME;
	for (let line = 1; line <= Math.min(count, last); line++) {
		if (line <= MAX_LINES || far.some((one) => Math.abs(line - one) <= ROUND_FRAME)) {
			yield line;
		}
	}
}

function kept<K, V>(map: Map<K, V>, key: K, value: V): V {
	map.set(key, value);
	return value;
}

const holds = (span: Span | undefined, line: number) => span !== undefined && line >= span.first && line <= span.last;

function* framesIn(
	path: string,
	lines: readonly string[],
	frames: readonly KeyFrame[],
): Generator<undefined, readonly Near[]> {
	const near: Near[] = [];
	for (const [index, frame] of frames.entries()) {
		if (frame.location.path !== path) {
			continue;
		}
		const line = frame.line ?? 0;
		near.push({
			index,
			frame,
			line,
			span: line > 0 ? functionSpan(lines, line) : undefined,
			words: new Set(identifiers(lines[line - 1] ?? '')),
			name: lastName(frame.function ?? ''),
			callee: lastName(frames[index - 1]?.function ?? ''),
		});
		yield;
	}
	return near;
}

/** The frame that says most of a line: near to it, and near to the failure. */
function nearest(near: readonly Near[], line: number): Near | undefined {
	let best: Near | undefined;
	let most = Number.NEGATIVE_INFINITY;
	for (const one of near) {
		const distance = Math.log1p(Math.abs(line - one.line));
		const says = -0.6 * Math.log1p(one.index) - (holds(one.span, line) ? 0.35 * distance : 1 + 0.5 * distance);
		if (says > most) {
			most = says;
			best = one;
		}
	}
	return best;
}

function* sharesIn(
	lines: readonly string[],
	blame: FileBlame,
	first: number,
	last: number,
): Generator<undefined, Shares> {
	const count = new Map<number, number>();
	let total = 0;
	for (let line = first; line <= last; line++) {
		if (line % PIECE === 0) {
			yield;
		}
		const owner = blame.owners[line - 1] ?? -1;
		if (owner >= 0 && !BARE.test(lines[line - 1] ?? '')) {
			count.set(owner, (count.get(owner) ?? 0) + 1);
			total += 1;
		}
	}
	const dateOf = (owner: number) => blame.commits[owner]?.date ?? 0;
	const rank = new Map([...count.keys()].sort((a, b) => dateOf(b) - dateOf(a)).map((owner, i) => [owner, i]));
	return { total, count, rank };
}

function commitFeatures(commit: Commit, wanted: Wanted, startedAt: number): Float64Array {
	const features = new Float64Array(FEATURES.length);
	const age = ageOf(commit, startedAt);
	features[at('commit.age')] = age;
	features[at('commit.age²')] = age ** 2;
	features[at('commit.isOfThisWeek')] = age < Math.log1p(7) ? 1 : 0;
	features[at('commit.isOfThisMonth')] = age < Math.log1p(30) ? 1 : 0;
	features[at('commit.isFix')] = isFix(commit.subject) ? 1 : 0;
	features[at('commit.isRefactoring')] = isRefactoring(commit.subject) ? 1 : 0;
	features[at('commit.isRevert')] = isRevert(commit.subject) ? 1 : 0;
	features[at('commit.subjectMessage')] = Math.sqrt(shared(wanted.parts, parts(commit.subject)));
	return features;
}

function frameFeatures(features: Float64Array, near: Near, age: number): void {
	const order = Math.log1p(near.index);
	const isFirst = near.index === 0 ? 1 : 0;
	const memory = isMemory(near.name) ? 1 : 0;
	const native = NATIVE.has(near.frame.format) ? 1 : 0;
	features[at('frame.order')] = order;
	features[at('frame.order²')] = order ** 2;
	features[at('frame.isFirst')] = isFirst;
	features[at('frame.isVendor')] = near.frame.isVendor ? 1 : 0;
	features[at('frame.isTest')] = isTestPath(near.frame.location.path) ? 1 : 0;
	features[at('frame.isGuard')] = isGuard(near.name) ? 1 : 0;
	features[at('frame.isMemory')] = memory;
	features[at('frame.isPlumbing')] = isPlumbing(near.name) ? 1 : 0;
	features[at('frame.followsHelper')] = isGuard(near.callee) || isMemory(near.callee) ? 1 : 0;
	features[at('frame.confidence')] = near.frame.location.confidence;
	features[at('native.order')] = native * order;
	features[at('native.isFirst')] = native * isFirst;
	features[at('native.isMemory')] = native * memory;
	features[at('native.age')] = native * age;
}

function textFeatures(
	features: Float64Array,
	text: string,
	line: number,
	span: Span,
	lines: readonly string[],
	near: Near,
	wanted: Wanted,
	isWorthReading: boolean,
): void {
	const isHeader = line <= span.first + 1;
	features[at('text.isHeader')] = isHeader ? 1 : 0;
	features[at('text.isCondition')] = CONDITION.test(text) ? 1 : 0;
	features[at('text.isReturn')] = /\breturn\b/.test(text) ? 1 : 0;
	features[at('text.isAssignment')] = ASSIGNMENT.test(text) ? 1 : 0;
	features[at('text.isImport')] = IMPORT.test(text) ? 1 : 0;
	const header = isHeader ? text : (lines[span.first - 1] ?? '');
	features[at('text.functionName')] = Math.min(3, shared(wanted.parts, parts(header)));
	const words = new Set(identifiers(text));
	features[at('text.message')] = Math.min(3, shared(wanted.message, words));
	features[at('text.callee')] = near.callee.length > 2 && words.has(near.callee) ? 1 : 0;
	features[at('text.frameLine')] = isWorthReading ? Math.log1p(shared(near.words, words)) : 0;
}

/**
 * Added to the logit of lines at which the history begins: they may be older than it, and a first import owns lines of every function. Set by hand, since
 * hardly any development incident is that near to the beginning.
 */
const BEGINNING = -2.5;

/** What is added to the weighed features of a place: its lines count each, and where the history begins less. */
export const priorOf = (count: number, isBeginning: boolean) => Math.log(count) + (isBeginning ? BEGINNING : 0);

/**
 * How much a place says before its commit is read: near to the failure and new. Set by hand; it only decides what is read further, and the answer
 * that is shown while that goes on.
 */
export function firstGuess({ features, count, isBoundary }: Place): number {
	const order = features[at('frame.order')] ?? 0;
	const distance = features[at('line.distance')] ?? 0;
	const inside = (features[at('line.isInFunction')] ?? 0) > 0;
	return (
		priorOf(count, isBoundary) -
		0.6 * order -
		(inside ? 0.35 * distance : 1 + 0.5 * distance) -
		0.4 * (features[at('commit.age')] ?? 0) -
		(features[at('frame.isVendor')] ?? 0)
	);
}
