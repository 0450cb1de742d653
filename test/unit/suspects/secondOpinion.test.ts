import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type OpinionLine, secondOpinion } from '../../../src/core/suspects/secondOpinion';

const DAY = 86_400_000;
const START = Date.parse('2026-11-20T12:00:00Z');
const sha = (letter: string) => letter.repeat(40);
const line = (letter: string, more: Partial<OpinionLine> = {}): OpinionLine => ({
	...{ path: 'src/price.js', line: 4, isInApp: true, sha: sha(letter) },
	...more,
});
/** Commits made so many days before the start; those in pairs were written on another day than they were committed. */
const made = (days: Readonly<Record<string, number | readonly [committed: number, authored: number]>>) =>
	new Map(
		Object.entries(days).map(([letter, age]) => {
			const [committed, authored] = typeof age === 'number' ? [age, age] : age;
			return [sha(letter), { date: START - committed * DAY, authoredAt: START - authored * DAY }] as const;
		}),
	);
const named = (lines: readonly OpinionLine[], dates: ReturnType<typeof made>) =>
	secondOpinion(lines, dates, START).map((opinion) => opinion.sha?.[0] ?? opinion.detail);

describe('the second opinion', () => {
	it('is the newest commit on the lines, wherever it is in the trace; of two equally new ones the innermost', () => {
		assert.deepEqual(named([line('a'), line('b'), line('c')], made({ a: 30, b: 2, c: 2 })), ['b', 'b']);
	});

	it('looks at in-app frames only by Sentry’s rule, at every line by Datadog’s', () => {
		assert.deepEqual(named([line('a', { isInApp: false }), line('b')], made({ a: 1, b: 5 })), ['b', 'a']);
		assert.equal(
			named([line('a', { isInApp: false })], made({ a: 1 }))[0],
			'It names none: no in-app frame has a line with a history in this repository.',
		);
	});

	it('ends after a year by Sentry’s rule and after 90 days by Datadog’s, and says so', () => {
		assert.deepEqual(named([line('a')], made({ a: 90 })), ['a', 'a']);
		assert.deepEqual(named([line('a')], made({ a: 200 })), [
			'a',
			'It names none: the newest commit on these lines before the start, aaaaaaa, was written 6 months before it.',
		]);
		assert.deepEqual(named([line('a')], made({ a: 365 })), [
			'It names none: the newest commit on these lines, aaaaaaa, was 1 year old at the start.',
			'It names none: the newest commit on these lines before the start, aaaaaaa, was written 1 year before it.',
		]);
	});

	it('goes by when a commit was written and not after the start, by Datadog’s rule', () => {
		assert.deepEqual(named([line('a'), line('b')], made({ a: [1, 80], b: [2, 3] })), ['a', 'b']);
		assert.deepEqual(named([line('a'), line('b')], made({ a: -1, b: 3 })), ['a', 'b']);
		assert.deepEqual(named([line('a')], made({ a: -1 })), [
			'a',
			'It names none: all commits on these lines were written after the start.',
		]);
	});

	it('names none without a line that has a history', () => {
		assert.deepEqual(named([line('a'), { path: 'x', line: 1, isInApp: true }], made({})), [
			'It names none: no in-app frame has a line with a history in this repository.',
			'It names none: no frame has a line with a history in this repository.',
		]);
	});

	it('never names a commit that its own rule leaves out', () => {
		const age = fc.integer({ min: -30, max: 500 });
		const ages = fc.record({ a: age, b: age, c: age, d: age });
		const lines = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.boolean()), { maxLength: 8 });
		fc.assert(
			fc.property(lines, ages, (some, days) => {
				const trace = some.map(([letter, isInApp]) => line(letter, { isInApp }));
				const dates = made(days);
				const [sentry, datadog] = secondOpinion(trace, dates, START);
				const ageOf = (name: string | undefined) => (START - (dates.get(name ?? '')?.date ?? 0)) / DAY;
				if (sentry?.sha !== undefined) {
					assert.ok(ageOf(sentry.sha) < 365 && trace.some((one) => one.isInApp && one.sha === sentry.sha));
				}
				if (datadog?.sha !== undefined) {
					assert.ok(ageOf(datadog.sha) <= 90 && ageOf(datadog.sha) > 0);
				}
			}),
		);
	});
});
