import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as v from 'valibot';
import { workingTimes } from '../../../src/app/workingTimes';
import { businessTime } from '../../../src/core/incident/businessTime';
import { type BusinessHours, HoursSchema, WEEKDAYS } from '../../../src/core/incident/hours';
import {
	clockOf,
	DEFAULT_TARGETS,
	nextTurn,
	ROUND_THE_CLOCK,
	TargetsSchema,
	type WorkingTime,
} from '../../../src/core/incident/targets';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Zones whose clocks change by an hour, by half an hour, at midnight, at other times of the year, or never. */
const ZONES = [
	'Europe/Berlin',
	'America/New_York',
	'Australia/Lord_Howe',
	'America/Santiago',
	'Africa/Cairo',
	'Asia/Kathmandu',
	'Pacific/Apia',
	'UTC',
];
const at = (iso: string) => Date.parse(iso);
const hours = (given: Partial<BusinessHours>): BusinessHours => v.parse(HoursSchema, { timeZone: 'UTC', ...given });

const timeOfDay = fc
	.tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom('00', '30'))
	.map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${minute}`);
const someHours = fc
	.record({
		timeZone: fc.constantFrom(...ZONES),
		days: fc.subarray([...WEEKDAYS], { minLength: 1 }),
		from: timeOfDay,
		to: fc.oneof(timeOfDay, fc.constant('24:00')),
	})
	.filter((given) => v.is(HoursSchema, given))
	.map(hours);
/** Within a few years; every other one near a change of the clocks in Berlin. */
const time = fc.oneof(
	fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') }),
	fc.integer({ min: -2 * DAY, max: 2 * DAY }).map((ms) => at('2026-10-25T01:00:00Z') + ms),
	fc.integer({ min: -2 * DAY, max: 2 * DAY }).map((ms) => at('2026-03-29T01:00:00Z') + ms),
);

describe('working time', () => {
	it('is all time between what is further apart than anybody works, and takes no days to count', () => {
		const { between } = businessTime(hours({ timeZone: 'Europe/Berlin' }));
		for (const [since, until] of [
			[at('0001-01-01T00:00:00.000Z'), at('9999-12-31T23:59:59.999Z')],
			[8.2e15, Number.MAX_SAFE_INTEGER],
		] as const) {
			assert.deepEqual([between(since, until), between(until, since)], [until - since, since - until]);
		}
	});

	it('adds up, in any zone and over changes of the clocks', () => {
		fc.assert(
			fc.property(someHours, time, time, time, (given, a, b, c) => {
				const { between } = businessTime(given);
				assert.equal(between(a, b) + between(b, c), between(a, c));
				assert.ok(Math.abs(between(a, b)) <= Math.abs(b - a));
			}),
			{ numRuns: 60 },
		);
	});

	it('has gone by at the time that it says, and not before', () => {
		fc.assert(
			fc.property(someHours, time, fc.integer({ min: 1, max: 30 * HOUR }), (given, from, ms) => {
				const { between, after } = businessTime(given);
				const end = after(from, ms);
				assert.deepEqual([between(from, end), between(from, end - 1)], [ms, ms - 1]);
			}),
			{ numRuns: 60 },
		);
	});

	it('is all time where a team works every day and all day', () => {
		fc.assert(
			fc.property(fc.constantFrom(...ZONES), time, time, (timeZone, a, b) => {
				const always = businessTime(hours({ timeZone, days: [...WEEKDAYS], from: '00:00', to: '24:00' }));
				assert.equal(always.between(a, b), b - a);
			}),
			{ numRuns: 40 },
		);
	});

	it('leaves out evenings and weekends, by the clocks of the zone', () => {
		const berlin = businessTime(hours({ timeZone: 'Europe/Berlin' }));
		// Friday 16:30 in Berlin, an hour of work: half an hour on Friday, the rest on Monday, when the clocks have been set back.
		const friday = at('2026-10-23T14:30:00Z');
		assert.equal(new Date(berlin.after(friday, HOUR)).toISOString(), '2026-10-26T08:30:00.000Z');
		assert.equal(berlin.between(friday, at('2026-10-26T08:30:00Z')), HOUR);
		assert.equal(berlin.between(at('2026-10-24T00:00:00Z'), at('2026-10-25T12:00:00Z')), 0);
	});

	it('goes past midnight where a shift does, and is as long as the night really is', () => {
		const night = businessTime(hours({ timeZone: 'Europe/Berlin', days: ['saturday'], from: '22:00', to: '06:00' }));
		assert.equal(night.between(at('2026-10-24T12:00:00Z'), at('2026-10-25T12:00:00Z')), 9 * HOUR); // clocks go back
		assert.equal(night.between(at('2026-03-28T12:00:00Z'), at('2026-03-29T12:00:00Z')), 7 * HOUR);
	});

	it('counts for the priorities that it is said of, and round the clock for others', async () => {
		const working = await workingTimes(hours({ priorities: ['P4'] }));
		assert.equal(working('P1'), ROUND_THE_CLOCK);
		assert.equal(working('P4').between(at('2026-10-24T00:00:00Z'), at('2026-10-25T00:00:00Z')), 0);
		assert.equal((await workingTimes(undefined))('P4'), ROUND_THE_CLOCK);
	});

	it('takes no hours that are none', () => {
		const unfit = [
			{},
			{ timeZone: 'Mars/Olympus' },
			{ timeZone: 'UTC', days: [] },
			{ timeZone: 'UTC', from: '9' },
			{ timeZone: 'UTC', from: '09:00', to: '09:00' },
			{ timeZone: 'UTC', from: '24:00', to: '00:00' },
		];
		assert.deepEqual(
			unfit.filter((one) => v.is(HoursSchema, one)),
			[],
		);
	});
});

describe('the clock of an incident', () => {
	const NOW = at('2026-11-23T12:00:00Z');
	const rules = (working: WorkingTime = ROUND_THE_CLOCK) => ({
		...{ targets: DEFAULT_TARGETS, working: () => working, warnShare: 0.8 },
	});
	const incident = (minutesAgo: number, more: Partial<Parameters<typeof clockOf>[0]> = {}) => {
		const detectedAt = NOW - minutesAgo * MINUTE;
		return { priority: 'P1' as const, createdAt: detectedAt, startedAt: detectedAt - HOUR, detectedAt, ...more };
	};

	it('runs against the targets of its priority from when it was detected', () => {
		const { sinceStartMs, sinceCreatedMs, acknowledge, resolve } = clockOf(incident(10), rules(), NOW);
		assert.deepEqual([sinceStartMs, sinceCreatedMs], [70 * MINUTE, 10 * MINUTE]);
		assert.deepEqual(acknowledge, {
			...{ state: 'running', isDone: false, isWarning: false },
			...{ dueAt: NOW + 5 * MINUTE, warnAt: NOW + 2 * MINUTE, leftMs: 5 * MINUTE },
		});
		assert.equal(resolve?.dueAt, NOW + 230 * MINUTE);
	});

	it('warns before a target is missed, and says when it is', () => {
		const states = [11, 12, 15, 16].map((minutes) => {
			const { state, isWarning, leftMs } = clockOf(incident(minutes), rules(), NOW).acknowledge ?? {};
			return [state, isWarning, (leftMs ?? 0) / MINUTE];
		});
		assert.deepEqual(states, [
			['running', false, 4],
			['running', true, 3],
			['running', true, 0],
			['missed', false, -1],
		]);
	});

	it('stands still for what was done, met or missed', () => {
		const inTime = { acknowledgedAt: NOW - 290 * MINUTE, resolvedAt: NOW - 100 * MINUTE };
		const clock = clockOf(incident(300, inTime), rules(), NOW);
		assert.deepEqual([clock.acknowledge?.state, clock.resolve?.state, clock.resolve?.isDone], ['met', 'met', true]);
		assert.equal(clock.sinceStartMs, 260 * MINUTE);
		const late = clockOf(incident(300, { acknowledgedAt: NOW - 280 * MINUTE }), rules(), NOW);
		assert.deepEqual(
			[late.acknowledge?.state, late.acknowledge?.isDone, late.resolve?.state],
			['missed', true, 'missed'],
		);
	});

	it('says when it says something else next', () => {
		const turn = (minutes: number, more = {}) => nextTurn(clockOf(incident(minutes, more), rules(), NOW), NOW);
		assert.deepEqual(
			[turn(10), turn(13), turn(16), turn(16, { acknowledgedAt: NOW, resolvedAt: NOW })],
			[NOW + 2 * MINUTE, NOW + 2 * MINUTE + 1, NOW + 176 * MINUTE, undefined],
		);
	});

	it('has no target where none is promised, and takes the rest from the usual ones', () => {
		const targets = v.parse(TargetsSchema, { P1: { acknowledge: null, resolve: 60 } });
		const { acknowledge, resolve } = clockOf(incident(10), { ...rules(), targets }, NOW);
		assert.deepEqual([acknowledge, resolve?.dueAt], [undefined, NOW + 50 * MINUTE]);
		assert.deepEqual([targets.P1.update, targets.P2], [30, DEFAULT_TARGETS.P2]);
		assert.ok(!v.is(TargetsSchema, { P1: { acknowledge: 0 } }) && !v.is(TargetsSchema, { P9: {} }));
	});
});
