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
		read.push(place);
	}
	return read;
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
