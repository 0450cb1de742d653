import { grouped } from '../base/grouped';
import { linesOf } from '../base/lines';
import { type Breather, breathing } from '../base/slices';
import { type LineMap, type Lines, lineMap } from '../core/frames/lineMap';
import { isKept } from '../core/frames/rangeDrift';
import { type Followed, follow } from '../core/notes/follow';
import { linesAround, tellingLines } from '../core/notes/movedOut';
import type { Anchor } from '../core/notes/note';
import type { Commit, Repository } from '../core/ports/repository';
import { functionSpan } from '../core/suspects/functionSpan';
import { whatBecameOf } from './locateFrame';
import { movedElsewhere } from './movedElsewhere';

/** Files, each at a note's commit, that are read at once; more of them would be held. Most are the same at several commits. */
const FILES_AT_ONCE = 2000;
/** In UTF-16 units; longer files are generated. */
const MAX_LENGTH = 2_000_000;
/** Files whose renames are looked for at once, and notes that are looked for in other files: each costs some calls of git. */
const MAX_RENAMED = 200;
const MAX_SEARCHED = 60;
/** Revisions of which is remembered where notes are. */
const REVISIONS_KEPT = 6;

/** Follows notes to a revision. What a revision holds never changes, so each is followed once to each of those that were asked for lately. */
export interface AnchorTracker {
	/**
	 * Where notes are at a revision, in their order.
	 *
	 * @param revision full object name
	 * @param enough ends the following when it aborts: notes that it did not come to are `unknown` then, and followed when they are asked for again
	 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
	 */
	follow(
		repository: Repository,
		revision: string,
		anchors: readonly Anchor[],
		signal: AbortSignal,
		enough?: AbortSignal,
	): Promise<readonly Followed[]>;
	/** The commit after the note's that edited or deleted its lines on the way to `revision`; undefined where none can be named. */
	whoRemoved(
		repository: Repository,
		revision: string,
		anchor: Anchor,
		signal: AbortSignal,
	): Promise<Commit | undefined>;
}

/**
 * A tracker that remembers the last few revisions of each repository. Errors of git are thrown as the repository throws them; what was
 * followed until then is kept.
 *
 * @param breather lets others have their turn in between
 */
export function anchorTracker(breather: Breather): AnchorTracker {
	const known = new Map<string, Map<string, Followed>>();
	return {
		follow: async (repository, revision, anchors, signal, enough) => {
			const key = `${repository.root}\n${revision}`;
			const here = known.get(key) ?? new Map<string, Followed>();
			known.delete(key);
			known.set(key, here); // the last one is the newest
			for (const oldest of [...known.keys()].slice(0, -REVISIONS_KEPT)) {
				known.delete(oldest);
			}
			const missing = new Map(anchors.filter((one) => !here.has(keyOf(one))).map((one) => [keyOf(one), one]));
			const either = enough ? AbortSignal.any([signal, enough]) : signal;
			try {
				await followAll({ repository, revision, breather }, missing, here, either);
			} catch (error) {
				signal.throwIfAborted();
				if (!enough?.aborted) {
					throw error;
				}
			}
			return anchors.map((anchor) => here.get(keyOf(anchor)) ?? { kind: 'unknown' });
		},
		whoRemoved: (repository, revision, { commit, path, first }, signal) =>
			repository.changeOfLine(commit, revision, path, first, signal),
	};
}

const keyOf = ({ commit, path, first, last, fingerprint }: Anchor) =>
	[commit, first, last, fingerprint.join(''), path].join(' ');

interface Way {
	readonly repository: Repository;
	readonly revision: string;
	readonly breather: Breather;
}

/** Follows all of them, file by file, and remembers each as it is done. */
async function followAll(
	way: Way,
	anchors: ReadonlyMap<string, Anchor>,
	here: Map<string, Followed>,
	signal: AbortSignal,
): Promise<void> {
	const byFile = grouped(anchors, ([, { commit, path }]) => `${commit}:${path}`);
	const left = { renames: MAX_RENAMED, searches: MAX_SEARCHED };
	// What one file was at several commits is compared with what it is now together.
	const files = [...grouped(byFile.values(), ([one]) => one?.[1].path ?? '').values()].flat();
	for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
		await followFiles(way, files.slice(start, start + FILES_AT_ONCE), here, left, signal);
	}
}

async function followFiles(
	{ repository, revision, breather }: Way,
	files: readonly (readonly [string, Anchor][])[],
	here: Map<string, Followed>,
	left: { renames: number; searches: number },
	signal: AbortSignal,
): Promise<void> {
	const ones = files.flatMap(([first]) => first?.[1] ?? []);
	const paths = [...new Set(ones.map(({ path }) => path))];
	const texts = await repository.readVersions(
		[...ones.map(({ commit, path }) => ({ sha: commit, path })), ...paths.map((path) => ({ sha: revision, path }))],
		signal,
	);
	await breather.pause(); // megabytes of text were just taken in
	signal.throwIfAborted();
	const afters = new Map(paths.map((path, i) => [path, texts[ones.length + i]]));
	/** By path, then by text: a file is the same at many commits. */
	const compared = new Map<string, Map<string, { readonly lines: Lines; readonly map: LineMap }>>();
	const parted = new Map<string, readonly string[]>();
	const partsOf = (text: string): readonly string[] => {
		const lines = parted.get(text) ?? linesOf(text);
		parted.set(text, lines);
		return lines;
	};
	const comparisonOf = (path: string, before: string, after: string) => {
		const own = compared.get(path) ?? new Map<string, { readonly lines: Lines; readonly map: LineMap }>();
		compared.set(path, own);
		let found = own.get(before);
		if (!found) {
			const lines = { before: linesOf(before), after: partsOf(after) };
			found = { lines, map: lineMap(before, after, lines) };
			own.set(before, found);
		}
		return found;
	};
	const breathe = breathing(breather, signal); // between the notes of a file as well, which may be many
	for (const [i, file] of files.entries()) {
		await breathe();
		const { path = '' } = ones[i] ?? {};
		const before = texts[i];
		const after = afters.get(path);
		const there = after === undefined ? await renamed(repository, revision, path, left, signal) : { path, text: after };
		if (there.text === undefined || isTooLong(there.text) || isTooLong(before)) {
			for (const [key, anchor] of file) {
				const gone: Followed = { kind: 'fileGone', path, ...(there.removedBy && { removedBy: there.removedBy }) };
				const moved =
					there.text === undefined && before !== undefined && left.searches-- > 0
						? await elsewhere({ repository, revision }, anchor, before, () => true, signal)
						: undefined;
				here.set(key, moved ?? gone);
			}
			continue;
		}
		const { text, path: now } = there;
		const comparison = before === undefined ? undefined : comparisonOf(path, before, text);
		const map = comparison?.map;
		const lines = comparison?.lines ?? { before: [], after: partsOf(text) };
		for (const [key, anchor] of file) {
			await breathe();
			const followed = follow(anchor, { before, after: text, path: now, lines, ...(map && { map }) });
			const isGone = (line: number) => map === undefined || !isKept(map.at(line));
			const moved =
				mayHaveMoved(followed, anchor, isGone) && before !== undefined && left.searches-- > 0
					? await elsewhere({ repository, revision }, anchor, before, isGone, signal)
					: undefined;
			here.set(key, moved ?? followed);
		}
	}
}

const isTooLong = (text: string | undefined) => text !== undefined && text.length > MAX_LENGTH;

/** Lines that are gone; or that are like none of those around them any more, since what stands in the place of a cut block may be like it. */
function mayHaveMoved(followed: Followed, { first, last }: Anchor, isGone: (line: number) => boolean): boolean {
	return (
		followed.kind === 'gone' ||
		(followed.kind === 'lines' && followed.state === 'rewritten' && isGone(first - 1) && isGone(last + 1))
	);
}

async function renamed(
	repository: Repository,
	revision: string,
	path: string,
	left: { renames: number },
	signal: AbortSignal,
): Promise<{ readonly path: string; readonly text: string | undefined; readonly removedBy?: Commit }> {
	if (left.renames-- <= 0) {
		return { path, text: undefined };
	}
	const { renamedTo, removedBy } = await whatBecameOf(repository, revision, path, signal);
	const text = renamedTo === undefined ? undefined : await repository.readFile(revision, renamedTo, signal);
	return { path: renamedTo ?? path, text, ...(removedBy && { removedBy }) };
}

/** Where the lines are in another file, with those beside them that went along. */
async function elsewhere(
	{ repository, revision }: Pick<Way, 'repository' | 'revision'>,
	{ commit, path, first, last: end }: Anchor,
	before: string,
	isGone: (line: number) => boolean,
	signal: AbortSignal,
): Promise<Followed | undefined> {
	const old = linesOf(before);
	const last = Math.min(end, old.length);
	const otherText = (other: string) => repository.readFile(revision, other, signal);
	for (const line of tellingLines(old, { first, last })) {
		const lost = { repository, revision: commit, until: revision, path, line, before, isGone, otherText };
		const found = await movedElsewhere(lost, signal);
		if (found) {
			const lines = linesOf((await otherText(found.path)) ?? '');
			const range = linesAround(old, lines, { first, last }, line, found.line);
			const isWhole = range.last - range.first === last - first;
			const span = functionSpan(lines, range.first);
			const state = isWhole ? 'same' : 'edited';
			return { kind: 'lines', path: found.path, ...range, state, ...(span && { span }) };
		}
	}
	return undefined;
}
