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
const MAX_UNKNOWN = 30;

/** A name that more of the changes have is not told as a reason. */
const RARE = 3;

/** The changes since the last good revision that touch code and own no suspect line, with what speaks for each. */
export function* windowChanges(sources: WindowSources): Generator<undefined, readonly WindowChange[]> {
	const { changes, frames, files, owners, isCode, startedAt } = sources;
	if (frames.length === 0) {
		return []; // nothing says where it failed, so that each change is as good as another
	}
	const wanted = wantedNames(sources);
	const ofError = namesOfError(sources.messages.join('\n').slice(0, MAX_MESSAGES));
	const ofFrames = new Set(frames.map((frame) => lastName(frame.function ?? '')).filter((name) => name.length > 3));
	const said = new Map<string, Said>();
	for (const { sha, lines } of sources.diffs) {
		said.set(sha, yield* namesIn(lines, wanted, sources.reformatted.get(sha) ?? new Set()));
	}
	const count = new Map<string, number>();
	for (const { names } of said.values()) {
		for (const name of names) {
			count.set(name, (count.get(name) ?? 0) + 1);
		}
	}
	const tracePaths = [...new Set(frames.map(({ location }) => location.path))];
	const inTrace = new Set(tracePaths);
	const folders = new Set(tracePaths.slice(0, MAX_FOLDERS).map(folderOf));
	const near = tracePaths.slice(0, MAX_NEAR).map((path) => path.split('/'));
	const led = new Map(files.filter(({ frame }) => frame === undefined).map((file) => [file.path, file]));
	const rarity = (name: string) => Math.log((1 + said.size) / (count.get(name) ?? 1));
	const found: WindowChange[] = [];
	for (const [order, change] of changes.entries()) {
		yield;
		const { commit } = change;
		const reformats = sources.reformatted.get(commit.sha);
		const paths = change.paths.filter((path) => isCode(path) && !reformats?.has(path)).slice(0, MAX_PATHS);
		const own = said.get(commit.sha);
		// A diff without a hunk changes white space, a mode, or what is no text.
		if (owners.has(commit.sha) || paths.length === 0 || own?.isEmpty) {
			continue;
		}
		const features = new Float64Array(WINDOW_FEATURES.length);
		const set = (name: WindowFeature, value: number | boolean) => {
			features[AT.get(name) ?? 0] = Number(value);
		};
		const { names, functions } = own ?? NOTHING;
		const some = paths.slice(0, MAX_NEARNESS);
		const traced = paths.find((path) => inTrace.has(path));
		const beside = paths.find((path) => folders.has(folderOf(path)));
		const leading = paths.flatMap((path) => led.get(path) ?? []);
		const size = Math.log1p(change.paths.length);
		const age = ageOf(commit, startedAt);
		set('window.is', 1);
		set('window.order', Math.log1p(order));
		set('window.order²', Math.log1p(order) ** 2);
		set('path.sameFolder', beside !== undefined);
		set('path.nearness', Math.max(0, ...some.flatMap((path) => near.map((other) => nearness(path.split('/'), other)))));
		set('path.led', Math.log1p(10 * leading.reduce((sum, file) => sum + outsideStrength(file), 0)) / (1 + size));
		set('diff.names', Math.log1p(names.size));
		set('diff.rareNames', Math.log1p([...names].reduce((sum, name) => sum + rarity(name), 0)));
		set('diff.functions', Math.log1p(functions));
		set('change.files', size);
		set('change.files²', size ** 2);
		set('change.traceFiles', Math.log1p(paths.filter((path) => inTrace.has(path)).length));
		set('commit.age', age);
		set('commit.age²', age ** 2);
		set('commit.isFix', isFix(commit.subject));
		set('commit.isRefactoring', isRefactoring(commit.subject));
		const told = [...names]
			.filter((name) => (count.get(name) ?? 0) <= RARE)
			.sort((a, b) => rarity(b) - rarity(a) || b.length - a.length);
		const [file] = leading
			.filter(({ by }) => by !== 'suspects')
			.sort((a, b) => outsideStrength(b) - outsideStrength(a));
		const bearing = bearingOf({
			ofError: told.find((name) => ofError.has(name)),
			file,
			ofFrame: told.find((name) => ofFrames.has(name)),
			traced,
			beside,
		});
		if (!bearing && changes.length > MAX_UNKNOWN) {
			continue;
		}
		found.push({ change, features, ...(bearing && { bearing }) });
	}
	return found;
}

/** What tells most: a name of the error, then a file that the trace leads to, then a function of it, then where it is. */
function bearingOf({
	ofError,
	file,
	ofFrame,
	traced,
	beside,
}: {
	readonly [key in 'ofError' | 'ofFrame' | 'traced' | 'beside']: string | undefined;
} & { readonly file: FileCandidate | undefined }): Bearing | undefined {
	if (ofError !== undefined) {
		return { by: 'name', name: ofError };
	}
	if (file) {
		return { by: 'led', file };
	}
	if (ofFrame !== undefined) {
		return { by: 'name', name: ofFrame };
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
