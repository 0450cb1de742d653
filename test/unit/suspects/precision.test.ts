import assert from 'node:assert/strict';
import type { Verdict } from '../../../src/core/incident/record';
import { suspectPrecision } from '../../../src/core/suspects/precision';

const said = (verdict: Verdict['verdict'], rank?: number | null): Verdict => ({
	...{ sha: 'a'.repeat(40), subject: 'Change', date: '2026-11-20T12:00:00.000Z', author: 'Ada', by: 'person', at: 0 },
	verdict,
	...(rank !== undefined && { rank }),
});

describe('the precision of suspects', () => {
	it('is counted by incident, on the ranking that was there when the cause was confirmed', () => {
		const incidents = [
			[said('confirmed', 1), said('dismissed', 2)],
			[said('confirmed', 7), said('confirmed', 4)],
			[said('confirmed', null)],
			[said('confirmed')], // nothing had been analysed: says nothing of the ranking
			[said('dismissed', 1)],
			[],
		];
		assert.deepEqual(suspectPrecision(incidents), {
			verdicts: 7,
			dismissed: 2,
			incidents: 3,
			top1: 1,
			top3: 1,
			top5: 2,
		});
	});
});
