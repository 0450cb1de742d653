import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hybridClock, isStamp, stampMs } from '../../../src/core/incident/hlc';
import { aClock, NOON } from '../../support/incidents';

describe('the hybrid clock', () => {
	it('shows the wall clock while that goes forward', () => {
		const clock = aClock();
		const hybrid = hybridClock(clock);
		const first = hybrid.next();
		clock.set(NOON + 1);
		assert.deepEqual([first, hybrid.next()], ['2026-11-23T12:00:00.000Z-0000', '2026-11-23T12:00:00.001Z-0000']);
	});

	it('counts on when the wall clock stands still or goes back', () => {
		const clock = aClock();
		const hybrid = hybridClock(clock);
		hybrid.next();
		clock.set(NOON - 3_600_000);
		assert.deepEqual(
			[hybrid.next(), hybrid.next()],
			['2026-11-23T12:00:00.000Z-0001', '2026-11-23T12:00:00.000Z-0002'],
		);
	});

	it('goes to the next millisecond when the counter is full', () => {
		const hybrid = hybridClock(aClock());
		hybrid.see('2026-11-23T12:00:00.000Z-ffff');
		assert.equal(hybrid.next(), '2026-11-23T12:00:00.001Z-0000');
	});

	it('gives stamps that sort as text, each after all it gave or saw, whatever the wall clock does', () => {
		const step = fc.record({ now: fc.integer({ min: NOON - 5, max: NOON + 5 }), seen: fc.option(fc.nat(9)) });
		fc.assert(
			fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
				const clock = aClock();
				const hybrid = hybridClock(clock);
				let last = '';
				for (const { now, seen } of steps) {
					clock.set(now);
					const remote = `2026-11-23T12:00:00.00${seen}Z-0003`;
					if (seen !== null) {
						hybrid.see(remote);
					}
					const stamp = hybrid.next();
					assert.ok(isStamp(stamp) && stamp > last && (seen === null || stamp > remote) && stampMs(stamp) >= now);
					last = stamp;
				}
			}),
		);
	});

	it('does not follow a clock that is more than a day ahead, and never leaves the years that sort as text', () => {
		const hybrid = hybridClock(aClock());
		hybrid.see('9999-12-31T23:59:59.999Z-ffff');
		assert.equal(hybrid.next(), '2026-11-23T12:00:00.000Z-0000');
		const far = stampMs('9999-12-31T23:59:59.998Z-0000');
		const stamps = [hybrid.next(far), hybrid.next(far), hybrid.next(far + 1), hybrid.next()];
		assert.deepEqual(stamps, [
			'9999-12-31T23:59:59.999Z-0000',
			'9999-12-31T23:59:59.999Z-0001',
			'9999-12-31T23:59:59.999Z-0002',
			'2026-11-23T12:00:00.000Z-0004',
		]);
	});

	it('takes no notice of what is not a stamp', () => {
		const hybrid = hybridClock(aClock());
		for (const text of ['', 'tomorrow', '2099-99-99T12:00:00.000Z-0000', '2099-01-01T12:00:00Z']) {
			hybrid.see(text);
			assert.ok(!isStamp(text));
		}
		assert.equal(hybrid.next(), '2026-11-23T12:00:00.000Z-0000');
	});
});
