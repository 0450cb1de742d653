// The slowest line for any format: lines of the longest that a format gets, made to be gone back over, beside an ordinary line as long.
import { formats } from '../../src/core/trace/parse';
import { hostileLines } from '../support/hostileLines';
import type { BenchResult } from './result';

const RUNS = 3;
/** A line that is this slow would hold the editor up if a text were full of them. */
const MAX_MS = 5;

export async function run(): Promise<BenchResult[]> {
	const ordinary = 'GET /cart/17/lines took 97 ms, 5 lines at warehouse 3; '.repeat(200).slice(0, 8192);
	const fastest = (work: () => unknown) => {
		let best = Number.POSITIVE_INFINITY;
		for (let i = 0; i < RUNS; i++) {
			const start = performance.now();
			work();
			best = Math.min(best, performance.now() - start);
		}
		return best;
	};
	return formats.map((format) => {
		const referenceValue = fastest(() => format.accepts(ordinary));
		let value = 0;
		for (const line of hostileLines()) {
			value = Math.max(
				value,
				fastest(() => format.accepts(line)),
			);
		}
		return {
			name: `slowest line: ${format.id}`,
			value,
			unit: 'ms',
			reference: 'an ordinary line of 8 KB',
			referenceValue,
			ratio: value / referenceValue,
			target: `≤ ${MAX_MS} ms`,
			met: value <= MAX_MS,
		};
	});
}
