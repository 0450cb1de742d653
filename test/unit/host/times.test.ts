import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { IncidentSummary } from '../../../src/core/incident/summary';
import { clockOf, DEFAULT_TARGETS, ROUND_THE_CLOCK } from '../../../src/core/incident/targets';
import { activeStatusText } from '../../../src/host/activeStatusText';
import { localTimeIn, localTimeText } from '../../../src/host/localTime';
import { minutesIn, nextUpdateChoices, nextUpdateIn } from '../../../src/host/updateTimes';
import { NOON } from '../../support/incidents';

const MINUTE = 60_000;

describe('times that people write', () => {
	it('are local, with a day or of today', () => {
		const now = new Date(2026, 10, 20, 12, 0).getTime();
		assert.equal(localTimeIn('2026-11-19 14:05', now), new Date(2026, 10, 19, 14, 5).getTime());
		assert.equal(localTimeIn('9:05', now), new Date(2026, 10, 20, 9, 5).getTime());
		assert.equal(localTimeIn(' 2026-11-19T14:05:30 ', now), new Date(2026, 10, 19, 14, 5, 30).getTime());
		for (const text of ['', 'noon', '25:00', '2026-02-30 10:00', '2026-13-01 10:00', '10', '2026-11-19']) {
			assert.equal(localTimeIn(text, now), undefined, text);
		}
	});

	it('are read as they are shown, to the minute', () => {
		const some = fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2100, 0) });
		fc.assert(
			fc.property(some, (ms) => {
				const read = localTimeIn(localTimeText(ms), 0) ?? Number.NaN;
				assert.equal(localTimeText(read), localTimeText(ms));
			}),
		);
	});

	it('promise the next update in minutes, or at a time that is still to come', () => {
		const now = new Date(2026, 10, 20, 23, 50).getTime();
		assert.equal(nextUpdateIn('30', now), now + 30 * MINUTE);
		assert.equal(nextUpdateIn('23:55', now), now + 5 * MINUTE);
		assert.equal(nextUpdateIn('0:10', now), now + 20 * MINUTE);
		assert.equal(nextUpdateIn('none', now), undefined);
		assert.deepEqual(['0', '-5', '1.5', '99999', '15 min', '15'].map(minutesIn), [
			undefined,
			undefined,
			undefined,
			undefined,
			15,
			15,
		]);
		assert.deepEqual(
			nextUpdateChoices(45, 'en')
				.map(({ value }) => value)
				.slice(0, 2),
			['45', '15'],
		);
	});
});

describe('the active incident in the status bar', () => {
	const rules = { targets: DEFAULT_TARGETS, working: () => ROUND_THE_CLOCK, warnShare: 0.8 };
	const said = (minutes: number, more: Partial<IncidentSummary> = {}) => {
		const incident = {
			...{ key: 'INC-7F3KQ', title: 'Checkout is down', priority: 'P1', status: 'new', isMajor: false },
			...{ createdAt: NOON, startedAt: NOON - 30 * MINUTE, detectedAt: NOON },
			...more,
		} as IncidentSummary;
		const now = NOON + minutes * MINUTE;
		return activeStatusText(incident, clockOf(incident, rules, now), now, 'en');
	};

	it('says how long it goes on and what is due next, and presses in time', () => {
		assert.equal(said(5).text, '$(pulse) INC-7F3KQ · 35 min · ack in 10 min');
		assert.deepEqual([said(5).tone, said(13).tone, said(16).tone], ['usual', 'warning', 'error']);
		assert.equal(said(17).text, '$(pulse) INC-7F3KQ · 47 min · ack 2 min overdue');
	});

	it('counts a major incident down to its next update, at last by the second', () => {
		const major = {
			isMajor: true,
			status: 'investigating',
			acknowledgedAt: NOON,
			nextUpdateDue: NOON + 30 * MINUTE,
		} as const;
		assert.equal(said(10, major).text, '$(megaphone) INC-7F3KQ · 40 min · update in 20 min');
		assert.equal(said(28.5, major).text, '$(megaphone) INC-7F3KQ · 59 min · update in 1:30');
		assert.equal(said(28.5, major).againInMs, 1000);
		assert.equal(said(33, major).tone, 'error');
	});

	it('is read out in sentences, without seconds that would be said again and again', () => {
		const major = {
			isMajor: true,
			status: 'investigating',
			acknowledgedAt: NOON,
			nextUpdateDue: NOON + 30 * MINUTE,
		} as const;
		assert.equal(
			said(28.5, major).spoken,
			'Major incident INC-7F3KQ. Checkout is down, priority P1, Investigating. Began 59 min ago. The next update is due in 2 min. To be resolved in 3 hr',
		);
	});

	it('is calm when it is over', () => {
		const over = { status: 'resolved', acknowledgedAt: NOON, resolvedAt: NOON + 5 * MINUTE } as const;
		assert.deepEqual([said(600, over).text, said(600, over).tone], ['$(pulse) INC-7F3KQ · Resolved', 'usual']);
	});
});
