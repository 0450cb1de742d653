import assert from 'node:assert/strict';
import fc from 'fast-check';
import { levelsFor } from '../../../src/app/incidentFromIssue';
import { csv } from '../../../src/base/csv';
import { readCsv } from '../../../src/base/readCsv';
import { runAtOnce } from '../../../src/base/slices';
import { checkEvent } from '../../../src/core/incident/checkEvent';
import { DEFAULT_MATRIX } from '../../../src/core/incident/priority';
import { recordIncident } from '../../../src/core/records/events';
import { guessMapping } from '../../../src/core/records/mapping';
import { readTable } from '../../../src/core/records/table';
import { NOON, someIncidents } from '../../support/incidents';

const rules = {
	...{ category: 'functionality', reason: 'Imported', now: NOON },
	levelsFor: (priority: Parameters<typeof levelsFor>[0]) => levelsFor(priority, DEFAULT_MATRIX),
};
const never = new AbortController().signal;

/** The incidents that a file becomes. */
async function imported(text: string) {
	const table = runAtOnce(readTable(text));
	assert.ok(table);
	const mapping = guessMapping(table.columns);
	const incidents = someIncidents();
	await incidents.load(never);
	const take = async () => {
		for (const row of table.rows) {
			const record = recordIncident(row, mapping, 'Import', rules);
			await incidents.takeIn(record?.events ?? []);
		}
	};
	await take();
	const before = incidents.list().length;
	await take();
	assert.equal(incidents.list().length, before, 'none is made twice');
	return Promise.all(incidents.list().map(async ({ id }) => (await incidents.get(id))!));
}

describe('CSV', () => {
	it('is read as it was written', () => {
		const cell = fc
			.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r\n', ' ', 'ü') })
			.map((text) => `a${text}`);
		fc.assert(
			fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
				const table = [['name', 'value'], ...rows.map((row) => ['x', ...row].slice(0, 2))];
				assert.deepEqual(runAtOnce(readCsv(csv(table))), table);
			}),
		);
	});

	it('may have semicolons or tabs, a mark at its beginning, and an open quote at its end', () => {
		assert.deepEqual(runAtOnce(readCsv('\ufeffa;b\n1;"x,\ny"\n\n')), [
			['a', 'b'],
			['1', 'x,\ny'],
		]);
		assert.deepEqual(runAtOnce(readCsv('a\tb\r\n1\t"open')), [
			['a', 'b'],
			['1', 'open'],
		]);
	});
});

describe('records of other tools', () => {
	it('of PagerDuty, as CSV', async () => {
		const [incident] = await imported(
			'id,incident_number,description,service_id,service_name,urgency,created_on,resolved_on,status\nQ1,12,"Checkout, down",P1,checkout,high,2026-11-20T10:00:00+02:00,2026-11-20T10:30:00+02:00,resolved\n',
		);
		assert.deepEqual(
			[
				incident?.title,
				incident?.service,
				incident?.status,
				incident?.priority,
				incident?.startedAt,
				incident?.resolvedAt,
			],
			['Checkout, down', 'checkout', 'resolved', 'P2', Date.UTC(2026, 10, 20, 8), Date.UTC(2026, 10, 20, 8, 30)],
		);
	});

	it('of Opsgenie, as an export of its API', async () => {
		const [incident] = await imported(
			JSON.stringify({
				data: [
					{
						...{ id: 'a-1', tinyId: '7', message: 'Checkout is down', status: 'closed', priority: 'P1' },
						...{ owner: 'ada@example.com', createdAt: '2026-11-20T08:00:00Z', report: { ackTime: 1, closeTime: 2 } },
					},
				],
			}),
		);
		assert.deepEqual(
			[incident?.title, incident?.status, incident?.priority, incident?.roles?.assignee],
			['Checkout is down', 'closed', 'P1', 'ada@example.com'],
		);
	});

	it('of Grafana OnCall and of Dispatch, as JSON', async () => {
		const [group] = await imported(
			JSON.stringify({
				results: [
					{
						...{ id: 'I68T24C13IFW1', state: 'resolved', title: 'Memory above 90 %', alerts_count: 3 },
						...{
							created_at: '2026-11-20T08:00:00Z',
							acknowledged_at: '2026-11-20T08:05:00Z',
							resolved_at: '2026-11-20T09:00:00Z',
						},
						permalinks: { web: 'https://oncall.example/a/1' },
					},
				],
			}),
		);
		assert.deepEqual(
			[group?.title, group?.acknowledgedAt, group?.resolvedAt, group?.links?.[0]?.url],
			['Memory above 90 %', Date.UTC(2026, 10, 20, 8, 5), Date.UTC(2026, 10, 20, 9), 'https://oncall.example/a/1'],
		);
		const [incident] = await imported(
			JSON.stringify([
				{
					...{ id: 3, name: 'dispatch-3', title: 'Payments fail', description: 'Cards are refused', status: 'Closed' },
					incident_priority: { name: 'High' },
					commander: { individual: { name: 'Ada' } },
					...{
						reported_at: '2026-11-20T08:00:00Z',
						stable_at: '2026-11-20T09:00:00Z',
						closed_at: '2026-11-21T09:00:00Z',
					},
				},
			]),
		);
		assert.deepEqual(
			[incident?.title, incident?.description, incident?.priority, incident?.roles?.assignee, incident?.closedAt],
			['Payments fail', 'Cards are refused', 'P2', 'Ada', Date.UTC(2026, 10, 21, 9)],
		);
	});

	it('take times without a zone for UTC, and none that is to come', async () => {
		const [incident] = await imported('title,created,resolved at\nDown,2026-11-20 08:00:00,2031-01-01\n');
		assert.deepEqual([incident?.startedAt, incident?.resolvedAt], [Date.UTC(2026, 10, 20, 8), NOON]);
	});

	it('become events that fit, whatever they say', () => {
		const cell = fc.string({ unit: 'binary' });
		fc.assert(
			fc.property(
				fc.dictionary(fc.constantFrom('title', 'id', 'status', 'priority', 'created', 'resolved at', 'url'), cell),
				(row) => {
					const record = recordIncident(row, guessMapping(Object.keys(row)), 'Import', rules);
					for (const event of record?.events ?? []) {
						assert.ok('event' in checkEvent(event), JSON.stringify(event));
					}
				},
			),
		);
	});

	it('are none in a text that is no table', () => {
		for (const text of ['', 'just words', '{}x', '[1,2]', 'a,b\n']) {
			assert.equal(runAtOnce(readTable(text)), undefined, text);
		}
	});
});
