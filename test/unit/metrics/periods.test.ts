import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bucketOf, type Calendar, PERIODS, spanOf } from '../../../src/core/incident/metrics/periods';

const DAY = 86_400_000;
/** Days of UTC. */
const calendar: Calendar = { dayOf: (ms) => Math.floor(ms / DAY), startOf: (day) => day * DAY };
/** A Thursday. */
const NOW = Date.UTC(2026, 10, 26, 20);
const date = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);
const datesOf = (...asked: Parameters<typeof spanOf>) => {
	const { from, unit, buckets } = spanOf(...asked);
	const dates = buckets.map(({ start }) => date(start));
	return { from: from === undefined ? undefined : date(from / DAY), unit, first: dates[0], last: dates.at(-1) };
};

describe('the periods of a dashboard', () => {
	it('are 30 and 90 days with today, by weeks from Monday', () => {
		const last = '2026-11-23';
		assert.deepEqual(datesOf('days30', NOW, undefined, calendar), {
			...{ from: '2026-10-28', unit: 'week', first: '2026-10-26', last },
		});
		assert.deepEqual(datesOf('days90', NOW, undefined, calendar), {
			...{ from: '2026-08-29', unit: 'week', first: '2026-08-24', last },
		});
	});

	it('are twelve calendar months with this one', () => {
		assert.deepEqual(datesOf('months12', NOW, undefined, calendar), {
			...{ from: '2025-12-01', unit: 'month', first: '2025-12-01', last: '2026-11-01' },
		});
	});

	it('are by coarser units as all time gets long', () => {
		const unitSince = (year: number, month = 0) => spanOf('all', NOW, Date.UTC(year, month), calendar).unit;
		assert.deepEqual(
			[unitSince(2026, 8), unitSince(2025), unitSince(2020), unitSince(1970)],
			['week', 'month', 'quarter', 'year'],
		);
		assert.equal(spanOf('all', NOW, undefined, calendar).buckets.length, 1);
	});

	it('are cut without gaps, end with today, hold every day in its bucket, and are never many', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...PERIODS),
				fc.integer({ min: 0, max: 4e12 }),
				fc.integer({ min: 0, max: 4e12 }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(period, now, first, share) => {
					const { from, buckets } = spanOf(period, now, first, calendar);
					const today = calendar.dayOf(now);
					assert.ok(
						buckets.every(({ end }, index) => index === buckets.length - 1 || end === buckets[index + 1]?.start),
					);
					assert.ok((buckets.at(-1)?.start ?? 0) <= today && today < (buckets.at(-1)?.end ?? 0));
					assert.ok(buckets.length <= 130);
					const since = Math.min(today, calendar.dayOf(from ?? first));
					const day = Math.floor(since + (today - since) * share);
					const bucket = buckets[bucketOf(day, buckets)];
					assert.ok(bucket && bucket.start <= day && day < bucket.end);
				},
			),
		);
	});
});
