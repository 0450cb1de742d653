import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { blameless } from '../../../src/core/blameless/check';
import { DEFAULT_BLAMELESS } from '../../../src/core/blameless/model';

interface Labelled {
	readonly text: string;
	/** What blames somebody in it; nothing in a neutral one. */
	readonly blame: readonly string[];
}

/** Rules were written while looking at half A alone; half B was written before there was a rule, and is only measured. */
const HALVES = ['half-a', 'half-b'] as const;

const read = (half: string): readonly Labelled[] =>
	JSON.parse(readFileSync(path.join(__dirname, '../../fixtures/blameless', `${half}.json`), 'utf8'));

/** A finding is right where it touches what is labelled, and a label is found where a finding touches it. */
function measure(cases: readonly Labelled[]) {
	let [right, wrong, missed] = [0, 0, 0];
	for (const { text, blame } of cases) {
		const labels = blame.map((words) => ({ start: text.indexOf(words), end: text.indexOf(words) + words.length }));
		const found = blameless(text, DEFAULT_BLAMELESS);
		const isRight = found.map((one) => labels.some(({ start, end }) => one.start < end && start < one.end));
		right += isRight.filter(Boolean).length;
		wrong += isRight.filter((one) => !one).length;
		missed += labels.filter(({ start, end }) => !found.some((one) => one.start < end && start < one.end)).length;
	}
	return { precision: right / (right + wrong), recall: right / (right + missed) };
}

describe('blameless check on the labelled sentences', () => {
	it('has as many as promised, a good part of them neutral, and none in both halves', () => {
		const [a, b] = HALVES.map(read);
		const all = [...(a ?? []), ...(b ?? [])];
		const neutral = all.filter(({ blame }) => blame.length === 0);
		assert.ok(all.length >= 240);
		assert.ok(neutral.length >= all.length / 3);
		assert.equal(new Set(all.map(({ text }) => text)).size, all.length);
		assert.ok(all.every(({ text, blame }) => blame.every((words) => text.includes(words))));
	});

	for (const half of HALVES) {
		it(`is right in nine of ten findings and finds eight of ten in ${half}`, () => {
			const { precision, recall } = measure(read(half));
			assert.ok(precision >= 0.9, `precision ${precision}`);
			assert.ok(recall >= 0.8, `recall ${recall}`);
		});
	}
});
