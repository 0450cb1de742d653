// Reads texts made of pieces of traces, and real traces with pieces changed: none may throw, break a law, or take long for its length.
import fc from 'fast-check';
import { parseText } from '../../src/core/trace/parse';
import { goldenCases } from '../support/golden';
import { checkLaws, mutations, soup } from '../support/traceTexts';

/** Microseconds a thousand units that no text may take, and that a look at it again must confirm: the machine may be busy. */
const SLOW = 20_000;
/** What every text may take, however short. */
const MIN_MS = 5;
const LOOKS = 15;

export interface FuzzResult {
	readonly runs: number;
	/** Of the slowest text; a thousand units are counted as no fewer. */
	readonly slowest: { readonly microsecondsPerThousand: number; readonly text: string };
}

/** @throws Error with the seed and the smallest text found, if one throws, breaks a law or is slow */
export function run(runs: number, seed: number): FuzzResult {
	let slowest = { microsecondsPerThousand: 0, text: '' };
	const check = (text: string) => {
		const start = performance.now();
		checkLaws(text);
		const figure = perThousand(text, performance.now() - start);
		if (figure > slowest.microsecondsPerThousand) {
			const sure = figure > SLOW ? best(text) : figure;
			slowest = sure > slowest.microsecondsPerThousand ? { microsecondsPerThousand: sure, text } : slowest;
			if (sure > SLOW) {
				throw new Error(`${sure} µs for a thousand units`);
			}
		}
	};
	const texts = fc.oneof(soup, mutations(goldenCases('traces').map(({ input }) => input)));
	fc.assert(fc.property(texts, check), { numRuns: runs, seed });
	return { runs, slowest };
}

function best(text: string): number {
	let ms = Number.POSITIVE_INFINITY;
	for (let i = 0; i < LOOKS; i++) {
		const start = performance.now();
		parseText(text);
		ms = Math.min(ms, performance.now() - start);
	}
	return perThousand(text, ms);
}

const perThousand = (text: string, ms: number) =>
	Math.round((1000 * Math.max(0, ms - MIN_MS)) / Math.max(1, text.length / 1000));
