import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAtOnce, runInSlices } from '../../../src/base/slices';
import { type MetricsRequest, metricsSteps } from '../../../src/core/incident/metrics/metrics';
import { PERIODS } from '../../../src/core/incident/metrics/periods';
import { PRIORITIES } from '../../../src/core/incident/priority';
import { STATUSES } from '../../../src/core/incident/status';
import type { IncidentSummary } from '../../../src/core/incident/summary';
import { DEFAULT_TARGETS, ROUND_THE_CLOCK } from '../../../src/core/incident/targets';

const [MINUTE, DAY] = [60_000, 86_400_000];
const NOW = Date.UTC(2026, 10, 26, 20);
const never = new AbortController().signal;

const request: MetricsRequest = {
	period: 'days30',
	rules: { targets: DEFAULT_TARGETS, working: () => ROUND_THE_CLOCK, warnShare: 0.8 },
	calendar: { dayOf: (ms) => Math.floor(ms / DAY), startOf: (day) => day * DAY },
	now: NOW,
};

let made = 0;
const aSummary = (more: Partial<IncidentSummary> = {}): IncidentSummary => {
	const detectedAt = more.detectedAt ?? NOW - DAY;
	return {
		...{ id: `id${++made}`, key: 'INC-1', title: 'Checkout is down', category: 'data', impact: 1, urgency: 1 },
		...{ priority: 'P1', status: 'new', createdAt: detectedAt, startedAt: detectedAt, detectedAt },
		...{ lastChangeAt: detectedAt, isDeleted: false, isMajor: false, escalationLevel: 0 },
		...more,
	};
};
/** One that took so many minutes. */
const answered = (acknowledge: number, resolve: number, more: Partial<IncidentSummary> = {}) => {
	const detectedAt = more.detectedAt ?? NOW - DAY;
	const times = { acknowledgedAt: detectedAt + acknowledge * MINUTE, resolvedAt: detectedAt + resolve * MINUTE };
	return aSummary({ status: 'resolved', ...times, ...more });
};
const metricsOf = (summaries: readonly IncidentSummary[], more: Partial<MetricsRequest> = {}) =>
	runAtOnce(metricsSteps(summaries, { ...request, ...more }));

describe('the metrics of incidents', () => {
	it('count as open what is not resolved, whenever it began', () => {
		const old = aSummary({ detectedAt: NOW - 300 * DAY, priority: 'P2' });
		const { open, incidents } = metricsOf([old, answered(1, 2), aSummary({ status: 'mitigated', id: 'b' })]);
		assert.deepEqual(open, { P1: ['b'], P2: [old.id], P3: [], P4: [] });
		assert.equal(incidents.length, 2);
	});

	it('measure from when an incident was detected, in the week in which it was', () => {
		const { acknowledge, resolve, course } = metricsOf([
			answered(10, 100),
			answered(20, 300, { startedAt: NOW - 3 * DAY }),
			answered(60, 60, { detectedAt: NOW - 9 * DAY }),
			aSummary(),
		]);
		const took = ({ median, p90, incidents }: typeof acknowledge) => [median, p90, incidents.length];
		assert.deepEqual(took(acknowledge), [20 * MINUTE, 52 * MINUTE, 3]);
		assert.deepEqual(took(resolve), [100 * MINUTE, 260 * MINUTE, 3]);
		assert.deepEqual(
			course.map((week) => week.acknowledge.median),
			[null, null, null, 60 * MINUTE, 15 * MINUTE],
		);
	});

	it('say nothing where nothing was answered', () => {
		const { acknowledge, resolve, course } = metricsOf([aSummary()]);
		assert.deepEqual([acknowledge, resolve], Array(2).fill({ incidents: [], median: null, p90: null }));
		assert.equal(course.length, 5);
		assert.equal(metricsOf([], { period: 'all' }).course.length, 1);
	});

	it('take a target for met or missed only when that is decided', () => {
		const { targets } = metricsOf([
			answered(5, 60, { id: 'good' }),
			answered(20, 600, { id: 'late' }),
			aSummary({ id: 'over', detectedAt: NOW - DAY }),
			aSummary({ id: 'running', detectedAt: NOW - 5 * MINUTE }),
		]);
		assert.deepEqual(targets.P1.acknowledge, { met: ['good'], missed: ['late', 'over'] });
		assert.deepEqual(targets.P1.resolve, { met: ['good'], missed: ['late', 'over'] });
		assert.deepEqual(targets.P4.resolve, { met: [], missed: [] });
	});

	it('are of one service, or of what names none', () => {
		const some = [aSummary({ service: 'shop' }), aSummary({ service: 'search' }), aSummary()];
		assert.deepEqual(metricsOf(some, { service: 'shop' }).incidents, [some[0]?.id]);
		assert.deepEqual(metricsOf(some, { service: null }).incidents, [some[2]?.id]);
		assert.deepEqual(
			metricsOf([...some, aSummary({ service: 'shop' })]).services.map(({ service, incidents }) => [
				service,
				incidents.length,
			]),
			[
				['shop', 2],
				[null, 1],
				['search', 1],
			],
		);
	});

	const someSummaries = fc.array(
		fc
			.record({
				ago: fc.integer({ min: -DAY, max: 900 * DAY }),
				took: fc.option(fc.integer({ min: 0, max: 30 * DAY })),
				priority: fc.constantFrom(...PRIORITIES),
				status: fc.constantFrom(...STATUSES),
				category: fc.constantFrom('data', 'security', 'x'),
				service: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
			})
			.map(({ ago, took, ...rest }) =>
				aSummary({ ...rest, detectedAt: NOW - ago, ...(took !== null && { acknowledgedAt: NOW - ago + took }) }),
			),
		{ maxLength: 60 },
	);

	it('count each incident of the period once in every breakdown', () => {
		fc.assert(
			fc.property(someSummaries, fc.constantFrom(...PERIODS), (summaries, period) => {
				const { incidents, course, categories, services, acknowledge, targets } = metricsOf(summaries, { period });
				const sorted = (ids: readonly string[]) => [...ids].sort();
				const all = sorted(incidents);
				assert.deepEqual(sorted(course.flatMap(({ byPriority }) => Object.values(byPriority).flat())), all);
				assert.deepEqual(sorted(categories.flatMap((one) => one.incidents)), all);
				assert.deepEqual(sorted(services.flatMap((one) => one.incidents)), all);
				assert.deepEqual(sorted(course.flatMap((week) => week.acknowledge.incidents)), sorted(acknowledge.incidents));
				const decided = Object.values(targets).flatMap((one) => [...one.acknowledge.met, ...one.acknowledge.missed]);
				assert.equal(new Set(decided).size, decided.length);
				assert.ok(decided.every((id) => incidents.includes(id)));
			}),
		);
	});

	it('are the same in slices, and let others have a turn', async () => {
		const many = Array.from({ length: 2000 }, (_, index) =>
			answered(index % 90, index, { detectedAt: NOW - index * MINUTE }),
		);
		let pauses = 0;
		let time = 0;
		const breather = { now: () => ++time, pause: async () => void pauses++ };
		const sliced = await runInSlices(metricsSteps(many, request), breather, never, 5);
		assert.deepEqual(sliced, metricsOf(many));
		assert.ok(pauses >= 8, `${pauses}`);
	});
});
