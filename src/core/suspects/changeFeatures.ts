import type { Change } from '../ports/repository';
import { at, FEATURES } from './features';
import type { Place, Wanted } from './places';
import { parts, shared } from './words';

/** Features of a commit as a whole are the last ones, from here. */
const FIRST = FEATURES.findIndex((name) => name.startsWith('change.'));

/**
 * The places whose commits were read, with what those say as a whole put into their features: their message and all that they changed. Each commit
 * is looked at once, since it may own thousands of places.
 */
export function* withChanges(
	places: readonly Place[],
	changes: ReadonlyMap<string, Change>,
	tracePaths: ReadonlySet<string>,
	wanted: Wanted,
): Generator<undefined, readonly Place[]> {
	const vectors = new Map<string, Float64Array>();
	const read: Place[] = [];
	const ranks = ranksAmong(places);
	for (const place of places) {
		const { sha } = place.commit;
		const change = changes.get(sha);
		if (!change) {
			continue;
		}
		const known = vectors.get(sha);
		const vector = known ?? changeFeatures(change, tracePaths, wanted);
		if (!known) {
			vectors.set(sha, vector);
			yield;
		}
		place.features.set(vector, FIRST);
		rankFeatures(place.features, ranks, sha);
		read.push(place);
	}
	return read;
}

/** The commits in the functions of the trace, newest first. */
interface Ranks {
	readonly inFunctions: ReadonlyMap<string, number>;
	readonly onFrameLines: ReadonlyMap<string, number>;
	/** How many of the functions each has lines in. */
	readonly functions: ReadonlyMap<string, number>;
}

function ranksAmong(places: readonly Place[]): Ranks {
	const inFunctions = places.filter(({ isInFunction }) => isInFunction);
	const functions = new Map<string, Set<number>>();
	for (const { commit, frame } of inFunctions) {
		functions.set(commit.sha, (functions.get(commit.sha) ?? new Set()).add(frame));
	}
	return {
		inFunctions: newestFirst(inFunctions),
		onFrameLines: newestFirst(places.filter(({ features }) => (features[at('line.isFrameLine')] ?? 0) > 0)),
		functions: new Map([...functions].map(([sha, frames]) => [sha, frames.size])),
	};
}

function newestFirst(places: readonly Place[]): ReadonlyMap<string, number> {
	const dates = new Map(places.map(({ commit }) => [commit.sha, commit.date]));
	return new Map([...dates].sort((a, b) => b[1] - a[1]).map(([sha], rank) => [sha, rank]));
}

/** Ranks beyond this say no more. */
const LAST_RANK = 30;

function rankFeatures(features: Float64Array, { inFunctions, onFrameLines, functions }: Ranks, sha: string): void {
	const rank = inFunctions.get(sha) ?? LAST_RANK;
	const onFrameLine = onFrameLines.get(sha);
	features[at('trace.ageRank')] = Math.log1p(Math.min(rank, LAST_RANK));
	features[at('trace.isNewest')] = rank === 0 ? 1 : 0;
	features[at('trace.functions')] = Math.log1p(functions.get(sha) ?? 0);
	features[at('trace.frameLineRank')] = Math.log1p(Math.min(onFrameLine ?? LAST_RANK, LAST_RANK));
	features[at('trace.isNewestFrameLine')] = onFrameLine === 0 ? 1 : 0;
	features[at('trace.hasFrameLine')] = onFrameLine === undefined ? 0 : 1;
}

/** The features of a commit as a whole, which are the last of `FEATURES`. */
function changeFeatures(
	{ commit, message, paths }: Change,
	tracePaths: ReadonlySet<string>,
	wanted: Wanted,
): Float64Array {
	const features = new Float64Array(FEATURES.length);
	const files = Math.log1p(paths.length);
	const words = parts(message.slice(0, 3000));
	features[at('change.files')] = files;
	features[at('change.files²')] = files ** 2;
	features[at('change.traceFiles')] = Math.log1p(paths.filter((path) => tracePaths.has(path)).length);
	features[at('change.messageWords')] = Math.sqrt(shared(wanted.parts, words));
	features[at('change.frameWords')] = Math.sqrt(shared(wanted.functions, words));
	features[at('change.length')] = Math.log1p(message.length);
	features[at('change.isRoot')] = commit.parents.length === 0 ? 1 : 0;
	return features.subarray(FIRST);
}
