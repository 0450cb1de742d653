import assert from 'node:assert/strict';
import fc from 'fast-check';
import { dutiesOf, nextDutyTurn, toWarnOf } from '../../../src/core/incident/duties';
import type { IncidentSummary } from '../../../src/core/incident/summary';
import { clockOf, DEFAULT_TARGETS, ROUND_THE_CLOCK } from '../../../src/core/incident/targets';
import { NOON } from '../../support/incidents';

const MINUTE = 60_000;
const rules = { targets: DEFAULT_TARGETS, working: () => ROUND_THE_CLOCK, warnShare: 0.8 };

const summary = (more: Partial<IncidentSummary> = {}) =>
	({
		...{ id: 'x', priority: 'P1', isMajor: false, createdAt: NOON, startedAt: NOON, detectedAt: NOON },
		...more,
	}) as IncidentSummary;
const at = (minutes: number, more: Partial<IncidentSummary> = {}) => {
	const now = NOON + minutes * MINUTE;
	const incident = summary(more);
	const clock = clockOf(incident, rules, now);
	return { incident, clock, now, duties: dutiesOf(incident, clock, now) };
};
const states = (minutes: number, more?: Partial<IncidentSummary>) =>
	at(minutes, more).duties.map(({ of, state }) => `${of} ${state}`);

describe('what is to be done in time', () => {
	it('is to answer, then to end an incident; each presses before it is missed', () => {
		assert.deepEqual(states(0), ['acknowledge running', 'resolve running']);
		assert.deepEqual(states(12), ['acknowledge pressing', 'resolve running']);
		assert.deepEqual(states(16), ['acknowledge missed', 'resolve running']);
		assert.deepEqual(states(16, { acknowledgedAt: NOON }), ['resolve running']);
		assert.deepEqual(states(16, { acknowledgedAt: NOON, resolvedAt: NOON + MINUTE }), []);
	});

	it('is for a major incident first of all the next update', () => {
		const major = { isMajor: true, nextUpdateDue: NOON + 30 * MINUTE };
		assert.equal(states(0, major)[0], 'update running');
		assert.equal(states(25, major)[0], 'update pressing');
		assert.equal(states(31, major)[0], 'update missed');
	});

	it('warns of what presses and of what was missed since the window began, and not of what was missed before', () => {
		const warned = (minutes: number, since: number) =>
			toWarnOf(at(minutes).duties, NOON + since * MINUTE).map(({ of }) => of);
		assert.deepEqual(warned(5, 0), []);
		assert.deepEqual(warned(13, 0), ['acknowledge']);
		assert.deepEqual(warned(20, 0), ['acknowledge']); // the machine slept
		assert.deepEqual(warned(20, 18), []);
	});

	it('never has what is to be done change between now and the next turn', () => {
		const minutes = fc.integer({ min: 0, max: 400 });
		fc.assert(
			fc.property(
				minutes,
				fc.option(minutes, { nil: undefined }),
				fc.double({ min: 0, max: 1, noNaN: true }),
				(now, due, share) => {
					const more = due === undefined ? {} : { isMajor: true, nextUpdateDue: NOON + due * MINUTE };
					const { incident, clock, now: from } = at(now, more);
					const next = nextDutyTurn(incident, clock, from);
					const before = next === undefined ? from + 1e9 : from + Math.floor((next - 1 - from) * share);
					assert.deepEqual(states((before - NOON) / MINUTE, more), states(now, more));
					if (next !== undefined) {
						assert.notDeepEqual(states((next - NOON) / MINUTE, more), states(now, more));
					}
				},
			),
		);
	});
});
