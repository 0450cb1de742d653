import { bm25Term } from '../../base/bm25';
import type { Change } from '../ports/repository';
import { at, FEATURES } from './features';
import type { Place, Wanted } from './places';
import { parts, shared } from './words';

/** Features of a commit as a whole are the last ones, from here. */
const FIRST = FEATURES.findIndex((name) => name.startsWith('change.'));

/** Characters of a message, and files, that are read for words. */
const MAX_MESSAGE = 3000;
const MAX_PATHS = 300;

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
	const messages: ReadonlySet<string>[] = [];
	const paths: ReadonlySet<string>[] = [];
	for (const change of changes.values()) {
		messages.push(parts(change.message.slice(0, MAX_MESSAGE)));
		paths.push(parts(change.paths.slice(0, MAX_PATHS).join(' ')));
		yield;
	}
	const byMessage = yield* answers(messages, wanted.incident);
	const byPaths = yield* answers(paths, wanted.incident);
	const vectors = new Map<string, Float64Array>();
	for (const [i, [sha, change]] of [...changes].entries()) {
		const vector = changeFeatures(change, messages[i] ?? new Set(), tracePaths, wanted);
		vector[at('change.messageText') - FIRST] = byMessage[i] ?? 0;
		vector[at('change.pathsText') - FIRST] = byPaths[i] ?? 0;
		vectors.set(sha, vector);
		yield;
	}
	return places.filter(({ commit, features }) => {
		const vector = vectors.get(commit.sha);
		if (vector) {
			features.set(vector, FIRST);
		}
		return vector !== undefined;
	});
}

/** How well each text answers the incident, as BM25 of words that count once a text; rooted, so that long texts don't run away. */
function* answers(
	texts: readonly ReadonlySet<string>[],
	asked: ReadonlySet<string>,
): Generator<undefined, readonly number[]> {
	const textsWith = new Map<string, number>();
	for (const text of texts) {
		for (const word of text) {
			if (asked.has(word)) {
				textsWith.set(word, (textsWith.get(word) ?? 0) + 1);
			}
		}
		yield;
	}
	const average = texts.reduce((sum, { size }) => sum + size, 0) / Math.max(1, texts.length);
	const scores: number[] = [];
	for (const text of texts) {
		let score = 0;
		for (const word of text) {
			const others = textsWith.get(word);
			score += others ? bm25Term(1, text.size / Math.max(1, average), others, texts.length) : 0;
		}
		scores.push(Math.sqrt(score));
		yield;
	}
	return scores;
}

/** The features of a commit as a whole, which are the last of `FEATURES`. */
function changeFeatures(
	{ commit, message, paths }: Change,
	words: ReadonlySet<string>,
	tracePaths: ReadonlySet<string>,
	wanted: Wanted,
): Float64Array {
	const features = new Float64Array(FEATURES.length);
	const files = Math.log1p(paths.length);
	features[at('change.files')] = files;
	features[at('change.files²')] = files ** 2;
	features[at('change.traceFiles')] = Math.log1p(paths.filter((path) => tracePaths.has(path)).length);
	features[at('change.messageWords')] = Math.sqrt(shared(wanted.parts, words));
	features[at('change.frameWords')] = Math.sqrt(shared(wanted.functions, words));
	features[at('change.length')] = Math.log1p(message.length);
	features[at('change.isRoot')] = commit.parents.length === 0 ? 1 : 0;
	return features.subarray(FIRST);
}
