import type { FrameLocation, Unresolved } from '../suspects/model';
import type { Frame, Trace } from '../trace/model';
import { builtFrom } from './builtFrom';
import { noPackages, type Packages } from './packages';
import { isDoublePath, isTestPath } from './pathKinds';
import { mapped, type PathMapping } from './pathMappings';
import { installDepths, type Reading, readingOf, type TracePath } from './tracePath';
import { folderOf, joined, type Match, type TreeIndex } from './treeIndex';

/** Aligned with traces → exceptions → frames; `null` where a frame has no file in the tree. */
export type Locations = readonly (readonly (readonly (FrameLocation | null)[])[])[];

/** Aligned with traces → exceptions → frames; `null` where a frame has a file. */
export type Reasons = readonly (readonly (readonly (Unresolved | null)[])[])[];

/** A person's choice among the files that fit a frame. */
export interface PathChoice {
	/** As the trace prints it. */
	readonly file: string;
	/** Repository-relative. */
	readonly path: string;
	/** Root of the repository it is in; the analysed one where absent. */
	readonly repository?: string;
}

/** What frames are looked up in. */
export interface Source {
	readonly tree: TreeIndex;
	/** Default: none. */
	readonly packages?: Packages;
	/** Of this repository, longest prefix first. */
	readonly mappings?: readonly PathMapping[];
	/** The later one counts. */
	readonly choices?: readonly PathChoice[];
}

/** Where a frame was found, and how well. */
export interface Finding {
	readonly path: string;
	readonly confidence: number;
	readonly alternatives: readonly string[];
	readonly by?: FrameLocation['by'];
	/** Only a name led there: its text has to show that it holds the call. */
	readonly isUnproved?: boolean;
}

/** What became of one frame. */
export type Outcome = { readonly found: Finding } | { readonly why: Unresolved };

/** Aligned with traces → exceptions → frames. */
export type Outcomes = readonly (readonly (readonly Outcome[])[])[];

/** Places a program may be installed in, as far as one text tells; more are noise. */
const MAX_PREFIXES = 16;

/** Alternatives that are told; more are no choice any more. */
const MAX_ALTERNATIVES = 20;

/** So many files of one folder, all at the repository's root, say that it is that. */
const MIN_TOGETHER = 3;

/** Below this a location is a guess that a learned prefix may overrule. */
const SURE = 0.75;

/** What sure frames teach about the others: a printed path that begins with `printed` is in the repository below `own`. */
interface Prefix {
	readonly printed: string;
	readonly own: string;
	/** Files that say so. */
	readonly files: ReadonlySet<string>;
}

/**
 * Finds each frame's file in a tree: by what a person said, by the packages that the repository publishes, by the longest common path suffix.
 * Frames that are clear teach the others where the program was installed, which settles ties and short names; a learned prefix only ever adds or
 * settles, it never drops a frame.
 */
export function resolveTraces(traces: readonly Trace[], source: Source): Outcomes {
	const known = new Map<string, { readonly reading: Reading; readonly outcome: Outcome }>(); // recursion repeats frames by the thousand
	const keyOf = (frame: Frame, format: string) => `${format}\n${frame.file}\n${frame.function}`;
	const each = <T>(use: (frame: Frame, format: string) => T) =>
		traces.map(({ format, exceptions }) => exceptions.map(({ frames }) => frames.map((frame) => use(frame, format))));
	each((frame, format) => {
		const key = keyOf(frame, format);
		if (!known.has(key)) {
			const reading = readingOf(frame, format, source.packages ?? noPackages);
			known.set(key, { reading, outcome: byItself(frame, reading, source) });
		}
	});
	const prefixes = learned(known.values(), source);
	const settledOnes = new Map<string, Outcome>();
	return each((frame, format) => {
		const key = keyOf(frame, format);
		const one = known.get(key);
		const outcome = settledOnes.get(key) ?? (one ? settled(one.reading, one.outcome, prefixes, source) : nowhere);
		settledOnes.set(key, outcome);
		return outcome;
	});
}

/** One frame by itself; see `resolveTraces`. */
export function resolveFrame(frame: Frame, format: string, source: Source): FrameLocation | null {
	return locationOf(frame, byItself(frame, readingOf(frame, format, source.packages), source));
}

/** Outcomes as they are recorded. */
export function recorded(
	traces: readonly Trace[],
	outcomes: Outcomes,
): { readonly locations: Locations; readonly unresolved: Reasons } {
	const each = <T>(use: (frame: Frame, outcome: Outcome) => T) =>
		traces.map(({ exceptions }, t) =>
			exceptions.map(({ frames }, e) => frames.map((frame, f) => use(frame, outcomes[t]?.[e]?.[f] ?? nowhere))),
		);
	return {
		locations: each(locationOf),
		unresolved: each((_frame, outcome) => ('why' in outcome ? outcome.why : null)),
	};
}

function locationOf(frame: Frame, outcome: Outcome): FrameLocation | null {
	if ('why' in outcome) {
		return null;
	}
	const { path, confidence, alternatives, by } = outcome.found;
	return { path, ...(frame.line !== undefined && { line: frame.line }), confidence, alternatives, ...(by && { by }) };
}

const nowhere: Outcome = { why: { code: 'notAtRevision' } };

function byItself(frame: Frame, reading: Reading, source: Source): Outcome {
	const said = frame.file === undefined ? undefined : bySaying(frame.file, source);
	if (said) {
		return { found: said };
	}
	let best: Finding | undefined;
	let double: string | undefined;
	for (const wanted of withInstalled(reading)) {
		if (best && (best.confidence >= 1 - wanted.guess || wanted.isUnproved)) {
			continue;
		}
		const matches = bestMatches(wanted, source.tree);
		const [first] = matches.found;
		if (!first) {
			continue;
		}
		if (isOnlyDouble(first, wanted)) {
			double ??= first.path;
			continue;
		}
		const confidence = confidenceOf(wanted, first, matches);
		if (!best || confidence > best.confidence) {
			best = {
				path: first.path,
				confidence,
				alternatives: matches.found.slice(1, MAX_ALTERNATIVES + 1).map(({ path }) => path),
				...(wanted.isUnproved && { isUnproved: true }),
			};
		}
	}
	return best ? { found: best } : { why: reasonOf(frame, reading, double) };
}

function reasonOf(frame: Frame, { vendor }: Reading, double: string | undefined): Unresolved {
	if (vendor?.ecosystem === 'runtime') {
		return { code: 'runtime', package: vendor.owner };
	}
	if (vendor) {
		return { code: 'vendor', package: vendor.owner };
	}
	if (!frame.file) {
		return { code: 'noFile' };
	}
	return double === undefined ? { code: 'notAtRevision' } : { code: 'onlyDouble', path: double };
}

/** What the person said of this very file, or of a folder above it. */
function bySaying(file: string, { tree, choices = [], mappings = [] }: Source): Finding | undefined {
	const choice = choices.findLast((one) => one.file === file && tree.has(one.path));
	if (choice) {
		return { path: choice.path, confidence: 1, alternatives: [], by: 'choice' };
	}
	for (const mapping of mappings) {
		const path = mapped(file, mapping, tree, otherSpellings);
		if (path !== undefined) {
			return { path, confidence: 1, alternatives: [], by: 'mapping' };
		}
	}
	return undefined;
}

/** What a compiled file behind a mapping's prefix may have been written as. */
export function otherSpellings(rest: string): readonly string[] {
	return builtFrom({ segments: rest.split('/'), minimum: 1, guess: 0 }).map(({ segments }) => segments.join('/'));
}

/** The readings, and those that begin where builders and runtimes usually put a whole repository. */
function withInstalled(reading: Reading): readonly TracePath[] {
	const depths = installDepths(reading);
	if (depths.length === 0 || reading.vendor) {
		return reading.paths;
	}
	return reading.paths.flatMap((path) =>
		path.anchor !== undefined || path.minimum > 1 || path.isUnproved
			? path
			: [...depths.filter((depth) => depth < path.segments.length).map((anchor) => ({ ...path, anchor })), path],
	);
}

interface Matches {
	/** Best first: more than one when nothing tells them apart. */
	readonly found: readonly Match[];
	/** Others share as much: only the rank told them apart. */
	readonly isByRank: boolean;
}

function bestMatches(wanted: TracePath, tree: TreeIndex): Matches {
	if (wanted.anchor !== undefined) {
		const path = tree.spelled(wanted.segments.slice(wanted.anchor).join('/'));
		const shared = wanted.segments.length - wanted.anchor;
		return {
			found: path === undefined ? [] : [{ path, shared, exact: path.length, isWhole: true }],
			isByRank: false,
		};
	}
	const accepts = wanted.isPythonModule ? (path: string) => isModuleRoot(path, wanted.segments, tree) : undefined;
	const best = tree.matching(wanted.segments, wanted.minimum, accepts).filter((match) => fits(match, wanted));
	if (best.length < 2) {
		return { found: best, isByRank: false };
	}
	// A path that is matched from the repository's root on says more than one that is matched within it; then the spelling; then code before its tests.
	const longest = Math.max(...best.map(({ exact }) => exact));
	const rank = (match: Match) =>
		(match.isWhole ? 0 : 4) + (match.exact === longest ? 0 : 2) + (isTestPath(match.path) ? 1 : 0);
	const ranked = best.map((match) => ({ match, rank: rank(match) })).sort((a, b) => a.rank - b.rank);
	const top = ranked.filter((one) => one.rank === ranked[0]?.rank);
	const isClear = top.length === 1 && (ranked[0]?.match.shared ?? 0) > 1;
	return { found: (isClear ? top : ranked).map(({ match }) => match), isByRank: isClear };
}

function fits({ shared, isWhole }: Match, wanted: TracePath): boolean {
	// A lone base name is no evidence, unless the trace gave nothing more or it is a file at the root, printed with a short path.
	return (
		shared >= 2 ||
		wanted.segments.length === 1 ||
		wanted.isUnproved === true ||
		(isWhole && wanted.segments.length <= 4)
	);
}

/** Whether a module's path may begin there: the folder above it is no package, else the module would be called differently. */
function isModuleRoot(path: string, module: readonly string[], tree: TreeIndex): boolean {
	const above = path.split('/').slice(0, -module.length).join('/');
	return above === '' || !tree.has(`${above}/__init__.py`);
}

/** A test's stand-in or a generated file that shares little more than its name with what was printed. */
function isOnlyDouble({ path, shared, isWhole }: Match, wanted: TracePath): boolean {
	if (isWhole || wanted.minimum > 1 || shared > 2 || !isDoublePath(path)) {
		return false;
	}
	return !isDoublePath(path.split('/').slice(-shared).join('/'));
}

function confidenceOf(wanted: TracePath, { shared, isWhole }: Match, { found, isByRank }: Matches): number {
	const fit =
		wanted.anchor !== undefined
			? shared > 1 || wanted.anchor === 0
				? 1
				: 0.85
			: shared > 1 && (isWhole || shared === wanted.segments.length)
				? isByRank
					? SURE - 0.01
					: 1
				: shared >= 3
					? 0.9
					: shared === 2
						? 0.8
						: 0.6;
	return Math.round(Math.max(0.1, (fit - wanted.guess) / found.length) * 100) / 100;
}

/** Prefixes that sure frames and a person's choices teach; those that more files speak for first. */
function learned(
	known: Iterable<{ readonly reading: Reading; readonly outcome: Outcome }>,
	{ tree, choices = [] }: Source,
): readonly Prefix[] {
	const prefixes = new Map<string, Prefix & { readonly files: Set<string> }>();
	const learn = (segments: readonly string[], path: string, least: number) => {
		const own = path.split('/');
		let shared = 0;
		while (shared < own.length && shared < segments.length && alike(own.at(-1 - shared), segments.at(-1 - shared))) {
			shared++;
		}
		if (shared < least) {
			return;
		}
		const prefix = {
			printed: segments.slice(0, segments.length - shared).join('/'),
			own: own.slice(0, own.length - shared).join('/'),
		};
		const key = `${prefix.printed}\n${prefix.own}`;
		const known = prefixes.get(key) ?? { ...prefix, files: new Set() };
		known.files.add(path);
		prefixes.set(key, known);
	};
	for (const choice of choices) {
		const { printed } = readingOf({ file: choice.file }, 'generic');
		for (const { segments } of printed ? [printed, ...builtFrom({ ...printed, minimum: 1, guess: 0 })] : []) {
			learn(segments, choice.path, 1);
		}
	}
	const together = new Map<string, Set<string>>();
	for (const { reading, outcome } of known) {
		const { isAbsolute, segments = [] } = reading.printed ?? {};
		if ('why' in outcome && outcome.why.code === 'notAtRevision' && isAbsolute && segments.length > 1) {
			const folder = segments.slice(0, -1).join('/');
			together.set(folder, (together.get(folder) ?? new Set()).add(segments.at(-1) ?? ''));
		}
		if ('found' in outcome && isSure(outcome.found) && outcome.found.by !== 'mapping') {
			for (const { segments, guess, minimum, isUnproved } of reading.paths) {
				if (guess <= 0.15 && minimum === 1 && !isUnproved && !reading.vendor) {
					learn(segments, outcome.found.path, 2);
				}
			}
		}
	}
	// One file's name is no evidence, but that all the files of a folder are at the root is.
	for (const [folder, files] of together) {
		if (files.size >= MIN_TOGETHER && [...files].every((file) => tree.has(file))) {
			prefixes.set(folder, { printed: folder, own: '', files });
		}
	}
	return [...prefixes.values()]
		.sort((a, b) => b.files.size - a.files.size || b.printed.length - a.printed.length)
		.slice(0, MAX_PREFIXES);
}

const isSure = ({ confidence, alternatives }: Finding) => confidence >= SURE && alternatives.length === 0;

const alike = (a: string | undefined, b: string | undefined) => a?.toLowerCase() === b?.toLowerCase();

/** What the other frames' prefixes say of a frame that is not clear, if they lead to a file; else what the frame itself gave. */
function settled(reading: Reading, outcome: Outcome, prefixes: readonly Prefix[], { tree }: Source): Outcome {
	if ('found' in outcome && (isSure(outcome.found) || outcome.found.by)) {
		return outcome;
	}
	for (const { segments, anchor, minimum, guess, isUnproved } of reading.vendor ? [] : reading.paths) {
		if (minimum > 1 || isUnproved || anchor === 0) {
			continue;
		}
		const printed = segments.join('/');
		for (const prefix of prefixes) {
			if (prefix.printed !== '' && !printed.startsWith(`${prefix.printed}/`)) {
				continue;
			}
			const rest = prefix.printed === '' ? printed : printed.slice(prefix.printed.length + 1);
			const path = tree.spelled(joined(prefix.own, rest));
			if (path !== undefined) {
				return { found: { path, confidence: Math.round((0.95 - guess) * 100) / 100, alternatives: [] } };
			}
		}
	}
	if ('why' in outcome && outcome.why.code === 'notAtRevision' && isElsewhere(reading, prefixes)) {
		return { why: { code: 'outside' } };
	}
	return outcome;
}

/** Whether a path was not where the other frames' files were installed. */
function isElsewhere({ printed }: Reading, prefixes: readonly Prefix[]): boolean {
	if (!printed?.isAbsolute || prefixes.length === 0 || prefixes.some((prefix) => prefix.printed === '')) {
		return false;
	}
	const folder = `${folderOf(printed.segments.join('/'))}/`;
	return !prefixes.some((prefix) => folder.startsWith(`${prefix.printed}/`));
}
