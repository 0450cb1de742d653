import assert from 'node:assert/strict';
import { parseText } from '../../../src/core/trace/parse';
import { goldenCases } from '../../support/golden';
import { transports } from '../../support/transports';

/** Longer ones say no more, and cost time under sixty transports. */
const MAX_LENGTH = 12_000;

const framesOf = (text: string) =>
	parseText(text).traces.flatMap(({ exceptions }) => exceptions.flatMap(({ frames }) => frames));
const placesOf = (text: string) =>
	framesOf(text).flatMap(({ file, line, column }) => (line === undefined ? [] : [`${file}:${line}:${column ?? ''}`]));

/** Traces as they were printed: a log's own prefix under another one is another matter. */
const fixtures = goldenCases('traces').flatMap(({ name, input }) => {
	const text = input.trimEnd();
	const isBare = framesOf(text).every(({ range: [start] }) => {
		const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
		return before.trim() === '';
	});
	const places = placesOf(text);
	return isBare && places.length > 0 && text.length <= MAX_LENGTH
		? [{ format: name.split('/')[1] ?? '', text, places }]
		: [];
});

/** Places that both lists have, in the same order. */
function common(a: readonly string[], b: readonly string[]): number {
	let row: number[] = new Array(b.length + 1).fill(0);
	for (const place of a) {
		const next = [0];
		for (const [j, other] of b.entries()) {
			next.push(place === other ? (row[j] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0));
		}
		row = next;
	}
	return row.at(-1) ?? 0;
}

describe('the places of frames survive', function () {
	this.timeout(60_000);

	for (const [what, change] of Object.entries(transports)) {
		it(what, () => {
			const counts = new Map<string, { wanted: number; right: number; extra: number }>();
			for (const { format, text, places } of fixtures) {
				const count = counts.get(format) ?? { wanted: 0, right: 0, extra: 0 };
				counts.set(format, count);
				const found = placesOf(change(text));
				const right = common(places, found);
				count.wanted += places.length;
				count.right += right;
				count.extra += found.length - right;
			}
			const shares = [...counts].map(([format, { wanted, right, extra }]) => ({
				format,
				right: right / wanted,
				extra: extra / wanted,
			}));
			const mean = shares.reduce((sum, { right }) => sum + right, 0) / shares.length;
			const extra = shares.reduce((sum, share) => sum + share.extra, 0) / shares.length;
			const weak = shares
				.filter(({ right }) => right < 0.9)
				.map(({ format, right }) => `${format} ${right.toFixed(2)}`);
			assert.ok(
				mean >= 0.95 && extra <= 0.02,
				`${mean.toFixed(3)} right, ${extra.toFixed(3)} too many; ${weak.join(', ')}`,
			);
		});
	}
});
