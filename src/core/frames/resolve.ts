import type { FrameLocation } from '../suspects/model';
import type { Frame, Trace } from '../trace/model';
import { isTestPath } from './pathKinds';
import { type TracePath, tracePaths } from './tracePath';
import type { TreeIndex } from './treeIndex';

/** Aligned with traces → exceptions → frames; `null` where a frame has no file in the tree. */
export type Locations = readonly (readonly (readonly (FrameLocation | null)[])[])[];

/** Places a program may be installed in, as far as one text tells; more are noise. */
const MAX_PREFIXES = 16;

/** Below this a location is a guess that a learned prefix may overrule. */
const SURE = 0.75;

interface Match {
	readonly path: string;
	/** How many of the last segments agree. */
	readonly shared: number;
	/** The whole repository path stands at the end of the printed one. */
	readonly isWhole: boolean;
}

/** What a sure frame teaches about the others: its printed path begins with `printed`, its path in the repository with `own`. */
interface Prefix {
	readonly printed: string;
	readonly own: string;
}

/**
 * Finds each frame's file in a tree by the longest common path suffix. Frames that are clear teach the others where the program was
 * installed, which settles ties and short names; a learned prefix only ever adds or settles, it never drops a frame.
 */
export function resolveTraces(traces: readonly Trace[], tree: TreeIndex): Locations {
	const prefixes = new Map<string, Prefix>();
	const paths = new Map<string, FrameLocation | null>(); // recursion repeats frames by the thousand
	const known = (frame: Frame, format: string) => {
		const key = `${format}\n${frame.file}\n${frame.function}`;
		const found = paths.get(key) ?? (paths.has(key) ? null : resolveFrame(frame, format, tree));
		paths.set(key, found);
		return found && located(frame, found.path, found.confidence, found.alternatives);
	};
	const first = traces.map((trace) =>
		trace.exceptions.map((exception) => exception.frames.map((frame) => known(frame, trace.format))),
	);
	for (const [t, trace] of traces.entries()) {
		for (const [e, exception] of trace.exceptions.entries()) {
			for (const [f, frame] of exception.frames.entries()) {
				const location = first[t]?.[e]?.[f];
				if (location && location.confidence >= SURE && location.alternatives.length === 0) {
					learn(prefixes, frame, trace.format, location.path);
				}
			}
		}
	}
	return first.map((exceptions, t) =>
		exceptions.map((frames, e) =>
			frames.map((location, f) => {
				const trace = traces[t];
				const frame = trace?.exceptions[e]?.frames[f];
				if (!trace || !frame || (location && location.confidence >= SURE && location.alternatives.length === 0)) {
					return location;
				}
				return settled(frame, trace.format, tree, [...prefixes.values()].slice(0, MAX_PREFIXES), location);
			}),
		),
	);
}

/** One frame by itself; see `resolveTraces`. */
export function resolveFrame(frame: Frame, format: string, tree: TreeIndex): FrameLocation | null {
	for (const wanted of tracePaths(frame.file, frame.function, format)) {
		const found = bestMatches(wanted, tree);
		const best = found[0];
		if (best) {
			return located(
				frame,
				best.path,
				confidenceOf(wanted, best, found.length),
				found.slice(1).map((match) => match.path),
			);
		}
	}
	return null;
}

function located(frame: Frame, path: string, confidence: number, alternatives: readonly string[]): FrameLocation {
	return { path, ...(frame.line !== undefined && { line: frame.line }), confidence, alternatives };
}

/** The matches that share most with what was printed, best first: more than one when nothing tells them apart. */
function bestMatches(wanted: TracePath, tree: TreeIndex): readonly Match[] {
	const name = wanted.segments.at(-1) ?? '';
	const exact = tree.named(name);
	const candidates = exact.length > 0 ? exact : tree.namedLoosely(name);
	const isLoose = exact.length === 0;
	const fitting = candidates
		.map((path) => matchOf(path, wanted.segments, isLoose))
		.filter((match) => fits(match, wanted, tree));
	const most = fitting.reduce((best, { shared }) => Math.max(best, shared), 0);
	const best = fitting.filter((match) => match.shared === most);
	if (best.length < 2) {
		return best;
	}
	// A path that is matched from the repository's root on says more than one that is matched within it; then code before its tests.
	const rank = (match: Match) => (match.isWhole ? 0 : 2) + (isTestPath(match.path) ? 1 : 0);
	const least = Math.min(...best.map(rank));
	const top = best.filter((match) => rank(match) === least);
	return top.length === 1 && most > 1 ? top : [...best].sort((a, b) => rank(a) - rank(b));
}

function matchOf(path: string, wanted: readonly string[], isLoose: boolean): Match {
	const own = path.split('/');
	const same = (a: string | undefined, b: string | undefined) =>
		isLoose ? a?.toLowerCase() === b?.toLowerCase() : a === b;
	let shared = 0;
	while (shared < own.length && shared < wanted.length && same(own.at(-1 - shared), wanted.at(-1 - shared))) {
		shared++;
	}
	return { path, shared, isWhole: shared === own.length };
}

function fits({ path, shared, isWhole }: Match, wanted: TracePath, tree: TreeIndex): boolean {
	if (wanted.owner !== undefined && !isOwn(wanted.owner, path, shared, tree)) {
		return false;
	}
	if (shared < wanted.minimum) {
		return false;
	}
	// A lone base name is no evidence, unless the trace gave nothing more or it is a file at the root, printed with a short path.
	return shared >= 2 || wanted.segments.length === 1 || (isWhole && wanted.segments.length <= 4);
}

/** Whether a package's file may be one of this repository: it publishes the package, or has it in a folder of that name. */
function isOwn(owner: string, path: string, shared: number, tree: TreeIndex): boolean {
	if (tree.packages.has(owner)) {
		return true;
	}
	const folder = path.split('/').at(-1 - shared);
	const name = owner.split('/').at(-1);
	return folder !== undefined && folder.replaceAll('_', '-').toLowerCase() === name?.replaceAll('_', '-').toLowerCase();
}

function confidenceOf(wanted: TracePath, { shared, isWhole }: Match, ties: number): number {
	const fit =
		isWhole && shared > 1
			? 1
			: shared === wanted.segments.length && shared > 1
				? 1
				: shared >= 3
					? 0.9
					: shared === 2
						? 0.8
						: 0.6;
	return Math.round(Math.max(0.1, (fit - wanted.guess) / ties) * 100) / 100;
}

function learn(prefixes: Map<string, Prefix>, frame: Frame, format: string, path: string): void {
	for (const { segments, guess } of tracePaths(frame.file, frame.function, format)) {
		const { shared } = matchOf(path, segments, true);
		if (guess === 0 && shared >= 2) {
			const own = path.split('/');
			const prefix = {
				printed: segments.slice(0, segments.length - shared).join('/'),
				own: own.slice(0, own.length - shared).join('/'),
			};
			prefixes.set(`${prefix.printed}\n${prefix.own}`, prefix);
		}
	}
}

/** The location that the other frames' prefixes give, if that file exists; else what the frame itself gave. */
function settled(
	frame: Frame,
	format: string,
	tree: TreeIndex,
	prefixes: readonly Prefix[],
	location: FrameLocation | null,
): FrameLocation | null {
	for (const { segments, owner, minimum, guess } of tracePaths(frame.file, frame.function, format)) {
		const printed = segments.join('/');
		for (const prefix of prefixes) {
			if (owner !== undefined || minimum > 1 || (prefix.printed !== '' && !printed.startsWith(`${prefix.printed}/`))) {
				continue;
			}
			const rest = prefix.printed === '' ? printed : printed.slice(prefix.printed.length + 1);
			const path = prefix.own === '' ? rest : `${prefix.own}/${rest}`;
			if (tree.has(path)) {
				return located(frame, path, 0.95 - guess, []);
			}
		}
	}
	return location;
}
