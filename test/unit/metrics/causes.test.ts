import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAtOnce } from '../../../src/base/slices';
import { causePlacesSteps, hotFilesSteps } from '../../../src/core/incident/metrics/causes';
import type { Verdict } from '../../../src/core/incident/record';
import { suspectPrecision } from '../../../src/core/suspects/precision';

const repository = '/home/ann/shop';

describe('confirmed causes', () => {
	it('are where the best of them was in the ranking of that time', () => {
		const cause = (incident: string, rank?: number | null) => ({
			incident,
			sha: 'a',
			...(rank !== undefined && { rank }),
		});
		const causes = [cause('a', 1), cause('a', 7), cause('b', 4), cause('c', null), cause('d'), cause('e', 3)];
		assert.deepEqual(runAtOnce(causePlacesSteps(causes)), {
			...{ first: ['a'], top3: ['a', 'e'], top5: ['a', 'b', 'e'], incidents: ['a', 'b', 'c', 'e'] },
		});
	});

	it('are counted as “Show Suspect Precision” counts them', () => {
		const rank = fc.option(fc.option(fc.integer({ min: 1, max: 9 })), { nil: undefined });
		fc.assert(
			fc.property(fc.array(fc.array(rank, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), (ranks) => {
				const places = runAtOnce(
					causePlacesSteps(
						ranks.flatMap((own, index) =>
							own.map((one) => ({ incident: `${index}`, sha: 'a', ...(one !== undefined && { rank: one }) })),
						),
					),
				);
				const { incidents, top1, top3, top5 } = suspectPrecision(
					ranks.map((own) =>
						own.map((one) => ({ verdict: 'confirmed', ...(one !== undefined && { rank: one }) }) as Verdict),
					),
				);
				assert.deepEqual(
					[places.incidents, places.first, places.top3, places.top5].map(({ length }) => length),
					[incidents, top1, top3, top5],
				);
			}),
		);
	});
});

describe('hot files', () => {
	const frames = [
		{ repository, path: 'src/price.js', incidents: ['c', 'a'] },
		{ path: 'src/price.js', incidents: ['z'] },
	];

	it('are those of frames and of confirmed commits, an incident once for each', () => {
		const causes = [
			{ incident: 'a', repository, sha: '1' },
			{ incident: 'b', repository, sha: '1' },
			{ incident: 'd', sha: '1' },
			{ incident: 'e', repository: '/not/here', sha: '2' },
		];
		const changed = (at: string, sha: string) =>
			at === repository && sha === '1' ? ['src/price.js', 'src/tax.js'] : undefined;
		assert.deepEqual(runAtOnce(hotFilesSteps(frames, causes, changed)), [
			{ repository, path: 'src/price.js', incidents: ['c', 'b', 'a'] },
			{ repository, path: 'src/tax.js', incidents: ['b', 'a'] },
			{ path: 'src/price.js', incidents: ['z'] },
		]);
	});
});
