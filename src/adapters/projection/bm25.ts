import { bm25Term } from '../../base/bm25';

/**
 * How well a row answers, larger is better.
 *
 * @param info what FTS4's `matchinfo` gives for `pcnalx`: 32-bit numbers in the machine's order
 * @param weights what a word is worth in each column
 */
export function bm25(info: Uint8Array, weights: readonly number[]): number {
	const numbers = new Uint32Array(info.buffer.slice(info.byteOffset, info.byteOffset + info.byteLength));
	const at = (index: number) => numbers[index] ?? 0;
	const [phrases, columns, rows] = [at(0), at(1), at(2)];
	const averages = 3;
	const lengths = averages + columns;
	const hits = lengths + columns;
	let score = 0;
	for (let phrase = 0; phrase < phrases; phrase++) {
		for (let column = 0; column < columns; column++) {
			const hit = hits + 3 * (phrase * columns + column);
			const [here, rowsWith] = [at(hit), at(hit + 2)];
			if (here === 0) {
				continue;
			}
			const length = at(lengths + column) / Math.max(1, at(averages + column));
			score += (weights[column] ?? 0) * bm25Term(here, length, rowsWith, rows);
		}
	}
	return score;
}
