import assert from 'node:assert/strict';
import * as v from 'valibot';
import { runAtOnce } from '../../../src/base/slices';
import { causePlacesSteps } from '../../../src/core/incident/metrics/causes';
import { metricsSteps } from '../../../src/core/incident/metrics/metrics';
import type { IncidentSummary } from '../../../src/core/incident/summary';
import { DEFAULT_TARGETS, ROUND_THE_CLOCK } from '../../../src/core/incident/targets';
import { dashboardSteps } from '../../../src/host/webviews/dashboardContent';
import { tablesAsCsv } from '../../../src/host/webviews/dashboardCsv';
import { behind, chartOf, type Dashboard, type Known, tileOf } from '../../../src/host/webviews/dashboardFigures';
import { bucketNames, durationText } from '../../../src/host/webviews/dashboardWords';
import { DashboardToHost, HostToDashboard, View } from '../../../src/protocol/dashboard';

const [MINUTE, DAY] = [60_000, 86_400_000];
const NOW = Date.UTC(2026, 10, 26, 20);
const view: View = { period: 'days30', tables: ['course'] };

let made = 0;
const anIncident = (more: Partial<IncidentSummary> = {}): IncidentSummary => {
	const detectedAt = more.detectedAt ?? NOW - DAY;
	return {
		...{ id: `id${++made}`, key: 'INC-1', title: 'Checkout is down', category: 'data', impact: 1, urgency: 1 },
		...{ priority: 'P1', status: 'new', createdAt: detectedAt, startedAt: detectedAt, detectedAt },
		...{ lastChangeAt: detectedAt, isDeleted: false, isMajor: false, escalationLevel: 0 },
		...more,
	};
};
const nothing: Known['recurring'] = { files: [], failures: [], traced: 0, repeated: [], confirmed: [] };

const noPlaces: Known['places'] = { first: [], top3: [], top5: [], incidents: [] };
const aMonth = (incidents: readonly IncidentSummary[]): Known['metrics'] => {
	const rules = { targets: DEFAULT_TARGETS, working: () => ROUND_THE_CLOCK, warnShare: 0.8 };
	const calendar = { dayOf: (ms: number) => Math.floor(ms / DAY), startOf: (day: number) => day * DAY };
	return runAtOnce(metricsSteps(incidents, { period: 'days30', rules, calendar, now: NOW }));
};
const dashboard = (incidents: readonly IncidentSummary[], recurring: Partial<Known['recurring']> = {}): Dashboard => {
	const metrics = aMonth(incidents);
	const all = { ...nothing, ...recurring };
	return runAtOnce(
		dashboardSteps(
			{ metrics, recurring: all, places: runAtOnce(causePlacesSteps(all.confirmed)), files: all.files },
			{ locale: 'en', category: (id) => `Category ${id}`, incident: (id) => incidents.find((one) => one.id === id) },
		),
	);
};
const figure = (of: Dashboard, id: string) => of.figures.find((one) => one.id === id);

describe('the dashboard', () => {
	it('accepts what the page sends and refuses anything else', () => {
		assert.ok(v.is(DashboardToHost, { type: 'viewChanged', view: { ...view, service: null } }));
		assert.ok(v.is(DashboardToHost, { type: 'opened', place: { chart: 'course', row: '2026-11-23', series: 'P1' } }));
		for (const message of [
			{ type: 'viewChanged', view: { period: 'ever', tables: [] } },
			{ type: 'opened', place: {} },
			{ type: 'pictureMade', png: '<svg onload=alert(1)>' },
			{ type: 'executed', command: 'workbench.action.quit' },
		]) {
			assert.ok(!v.is(DashboardToHost, message), message.type);
		}
		assert.ok(v.is(View, view));
	});

	it('shows pictures that fit the protocol, of no incidents and of endless names as well', () => {
		const endless = 'w'.repeat(20_000);
		for (const incidents of [
			[],
			[anIncident(), anIncident({ service: 'shop' })],
			[anIncident({ service: endless, category: endless, title: endless })],
		]) {
			const { tiles, figures } = dashboard(incidents);
			const shown = {
				...{ type: 'shown', view, summary: '2 incidents', isEmpty: false, services: ['shop'], hasUnnamed: true },
				...{ tiles: tiles.map(tileOf), charts: figures.map(chartOf) },
			};
			assert.deepEqual(v.safeParse(HostToDashboard, shown).issues, undefined);
		}
	});

	it('is made one figure at a time, and others have a turn in between', () => {
		const of = dashboard([anIncident()]);
		const known = { metrics: aMonth([anIncident()]), recurring: nothing, places: noPlaces, files: [] };
		const steps = dashboardSteps(known, { locale: 'en', category: String, incident: () => undefined });
		const turns = [...steps].length;
		assert.equal(turns, of.figures.length);
	});

	it('says of how many a number is, and gives none of nothing', () => {
		const took = { acknowledgedAt: NOW - DAY + 10 * MINUTE, resolvedAt: NOW - DAY + 200 * MINUTE };
		const answered = dashboard([anIncident({ ...took, status: 'resolved' }), anIncident()]);
		const tile = (of: Dashboard, id: string) => {
			const found = of.tiles.find((one) => one.id === `tile.${id}`);
			return [found?.value, found?.detail];
		};
		assert.deepEqual(tile(answered, 'acknowledge'), ['10 min', 'median of 1; 90% within 10 min']);
		assert.deepEqual(tile(answered, 'open'), ['1', '1 of them P1 or P2']);
		assert.deepEqual(tile(answered, 'targets'), ['50%', '2 of 4 targets']);
		const empty = dashboard([]);
		assert.deepEqual(tile(empty, 'resolve'), ['–', 'Nothing to measure yet']);
		assert.deepEqual(tile(empty, 'precision'), ['–', '0 of 0 causes']);
		assert.match(figure(empty, 'open')?.empty ?? '', /Nothing is open/);
		assert.match(figure(empty, 'resolve')?.empty ?? '', /resolved yet/);
	});

	it('marks points of few incidents', () => {
		const answered = anIncident({ acknowledgedAt: NOW });
		const { rows, note } = figure(dashboard([answered]), 'acknowledge') ?? {};
		assert.deepEqual(
			rows?.map(({ isThin }) => isThin),
			[false, false, false, false, true],
		);
		assert.match(note ?? '', /fewer than 5/);
	});

	it('knows the incidents behind a tile, a row and a part of a column', () => {
		const [first, second] = [anIncident(), anIncident({ priority: 'P2', category: 'x' })];
		const of = dashboard([first, second], {
			failures: [{ fingerprint: 'f', first: first.id, incidents: [second.id] }],
		});
		const idsAt = (chart: string, row?: string, series?: string) => behind(of, { chart, row, series })?.incidents;
		assert.deepEqual(idsAt('tile.open'), [first.id, second.id]);
		assert.deepEqual(idsAt('course', '2026-11-23'), [first.id, second.id]);
		assert.deepEqual(idsAt('course', '2026-11-23', 'P2'), [second.id]);
		assert.deepEqual(idsAt('failures', 'f'), [second.id, first.id]);
		assert.equal(
			behind(of, { chart: 'course', row: '2026-11-23', series: 'P2' })?.title,
			'Incidents by week · Nov 23, 2026 · P2',
		);
		assert.equal(idsAt('course', 'no such week'), undefined);
	});

	it('puts the smallest of many services together', () => {
		const incidents = Array.from({ length: 12 }, (_, index) => anIncident({ service: `service ${index}` }));
		const { rows = [] } = figure(dashboard(incidents), 'services') ?? {};
		assert.equal(rows.length, 8);
		assert.deepEqual([rows.at(-1)?.name, rows.at(-1)?.incidents.length], ['5 others', 5]);
	});

	it('writes all tables as CSV: durations in minutes, shares in per cent, and no formulas', () => {
		const first = anIncident({
			title: '=HYPERLINK("http://x")',
			category: '@SUM(1)',
			service: '-1+1',
			acknowledgedAt: NOW,
		});
		const text = tablesAsCsv(
			dashboard([first, anIncident()], { failures: [{ fingerprint: 'f', first: first.id, incidents: [first.id] }] }),
			'2 incidents in the last 30 days',
		);
		assert.ok(text.startsWith('\ufeff2 incidents in the last 30 days\r\n'));
		assert.match(
			text,
			/\r\nTime to acknowledge\r\nWeek from,Median \(minutes\),90th percentile \(minutes\),Incidents\r\n/,
		);
		assert.match(text, /\r\n2026-11-23,1440,1440,1\r\n/);
		assert.match(text, /\r\nPriority,Acknowledged in time \(%\),Resolved in time \(%\),/);
		assert.match(text, /"'=HYPERLINK\(""http:\/\/x""\)",1\r\n/);
		assert.match(text, /\r\n'-1\+1,1\r\n/);
		assert.ok(!/(?:^|[\r\n,"])[=+@-]\D/.test(text), text);
	});

	it('writes durations by their two largest units, and buckets by their days', () => {
		const texts = [0.5, 12, 60, 200, 1440, 3 * 1440 + 61].map((minutes) => durationText(minutes * MINUTE));
		assert.deepEqual(texts, ['30 s', '12 min', '1 h', '3 h 20 min', '1 d', '3 d 1 h']);
		const bucket = { start: Date.UTC(2026, 9, 1) / DAY, end: 0 };
		const names = (['week', 'month', 'quarter', 'year'] as const).map((unit) => bucketNames(bucket, unit, 'en').name);
		assert.deepEqual(names, ['Oct 1, 2026', 'October 2026', 'Q4 2026', '2026']);
	});
});
