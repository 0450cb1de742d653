import assert from 'node:assert/strict';
import fc from 'fast-check';
import { percentile } from '../../../src/core/incident/metrics/percentile';

describe('percentiles', () => {
	it('are between the closest ranks, in proportion', () => {
		assert.equal(percentile([4, 1, 3, 2], 0.5), 2.5);
		assert.equal(percentile([1, 2, 3], 0.5), 2);
		assert.equal(percentile([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110], 0.9), 100);
		assert.equal(percentile([0, 100], 0.9), 90);
		assert.equal(percentile([7], 0.9), 7);
	});

	it('are none of nothing', () => {
		assert.equal(percentile([], 0.5), null);
	});

	const someValues = fc.array(fc.integer({ min: 0, max: 1e9 }), { minLength: 1 });
	const share = fc.double({ min: 0, max: 1, noNaN: true });

	it('lie within the values, grow with the share, and do not mind the order', () => {
		fc.assert(
			fc.property(someValues, share, share, (values, one, other) => {
				const [low, high] = [Math.min(one, other), Math.max(one, other)];
				const [atLow, atHigh] = [percentile(values, low) ?? Number.NaN, percentile(values, high) ?? Number.NaN];
				assert.ok(Math.min(...values) <= atLow && atLow <= atHigh + 1e-6 && atHigh <= Math.max(...values));
				assert.equal(percentile([...values].reverse(), low), atLow);
			}),
		);
	});

	it('leave at least as many values on each side as they say', () => {
		fc.assert(
			fc.property(someValues, (values) => {
				const median = percentile(values, 0.5) ?? Number.NaN;
				assert.ok(values.filter((value) => value <= median).length * 2 >= values.length);
				assert.ok(values.filter((value) => value >= median).length * 2 >= values.length);
			}),
		);
	});
});
