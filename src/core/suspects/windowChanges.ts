// Changes since the last good revision that own none of the lines that are suspect: what they changed may bear on the failure all the same.
import type { ChangedFiles, Diff } from '../ports/repository';
import type { KeyFrame } from './evidence';
import { type FileCandidate, outsideStrength } from './files';
import { lastName } from './frameKinds';
import { ageOf } from './places';
import { isFix, isRefactoring } from './subjects';
import { identifiers, stemWords } from './words';

/** What is asked of each such change; the trained weights name them. */
export const WINDOW_FEATURES = [
	'window.is',
	'window.order',
	'window.order²',
	'path.sameFolder',
	'path.nearness',
	'path.led',
	'diff.names',
	'diff.rareNames',
	'diff.functions',
	'change.files',
	'change.files²',
	'change.traceFiles',
	'commit.age',
	'commit.age²',
	'commit.isFix',
	'commit.isRefactoring',
] as const;

type WindowFeature = (typeof WINDOW_FEATURES)[number];
const AT = new Map<string, number>(WINDOW_FEATURES.map((name, i) => [name, i]));

/** Its diff has a name of the failure; it changed a file that the trace leads to, one of the trace's own, or one beside those. */
export type Bearing =
	| { readonly by: 'name'; readonly name: string }
	| { readonly by: 'led'; readonly file: FileCandidate }
	| { readonly by: 'trace' | 'folder'; readonly path: string };

/** A change since the last good revision, on no line of the functions that frames are in. */
export interface WindowChange {
	readonly change: ChangedFiles;
	/** In the order of `WINDOW_FEATURES`. */
	readonly features: Float64Array;
	/** How it bears on the failure; absent where nothing is known but that it is new. */
	readonly bearing?: Bearing;
}

export interface WindowSources {
	/** Newest first. */
	readonly changes: readonly ChangedFiles[];
	/** By object name; those of some may be missing. */
	readonly diffs: readonly Diff[];
	/** Those of commits that own lines of the functions that frames are in are left out. */
	readonly owners: ReadonlySet<string>;
	/** By commit, files of the trace that it only reformats: they are no evidence. */
	readonly reformatted: ReadonlyMap<string, ReadonlySet<string>>;
	readonly frames: readonly KeyFrame[];
	readonly messages: readonly string[];
	/** Functions of frames that are in no file of the repository. */
	readonly elsewhere: readonly string[];
	readonly files: readonly FileCandidate[];
	readonly isCode: (path: string) => boolean;
	/** Epoch milliseconds. */
	readonly startedAt: number;
}

/** Paths of one change that are looked at, and those that are compared with paths of the trace; how many of those, and whose folders count. */
const MAX_PATHS = 2000;
const MAX_NEARNESS = 50;
const MAX_NEAR = 5;
const MAX_FOLDERS = 3;

/** Characters of messages that are read. */
const MAX_MESSAGES = 4000;

/** Lines between two yields, and characters of one that are read. */
const PIECE = 200;
const MAX_WIDTH = 1000;

/** Of more changes than this, those of which nothing is known but that they are new are too many to be of help. */
export const MAX_UNKNOWN = 30;

/** A name that more of the changes have is not told as a reason. */
const RARE = 3;

/** The changes since the last good revision that touch code and own no suspect line, with what speaks for each. */
export function* windowChanges(sources: WindowSources): Generator<undefined, readonly WindowChange[]> {
	const { changes, frames, owners, isCode, startedAt } = sources;
	if (frames.length === 0) {
		return []; // nothing says where it failed, so that each change is as good as another
	}
	const wanted = wantedNames(sources);
	const said = new Map<string, Said>();
	for (const { sha, lines } of sources.diffs) {
		said.set(sha, yield* namesIn(lines, wanted, sources.reformatted.get(sha) ?? new Set()));
	}
	const trace = traceOf(sources);
	const names = commonnessOf([...said.values()]);
	const found: WindowChange[] = [];
	for (const [order, change] of changes.entries()) {
		yield;
		const { commit } = change;
		const reformats = sources.reformatted.get(commit.sha);
		const paths = change.paths.filter((path) => isCode(path) && !reformats?.has(path)).slice(0, MAX_PATHS);
		const own = said.get(commit.sha);
		// A diff without a hunk changes white space, or a mode.
		if (owners.has(commit.sha) || paths.length === 0 || own?.isEmpty) {
			continue;
		}
		const touched = touchedBy(change, paths, own ?? NOTHING, trace);
		const bearing = bearingOf(touched, trace, names);
		if (bearing || changes.length <= MAX_UNKNOWN) {
			const features = featuresOf(touched, order, ageOf(commit, startedAt), trace, names);
			found.push({ change, features, ...(bearing && { bearing }) });
		}
	}
	return found;
}

/** What of the trace changes are held against. */
interface TraceNames {
	readonly paths: ReadonlySet<string>;
	readonly folders: ReadonlySet<string>;
	/** Parts of the first paths. */
	readonly near: readonly (readonly string[])[];
	/** Files outside the trace that something leads to. */
	readonly led: ReadonlyMap<string, FileCandidate>;
	/** Names of the program in the messages, and of the functions. */
	readonly ofError: ReadonlySet<string>;
	readonly ofFrames: ReadonlySet<string>;
}

function traceOf({ frames, files, messages }: WindowSources): TraceNames {
	const paths = [...new Set(frames.map(({ location }) => location.path))];
	return {
		paths: new Set(paths),
		folders: new Set(paths.slice(0, MAX_FOLDERS).map(folderOf)),
		near: paths.slice(0, MAX_NEAR).map((path) => path.split('/')),
		led: new Map(files.filter(({ frame }) => frame === undefined).map((file) => [file.path, file])),
		ofError: namesOfError(messages.join('\n').slice(0, MAX_MESSAGES)),
		ofFrames: new Set(frames.map((frame) => lastName(frame.function ?? '')).filter((name) => name.length > 3)),
	};
}

/** How many of the diffs have a name. */
interface Commonness {
	readonly countOf: (name: string) => number;
	/** Rarer names have more. */
	readonly rarityOf: (name: string) => number;
}

function commonnessOf(said: readonly Said[]): Commonness {
	const count = new Map<string, number>();
	for (const { names } of said) {
		for (const name of names) {
			count.set(name, (count.get(name) ?? 0) + 1);
		}
	}
	return {
		countOf: (name) => count.get(name) ?? 0,
		rarityOf: (name) => Math.log((1 + said.length) / (count.get(name) ?? 1)),
	};
}

/** What a change touched of what the trace has to do with. */
interface Touched {
	readonly change: ChangedFiles;
	/** Code that it changed and not only reformats. */
	readonly paths: readonly string[];
	readonly said: Said;
	/** Files that the trace leads to. */
	readonly leading: readonly FileCandidate[];
	/** The first of the trace's files, and the first beside these. */
	readonly traced: string | undefined;
	readonly beside: string | undefined;
}

const touchedBy = (change: ChangedFiles, paths: readonly string[], said: Said, trace: TraceNames): Touched => ({
	...{ change, paths, said },
	leading: paths.flatMap((path) => trace.led.get(path) ?? []),
	traced: paths.find((path) => trace.paths.has(path)),
	beside: paths.find((path) => trace.folders.has(folderOf(path))),
});

function featuresOf(
	{ change, paths, said: { names, functions }, leading, beside }: Touched,
	order: number,
	age: number,
	trace: TraceNames,
	{ rarityOf }: Commonness,
): Float64Array {
	const features = new Float64Array(WINDOW_FEATURES.length);
	const set = (name: WindowFeature, value: number | boolean) => {
		features[AT.get(name) ?? 0] = Number(value);
	};
	const some = paths.slice(0, MAX_NEARNESS).map((path) => path.split('/'));
	const size = Math.log1p(change.paths.length);
	const { subject } = change.commit;
	set('window.is', 1);
	set('window.order', Math.log1p(order));
	set('window.order²', Math.log1p(order) ** 2);
	set('path.sameFolder', beside !== undefined);
	set('path.nearness', Math.max(0, ...some.flatMap((path) => trace.near.map((other) => nearness(path, other)))));
	set('path.led', Math.log1p(10 * leading.reduce((sum, file) => sum + outsideStrength(file), 0)) / (1 + size));
	set('diff.names', Math.log1p(names.size));
	set('diff.rareNames', Math.log1p([...names].reduce((sum, name) => sum + rarityOf(name), 0)));
	set('diff.functions', Math.log1p(functions));
	set('change.files', size);
	set('change.files²', size ** 2);
	set('change.traceFiles', Math.log1p(paths.filter((path) => trace.paths.has(path)).length));
	set('commit.age', age);
	set('commit.age²', age ** 2);
	set('commit.isFix', isFix(subject));
	set('commit.isRefactoring', isRefactoring(subject));
	return features;
}

/** What tells most: a name of the error, then a file that the trace leads to, then a function of it, then where it is. */
function bearingOf(
	{ said, leading, traced, beside }: Touched,
	{ ofError, ofFrames }: TraceNames,
	{ countOf, rarityOf }: Commonness,
): Bearing | undefined {
	const told = [...said.names]
		.filter((name) => countOf(name) <= RARE)
		.sort((a, b) => rarityOf(b) - rarityOf(a) || b.length - a.length);
	const inError = told.find((name) => ofError.has(name));
	if (inError !== undefined) {
		return { by: 'name', name: inError };
	}
	const [file] = leading.filter(({ by }) => by !== 'suspects').sort((a, b) => outsideStrength(b) - outsideStrength(a));
	if (file) {
		return { by: 'led', file };
	}
	const inFrame = told.find((name) => ofFrames.has(name));
	if (inFrame !== undefined) {
		return { by: 'name', name: inFrame };
	}
	if (traced !== undefined) {
		return { by: 'trace', path: traced };
	}
	return beside === undefined ? undefined : { by: 'folder', path: beside };
}

/** Names of the program in a message, told from its prose: made of several words, quoted, called, or behind a dot. */
function namesOfError(message: string): ReadonlySet<string> {
	const inPlace = [...message.matchAll(/['"`‘“.]([A-Za-z_]\w{2,})|([A-Za-z_]\w{2,})\(/g)].map(
		(match) => match[1] ?? match[2] ?? '',
	);
	const compound = identifiers(message).filter((name) => /[a-z][A-Z]|[A-Za-z]_|\d/.test(name));
	return new Set([...inPlace, ...compound]);
}

/** What the failure names: words of its messages, its functions, and the files they are in. */
function wantedNames({ messages, frames, elsewhere }: WindowSources): ReadonlySet<string> {
	const functions = frames.map((frame) => frame.function ?? '');
	const stems = frames.map(({ location }) => stemWords(location.path));
	return new Set(
		identifiers([messages.join('\n').slice(0, MAX_MESSAGES), ...functions, ...elsewhere, ...stems].join('\n')),
	);
}

interface Said {
	/** Names of the failure in lines that came or went. */
	readonly names: ReadonlySet<string>;
	/** How many of them are in the headings, which are of the functions that were changed. */
	readonly functions: number;
	readonly isEmpty: boolean;
}

const NOTHING: Said = { names: new Set(), functions: 0, isEmpty: false };

function* namesIn(
	diff: string,
	wanted: ReadonlySet<string>,
	reformatted: ReadonlySet<string>,
): Generator<undefined, Said> {
	const names = new Set<string>();
	const functions = new Set<string>();
	let isInFile = false; // before that are git's own lines, of which some begin like one that came or went
	let isSkipped = false;
	let isEmpty = true;
	for (const [i, whole] of diff.split('\n').entries()) {
		if (i % PIECE === 0) {
			yield;
		}
		const line = whole.slice(0, MAX_WIDTH);
		if (line.startsWith('diff --git ')) {
			isInFile = false;
			isSkipped = false;
		} else if (line.startsWith('@@')) {
			isInFile = true;
			isEmpty = isEmpty && isSkipped;
		} else if (!isInFile) {
			const path = /^(?:---|\+\+\+) [ab]\/(.*?)\t?$/.exec(line)?.[1];
			isSkipped ||= path !== undefined && reformatted.has(path);
			isEmpty &&= !line.startsWith('Binary files '); // it says no more of what is no text, or hidden by the repository's attributes
		}
		if (!isInFile || isSkipped) {
			continue;
		}
		const isHeading = line.startsWith('@@');
		for (const name of identifiers(isHeading ? line.slice(line.indexOf('@@', 2) + 2) : line)) {
			if (wanted.has(name)) {
				(isHeading ? functions : names).add(name);
			}
		}
	}
	return { names, functions: functions.size, isEmpty };
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/** How far two paths go together, as a share of the second one's folders. */
function nearness(path: readonly string[], other: readonly string[]): number {
	const end = other.findIndex((name, i) => path[i] !== name);
	return Math.min(1, (end < 0 ? other.length : end) / Math.max(1, other.length - 1));
}
