// Files that may have to change: those of the trace, and those that something else leads to.
import { isHeaderPath, isHelperPath, isTestPath } from '../frames/pathKinds';
import type { ChangedFiles } from '../ports/repository';
import type { KeyFrame } from './evidence';
import { isGuard, isMemory, isPlumbing, lastName } from './frameKinds';
import { identifiers, parts, shared, stemWords } from './words';

/** What is asked of each file; the trained weights name them. */
export const FILE_FEATURES = [
	'trace.is',
	'trace.order',
	'trace.order²',
	'trace.isFirst',
	'trace.fileOrder',
	'trace.frames',
	'trace.isVendor',
	'trace.isGuard',
	'trace.isMemory',
	'trace.isPlumbing',
	'trace.followsHelper',
	'trace.confidence',
	'native.order',
	'native.isFirst',
	'native.isMemory',
	'path.isTest',
	'path.message',
	'path.functions',
	'path.depth',
	'path.isHelper',
	'path.isHeader',
	'blame.share',
	'blame.isAsked',
	'blame.age',
	'outside.named',
	'outside.mentioned',
	'outside.imported',
	'outside.together',
	'outside.suspects',
	'outside.sameFolder',
] as const;

type FileFeature = (typeof FILE_FEATURES)[number];
const AT = new Map<string, number>(FILE_FEATURES.map((name, i) => [name, i]));
const fileAt = (name: FileFeature): number => AT.get(name) ?? 0;

export interface FileCandidate {
	readonly path: string;
	/** In the order of `FILE_FEATURES`. */
	readonly features: Float64Array;
	/** Index of its first frame; absent for files outside the trace. */
	readonly frame?: number;
	/** For a file outside the trace: what led to it most. */
	readonly by?: 'named' | 'mentioned' | 'imported' | 'together' | 'suspects';
	/** The word, the path, or the commit (full object name) that led to it. */
	readonly of?: string;
	/** The suspect commit, new since the last good revision, that raised it most; full object name. */
	readonly changedBy?: string;
}

/** A commit that something points at. */
interface Suspect extends Pick<ChangedFiles, 'paths'> {
	readonly commit: { readonly sha: string };
}

/** All that files are told apart by. */
export interface FileSources {
	readonly frames: readonly KeyFrame[];
	readonly messages: readonly string[];
	/** Functions of frames that are in no file of the repository. */
	readonly elsewhere: readonly string[];
	/** The text of the functions that frames are in, nearest to the failure first; and of each file's first lines, where imports are. */
	readonly functionTexts: readonly string[];
	readonly importTexts: readonly string[];
	/** Share of the suspicion by lines, and the age of the newest change, of files that were blamed. */
	readonly blamed: ReadonlyMap<string, { readonly share: number; readonly age: number }>;
	/** The likeliest commits, with the files that they changed and how likely they are; likeliest first. */
	readonly suspects: readonly (Suspect & { readonly score: number })[];
	/** Changes to the files of the trace, newest first. */
	readonly history: readonly (readonly string[])[];
	/** Paths of the tree whose base name without extension is this, in any case. */
	readonly named: (stem: string) => readonly string[];
	readonly isCode: (path: string) => boolean;
}

/** Files outside the trace that are kept. */
const MAX_OUTSIDE = 60;

/** A name that so many files have tells none of them. */
const MAX_NAMESAKES = 4;

/** A change to more files than this says nothing of any two of them. */
const MAX_TOGETHER = 30;

/** Names in one text that files are looked for by; a function or a list of imports has fewer, unless it was made by a program. */
const MAX_NAMES = 1000;

const NATIVE = new Set(['native', 'sanitizer', 'valgrind', 'debugger']);

/** Every file that may have to change, with what speaks for it. */
export function fileCandidates(sources: FileSources): readonly FileCandidate[] {
	const inTrace = traced(sources);
	const known = new Set(inTrace.map(({ path }) => path));
	return [...inTrace, ...outside(sources, known)];
}

function traced({ frames, messages, blamed }: FileSources): readonly FileCandidate[] {
	const { wanted, functions } = wordsOf({ frames, messages });
	const paths = [...new Set(frames.map(({ location }) => location.path))];
	return paths.map((path, order): FileCandidate => {
		const features = new Float64Array(FILE_FEATURES.length);
		const own = frames.flatMap((frame, index) => (frame.location.path === path ? [{ frame, index }] : []));
		const first = own[0]?.index ?? 0;
		const frame = own[0]?.frame;
		const name = lastName(frame?.function ?? '');
		const callee = lastName(frames[first - 1]?.function ?? '');
		const native = NATIVE.has(frame?.format ?? '') ? 1 : 0;
		const set = (feature: FileFeature, value: number | boolean) => {
			features[fileAt(feature)] = Number(value);
		};
		set('trace.is', 1);
		set('trace.order', Math.log1p(first));
		set('trace.order²', Math.log1p(first) ** 2);
		set('trace.isFirst', first === 0);
		set('trace.fileOrder', Math.log1p(order));
		set('trace.frames', Math.log1p(own.length));
		set('trace.isVendor', frame?.isVendor ?? false);
		set('trace.isGuard', isGuard(name));
		set('trace.isMemory', isMemory(name));
		set('trace.isPlumbing', isPlumbing(name));
		set('trace.followsHelper', isGuard(callee) || isMemory(callee));
		set('trace.confidence', frame?.location.confidence ?? 0);
		set('native.order', native * Math.log1p(first));
		set('native.isFirst', native * Number(first === 0));
		set('native.isMemory', native * Number(isMemory(name)));
		pathFeatures(set, path, wanted, functions);
		const facts = blamed.get(path);
		set('blame.isAsked', facts !== undefined);
		set('blame.share', facts ? Math.log(facts.share + 0.01) : 0);
		set('blame.age', facts?.age ?? 0);
		return { path, features, frame: first };
	});
}

type Named = Pick<FileSources, 'frames' | 'messages'>;

/** Words of the messages, and of the functions that failed. */
function wordsOf({ frames, messages }: Named) {
	const functions = frames.slice(0, 8).map((frame) => lastName(frame.function ?? ''));
	return { wanted: parts(messages.join('\n').slice(0, 4000)), functions: parts(functions.join(' ')) };
}

function pathFeatures(
	set: (feature: FileFeature, value: number | boolean) => void,
	path: string,
	wanted: ReadonlySet<string>,
	functions: ReadonlySet<string>,
): void {
	const words = parts(stemWords(path));
	set('path.isTest', isTestPath(path));
	set('path.message', Math.min(3, shared(wanted, words)));
	set('path.functions', Math.min(3, shared(functions, words)));
	set('path.depth', Math.log1p(path.split('/').length));
	set('path.isHelper', isHelperPath(path));
	set('path.isHeader', isHeaderPath(path));
}

type Led = NonNullable<FileCandidate['by']>;

function outside(sources: FileSources, known: ReadonlySet<string>): readonly FileCandidate[] {
	const found = new Map<string, Map<Led, { readonly strength: number; readonly of: string }>>();
	const add = (path: string, by: Led, strength: number, of: string) => {
		if (known.has(path) || !sources.isCode(path)) {
			return;
		}
		const kinds = found.get(path) ?? new Map();
		found.set(path, kinds);
		const before = kinds.get(by);
		kinds.set(by, { strength: strength + (before?.strength ?? 0), of: before?.of ?? of });
	};
	const byName = (words: Iterable<string>, by: Led, strength: number) => {
		for (const word of [...new Set(words)].slice(0, MAX_NAMES)) {
			const paths = sources.named(word);
			if (paths.length <= MAX_NAMESAKES) {
				for (const path of paths) {
					add(path, by, strength / paths.length, word);
				}
			}
		}
	};
	byName(identifiers(sources.messages.join('\n').slice(0, 4000)), 'named', 1);
	byName(
		sources.elsewhere.flatMap((name) => identifiers(name)),
		'named',
		0.7,
	);
	byName(
		sources.frames.flatMap((frame) => identifiers(frame.function ?? '')),
		'named',
		0.7,
	);
	for (const [i, text] of sources.functionTexts.entries()) {
		byName(identifiers(text), 'mentioned', 1 / (1 + i));
	}
	for (const [i, text] of sources.importTexts.entries()) {
		byName(identifiers(text), 'imported', 1 / (1 + i));
	}
	const near = new Map(sources.frames.map(({ location }, i) => [location.path, i] as const).reverse());
	for (const [i, paths] of sources.history.entries()) {
		const own = paths.length > MAX_TOGETHER ? [] : paths.filter((path) => near.has(path));
		const first = own.sort((a, b) => (near.get(a) ?? 0) - (near.get(b) ?? 0))[0];
		if (first === undefined) {
			continue;
		}
		const strength = (1 / (1 + (near.get(first) ?? 0) / 3) / Math.log2(1 + paths.length)) * (1 / (1 + i / 40));
		for (const path of paths) {
			add(path, 'together', strength, first);
		}
	}
	for (const { commit, paths, score } of sources.suspects) {
		for (const path of paths) {
			add(path, 'suspects', score * shareOfEach(paths), commit.sha);
		}
	}
	const featuresOf = outsideFeatures(sources);
	return [...found]
		.map(([path, kinds]): FileCandidate => {
			const features = featuresOf(path);
			for (const [kind, { strength }] of kinds) {
				features[fileAt(`outside.${kind}`)] = Math.log1p(10 * strength);
			}
			const [by, led] = [...kinds].sort((a, b) => b[1].strength - a[1].strength)[0] ?? [];
			return { path, features, ...(by && { by }), ...(led && { of: led.of }) };
		})
		.sort((a, b) => outsideStrength(b) - outsideStrength(a) || a.path.localeCompare(b.path))
		.slice(0, MAX_OUTSIDE);
}

/** What the path alone says of a file outside the trace. */
function outsideFeatures(sources: Named): (path: string) => Float64Array {
	const { wanted, functions } = wordsOf(sources);
	const folder = (path: string) => path.slice(0, path.lastIndexOf('/') + 1);
	const firstFolder = folder(sources.frames[0]?.location.path ?? '');
	return (path) => {
		const features = new Float64Array(FILE_FEATURES.length);
		const set = (feature: FileFeature, value: number | boolean) => {
			features[fileAt(feature)] = Number(value);
		};
		set('outside.sameFolder', folder(path) === firstFolder);
		pathFeatures(set, path, wanted, functions);
		return features;
	};
}

/** What of a commit's score goes to each file that it changed; nothing where it changed very many. */
const shareOfEach = (paths: readonly string[]) => (paths.length > MAX_TOGETHER ? 0 : 1 / Math.log2(1 + paths.length));

/** Files outside the trace that some commits changed and nothing else leads to. How much those do is added by `ledByCommits`. */
export function* changedFiles(
	sources: Named & Pick<FileSources, 'isCode'>,
	commits: readonly Suspect[],
	known: readonly FileCandidate[],
): Generator<undefined, readonly FileCandidate[]> {
	const featuresOf = outsideFeatures(sources);
	const seen = new Set(known.map(({ path }) => path));
	const found: FileCandidate[] = [];
	for (const { paths } of commits) {
		yield;
		for (const path of shareOfEach(paths) > 0 ? paths : []) {
			if (!seen.has(path) && sources.isCode(path)) {
				found.push({ path, features: featuresOf(path) });
			}
			seen.add(path);
		}
	}
	return found;
}

/**
 * Candidates with what suspect commits add to those outside the trace: the feature that the likeliest commits' files have, by these commits' scores, where that is more.
 *
 * @param changed of `changedFiles`; those that are suspect most are kept
 */
export function ledByCommits(
	files: readonly FileCandidate[],
	changed: readonly FileCandidate[],
	suspects: readonly (Suspect & { readonly score: number })[],
): readonly FileCandidate[] {
	const strengths = new Map<string, number>();
	const leading = new Map<string, { readonly sha: string; readonly part: number }>();
	for (const { commit, paths, score } of suspects) {
		const part = score * shareOfEach(paths);
		for (const path of part > 0 ? paths : []) {
			strengths.set(path, (strengths.get(path) ?? 0) + part);
			if (part > (leading.get(path)?.part ?? 0)) {
				leading.set(path, { sha: commit.sha, part });
			}
		}
	}
	const led = (file: FileCandidate): FileCandidate => {
		const feature = Math.log1p(10 * (strengths.get(file.path) ?? 0));
		const at = fileAt('outside.suspects');
		if (file.frame !== undefined || feature <= (file.features[at] ?? 0)) {
			return file;
		}
		const sha = leading.get(file.path)?.sha;
		return { ...file, features: file.features.with(at, feature), ...(sha !== undefined && { changedBy: sha }) };
	};
	const more = changed
		.filter(({ path }) => strengths.has(path))
		.sort((a, b) => (strengths.get(b.path) ?? 0) - (strengths.get(a.path) ?? 0) || a.path.localeCompare(b.path));
	return [...files, ...more.slice(0, MAX_OUTSIDE)].map(led);
}

const OUTSIDE = FILE_FEATURES.flatMap((name, i) => (name.startsWith('outside.') ? [i] : []));
/** How much of what leads to a file that is not in the trace is that a new commit changed it, 0..1, by weights in the order of `FILE_FEATURES`. */
export function partOfChange({ features, by, changedBy }: FileCandidate, weights: readonly number[]): number {
	const worth = (kind: Led) => {
		const at = fileAt(`outside.${kind}`);
		return Math.max(0, (features[at] ?? 0) * (weights[at] ?? 0));
	};
	if (changedBy === undefined) {
		return 0;
	}
	const change = worth('suspects');
	return by === undefined || by === 'suspects' ? 1 : change / (change + worth(by) || 1);
}

/** How much leads to a file that is not in the trace. */
export const outsideStrength = ({ features }: FileCandidate) =>
	OUTSIDE.reduce((total, i) => total + (features[i] ?? 0), 0);
