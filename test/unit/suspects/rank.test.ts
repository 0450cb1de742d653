import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Commit } from '../../../src/core/ports/repository';
import type { Clue } from '../../../src/core/suspects/clues';
import { at, FEATURES } from '../../../src/core/suspects/features';
import type { Move } from '../../../src/core/suspects/moves';
import type { Place } from '../../../src/core/suspects/places';
import { rank } from '../../../src/core/suspects/rank';
import { calibrated } from '../../../src/core/suspects/trained';
import { WINDOW_FEATURES, type WindowChange } from '../../../src/core/suspects/windowChanges';

const START = Date.parse('2026-03-01T00:00:00Z');

const aCommit = (number: number, date = START - number * 86_400_000): Commit => ({
	sha: number.toString(16).padStart(40, '0'),
	author: 'Ada',
	date,
	authoredAt: date,
	subject: `Change ${number}`,
	parents: ['1'],
});

const aPlace = (number: number, distance: number, more: Partial<Place> = {}): Place => {
	const features = new Float64Array(FEATURES.length);
	features[at('line.distance')] = Math.log1p(distance);
	features[at('line.isInFunction')] = 1;
	features[at('commit.age')] = Math.log1p(number);
	return {
		path: 'src/a.js',
		commit: aCommit(number),
		isBoundary: false,
		count: 1,
		line: 10 + distance,
		frame: 0,
		isInFunction: true,
		features,
		...more,
	};
};

const ranked = (
	places: readonly Place[],
	clues: readonly Clue[] = [],
	shas?: readonly string[],
	windowChanges: readonly WindowChange[] = [],
	moves: readonly Move[] = [],
) =>
	rank(
		{
			places,
			windowChanges,
			files: [],
			changedFiles: [],
			changes: new Map(
				places.map(({ commit }) => [commit.sha, { commit, message: commit.subject, paths: ['src/a.js'] }]),
			),
			formatting: new Map(),
			moves,
			clues,
		},
		{
			revision: aCommit(0).sha,
			frames: [
				{
					location: { path: 'src/a.js', confidence: 1, alternatives: [] },
					line: 10,
					function: 'due',
					format: 'node',
					isVendor: false,
					label: 'the innermost in-app frame',
				},
			],
			...(shas && { window: { shas: new Set(shas), from: '0', name: 'v1' } }),
			startedAt: START,
			isStartKnown: true,
			ignored: new Set(),
			limit: 50,
		},
	);

describe('ranking', () => {
	it('says of each reason that is about lines where the nearest of them is', () => {
		const place = fc.tuple(fc.nat(6), fc.nat(60)).map(([number, distance]) => aPlace(number, distance));
		fc.assert(
			fc.property(fc.array(place, { minLength: 1, maxLength: 20 }), (places) => {
				for (const { sha, reasons } of ranked(places).commits) {
					const own = places.filter(({ commit }) => commit.sha === sha);
					for (const { kind, at: where } of reasons) {
						if (kind !== 'more') {
							assert.ok(own.some(({ path, line }) => where?.path === path && where.line === line));
						}
					}
					const first = reasons.find(({ kind }) => kind === 'blame');
					assert.ok(!first || first.at?.line === 10);
				}
			}),
		);
	});

	it('gives every score as the sum of its reasons, a probability, best first, whatever the evidence', () => {
		const place = fc.tuple(fc.nat(12), fc.nat(300)).map(([number, distance]) => aPlace(number, distance));
		const clue = fc.tuple(fc.nat(12), fc.double({ min: 0, max: 1, noNaN: true })).map(
			([number, strength]): Clue => ({
				commit: aCommit(number),
				kind: 'configuration',
				detail: 'changed x',
				strength,
			}),
		);
		const ofWindow = fc
			.tuple(fc.integer({ min: 20, max: 40 }), fc.array(fc.double({ min: 0, max: 9, noNaN: true })))
			.map(
				([number, values]): WindowChange => ({
					change: { commit: aCommit(number), paths: ['src/b.js'] },
					features: Float64Array.from(WINDOW_FEATURES, (_, i) => values[i] ?? 0),
					...(number % 2 === 0 && { bearing: { by: 'name', name: 'due' } }),
				}),
			);
		const some = [fc.array(place, { maxLength: 40 }), fc.array(clue, { maxLength: 4 })] as const;
		fc.assert(
			fc.property(...some, fc.array(ofWindow, { maxLength: 9 }), (places, clues, others) => {
				const shas = Array.from({ length: 41 }, (_, number) => aCommit(number).sha);
				const { commits } = ranked(places, clues, others.length === 0 ? undefined : shas, others);
				for (const [i, { score, reasons }] of commits.entries()) {
					const sum = reasons.reduce((total, { weight }) => total + weight, 0);
					assert.ok(Math.abs(sum - score) < 0.002 && score >= 0 && score <= 1.001);
					assert.ok(score <= (commits[i - 1]?.score ?? 2));
				}
				const named = [...places, ...clues, ...others.map(({ change }) => change)].map(({ commit }) => commit.sha);
				assert.equal(commits.length, new Set(named).size);
			}),
		);
	});

	it('parts a moved line between who moved and who wrote it: scores stay sums of reasons, and the mover stays ahead', () => {
		const place = fc.tuple(fc.nat(12), fc.nat(30)).map(([number, distance]) => aPlace(number, distance));
		const writer = fc.option(fc.integer({ min: 20, max: 24 }), { nil: undefined });
		const some = fc.uniqueArray(fc.tuple(place, writer), { maxLength: 20, selector: ([{ line }]) => line });
		fc.assert(
			fc.property(some, fc.boolean(), (lines, isCopy) => {
				const places = lines.map(([one]) => one);
				const moves = lines.flatMap(([{ path, line, commit }, number]): readonly Move[] =>
					number === undefined
						? []
						: [{ path, line, mover: commit.sha, from: 'b.js', isCopy, writer: aCommit(number), isBoundary: false }],
				);
				const { commits } = ranked(places, [], undefined, [], moves);
				const before = new Map(ranked(places).commits.map(({ sha, score }) => [sha, score]));
				const names = [...places.map(({ commit }) => commit), ...moves.map(({ writer: one }) => one)];
				assert.deepEqual(new Set(commits.map(({ sha }) => sha)), new Set(names.map(({ sha }) => sha)));
				for (const { sha, score, reasons } of commits) {
					const sum = reasons.reduce((total, { weight }) => total + weight, 0);
					assert.ok(Math.abs(sum - score) < 0.002 && score >= 0 && score <= 1.001);
					const own = before.get(sha);
					assert.ok(own === undefined || score <= own + 0.004, 'nobody gains by moving lines');
				}
			}),
		);
		const move = { path: 'src/a.js', line: 10, from: 'b.js', isCopy: false, isBoundary: true };
		const { commits } = ranked(
			[aPlace(3, 0)],
			[],
			undefined,
			[],
			[
				{ ...move, mover: aCommit(3).sha, writer: aCommit(9) },
				{ ...move, line: 11, mover: aCommit(3).sha, writer: aCommit(8) },
			],
		);
		assert.deepEqual(
			commits.map(({ subject, reasons }) => [subject, reasons[0]?.detail.replace(/;.*/, '')]),
			[
				['Change 3', 'only moved line 10 of src/a.js, the innermost in-app frame, there from b.js'],
				[
					'Change 9',
					'is where the history here begins, and has what 00000000 moved from b.js to line 10 of src/a.js, the innermost in-app frame',
				],
			],
		);
	});

	it('takes the nearer line, the newer commit, and the one whose lines do not begin the history', () => {
		const first = (...places: Place[]) => ranked(places).commits[0]?.subject;
		assert.equal(first(aPlace(5, 40), aPlace(6, 0)), 'Change 6');
		assert.equal(first(aPlace(400, 2), aPlace(3, 2)), 'Change 3');
		assert.equal(first(aPlace(5, 2, { isBoundary: true }), aPlace(6, 3)), 'Change 6');
	});

	it('never names what it rules out, and says why', () => {
		const late = aPlace(7, 0, { commit: aCommit(7, START + 1000) });
		const { commits, excluded } = ranked([late, aPlace(2, 5), aPlace(3, 5)], [], [aCommit(2).sha, aCommit(7).sha]);
		assert.deepEqual(
			commits.map(({ subject }) => subject),
			['Change 2'],
		);
		assert.deepEqual(
			excluded.map(({ subject, reason }) => [subject, reason]),
			[
				['Change 7', 'committed after the start'],
				['Change 3', 'already in v1, the last good revision'],
			],
		);
	});

	it('keeps the order of shares when they become probabilities', () => {
		const share = fc.double({ min: 0, max: 1, noNaN: true });
		fc.assert(
			fc.property(share, share, (a, b) => {
				const of = (one: number) => calibrated(one, { offset: -0.4, slope: 0.7 });
				assert.ok(of(Math.min(a, b)) <= of(Math.max(a, b)));
			}),
		);
	});
});
