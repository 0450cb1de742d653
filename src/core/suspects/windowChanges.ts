// Changes since the last good revision that own none of the lines that are suspect: what they changed may bear on the failure all the same.
import type { ChangedFiles, Diff } from '../ports/repository';
import type { KeyFrame } from './evidence';
import { type FileCandidate, outsideStrength } from './files';
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

/** Its diff has a name of the failure; it changed a file that the trace leads to; or one beside those of the trace. */
export type Bearing =
	| { readonly by: 'name'; readonly name: string }
	| { readonly by: 'led'; readonly file: FileCandidate }
	| { readonly by: 'folder'; readonly path: string };

/** A change since the last good revision, on none of the suspect lines. */
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
	/** Those of commits that own suspect lines are left out. */
	readonly owners: ReadonlySet<string>;
	readonly frames: readonly KeyFrame[];
	readonly messages: readonly string[];
	/** Functions of frames that are in no file of the repository. */
	readonly elsewhere: readonly string[];
	readonly files: readonly FileCandidate[];
	readonly isCode: (path: string) => boolean;
	/** Epoch milliseconds. */
	readonly startedAt: number;
}

/** Paths of one change that are compared with the trace's, files of the trace that they are compared with, and whose folders count. */
const MAX_PATHS = 50;
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
	const wanted = wantedNames(sources);
	const ofMessage = new Set(identifiers(sources.messages.join('\n').slice(0, MAX_MESSAGES)));
	const said = new Map<string, Said>();
	for (const { sha, lines } of sources.diffs) {
		said.set(sha, yield* namesIn(lines, wanted));
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
		const { commit, paths } = change;
		if (owners.has(commit.sha) || !paths.some(isCode)) {
			continue;
		}
		const features = new Float64Array(WINDOW_FEATURES.length);
		const set = (name: WindowFeature, value: number | boolean) => {
			features[AT.get(name) ?? 0] = Number(value);
		};
		const { names, functions } = said.get(commit.sha) ?? NOTHING;
		const some = paths.slice(0, MAX_PATHS);
		const beside = some.find((path) => folders.has(folderOf(path)));
		const leading = paths.flatMap((path) => led.get(path) ?? []);
		const size = Math.log1p(paths.length);
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
		const [file] = leading.toSorted((a, b) => outsideStrength(b) - outsideStrength(a));
		const bearing = bearingOf(
			told.find((name) => ofMessage.has(name)),
			file,
			told[0],
			beside,
		);
		if (!bearing && changes.length > MAX_UNKNOWN) {
			continue;
		}
		found.push({ change, features, ...(bearing && { bearing }) });
	}
	return found;
}

/** What tells most: a name of the error, then a file that the trace leads to, then a name of its functions and files, then where it is. */
function bearingOf(
	ofError: string | undefined,
	file: FileCandidate | undefined,
	ofTrace: string | undefined,
	path: string | undefined,
): Bearing | undefined {
	if (ofError !== undefined || (!file && ofTrace !== undefined)) {
		return { by: 'name', name: ofError ?? ofTrace ?? '' };
	}
	if (file) {
		return { by: 'led', file };
	}
	return path === undefined ? undefined : { by: 'folder', path };
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
}

const NOTHING: Said = { names: new Set(), functions: 0 };

function* namesIn(diff: string, wanted: ReadonlySet<string>): Generator<undefined, Said> {
	const names = new Set<string>();
	const functions = new Set<string>();
	for (const [i, whole] of diff.split('\n').entries()) {
		if (i % PIECE === 0) {
			yield;
		}
		const line = whole.slice(0, MAX_WIDTH);
		const isHeading = line.startsWith('@@');
		if (isHeading || (/^[-+]/.test(line) && !/^(?:---|\+\+\+) /.test(line))) {
			const text = isHeading ? line.slice(line.indexOf('@@', 2) + 2) : line;
			for (const name of identifiers(text)) {
				if (wanted.has(name)) {
					(isHeading ? functions : names).add(name);
				}
			}
		}
	}
	return { names, functions: functions.size };
}

const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);

/** How far two paths go together, as a share of the second one's folders. */
function nearness(path: readonly string[], other: readonly string[]): number {
	const end = other.findIndex((name, i) => path[i] !== name);
	return Math.min(1, (end < 0 ? other.length : end) / Math.max(1, other.length - 1));
}
