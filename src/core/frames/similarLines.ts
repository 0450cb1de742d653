/** More pairs of lines than this are not compared each with each. */
const MAX_PAIRS = 10_000;

/** Two lines of which less is the same are not one that was edited. */
const MIN_SIMILARITY = 0.45;

/** A long line says enough by its words at the front. */
const MAX_WORDS = 60;

/**
 * Which lines became which others, both in order: the pairing that keeps most. Lines too different from all others stay alone.
 *
 * @returns pairs of indexes, in order in both
 */
export function pairedBySimilarity(
	olds: readonly string[],
	nows: readonly string[],
): readonly (readonly [number, number])[] {
	if (olds.length === 0 || nows.length === 0) {
		return [];
	}
	if (olds.length * nows.length > MAX_PAIRS) {
		return olds.length === nows.length ? sideBySide(olds, nows) : [];
	}
	const a = olds.map(wordsOf);
	const b = nows.map(wordsOf);
	const width = b.length + 1;
	// Most that can be kept of the lines from i and from j on.
	const best = new Float64Array((a.length + 1) * width);
	const alike = new Float64Array(a.length * b.length);
	for (let i = a.length - 1; i >= 0; i--) {
		for (let j = b.length - 1; j >= 0; j--) {
			const likeness = similarity(a[i] ?? [], b[j] ?? []);
			alike[i * b.length + j] = likeness;
			const paired = likeness >= MIN_SIMILARITY ? likeness + (best[(i + 1) * width + j + 1] ?? 0) : 0;
			best[i * width + j] = Math.max(paired, best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0);
		}
	}
	const pairs: (readonly [number, number])[] = [];
	for (let i = 0, j = 0; i < a.length && j < b.length; ) {
		const likeness = alike[i * b.length + j] ?? 0;
		const here = best[i * width + j] ?? 0;
		if (likeness >= MIN_SIMILARITY && here === likeness + (best[(i + 1) * width + j + 1] ?? 0)) {
			pairs.push([i++, j++]);
		} else if (here === (best[(i + 1) * width + j] ?? 0)) {
			i++;
		} else {
			j++;
		}
	}
	return pairs;
}

function sideBySide(olds: readonly string[], nows: readonly string[]): readonly (readonly [number, number])[] {
	return olds.flatMap((line, i) =>
		similarity(wordsOf(line), wordsOf(nows[i] ?? '')) >= MIN_SIMILARITY ? [[i, i] as const] : [],
	);
}

/** Words and signs, in order of the alphabet. */
const wordsOf = (line: string): readonly string[] =>
	(line.match(/[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? []).slice(0, MAX_WORDS).sort();

/** Shared words twice, of all words (Sørensen–Dice); a word counts by its length, a sign little. */
function similarity(a: readonly string[], b: readonly string[]): number {
	let shared = 0;
	let all = 0;
	for (let i = 0, j = 0; i < a.length || j < b.length; ) {
		const [left, right] = [a[i], b[j]];
		if (left !== undefined && left === right) {
			shared += 2 * sizeOf(left);
			all += 2 * sizeOf(left);
			i++;
			j++;
		} else if (right === undefined || (left !== undefined && left < right)) {
			all += sizeOf(left ?? '');
			i++;
		} else {
			all += sizeOf(right);
			j++;
		}
	}
	return all === 0 ? 0 : shared / all;
}

const sizeOf = (word: string) => (/^[\p{L}\p{N}_]/u.test(word) ? Math.min(word.length, 12) : 0.5);
