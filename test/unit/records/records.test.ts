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
	...{ category: 'functionality', reason: 'Imported', actor: 'Import', now: NOON },
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
			const record = recordIncident(row, mapping, rules);
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
						...{
							owner: 'ada@example.com',
							createdAt: '2026-11-20T08:00:00Z',
							report: { ackTime: 15_702, closeTime: 60_503 },
						},
					},
				],
			}),
		);
		assert.deepEqual(
			[incident?.title, incident?.status, incident?.priority, incident?.roles?.assignee],
			['Checkout is down', 'closed', 'P1', 'ada@example.com'],
		);
		// Its report says how long it took.
		assert.deepEqual(
			[incident?.acknowledgedAt, incident?.resolvedAt],
			[Date.UTC(2026, 10, 20, 8) + 15_702, Date.UTC(2026, 10, 20, 8) + 60_503],
		);
	});

	it('of Opsgenie, as CSV of alerts, whose last change is the end of what is closed', async () => {
		const at = Date.UTC(2026, 10, 20, 8);
		const both = await imported(
			`Alert ID,TinyID,Message,Status,Acknowledged,CreatedAt,UpdatedAt,Priority,Owner\r\na-1,7,Down,closed,true,${at},${at + 90_000},P2,ada\r\na-2,8,Slow,open,false,${at}000000,${at + 5000},P3,\r\n`,
		);
		const [closed, open] = ['Down', 'Slow'].map((title) => both.find((one) => one.title === title));
		assert.deepEqual(
			[closed?.title, closed?.status, closed?.startedAt, closed?.closedAt, open?.status, open?.startedAt],
			['Down', 'closed', at, at + 90_000, 'new', at],
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

	it('are dated by each way to write a time that has one meaning only', async () => {
		const ten = Date.UTC(2026, 10, 20, 10);
		for (const [said, at] of [
			...([
				['2026/11/20 10:00:00', ten],
				['2026/11/20 10:00:00.123+0000', ten + 123],
			] as const),
			...([
				['Nov 20, 2026 10:00 AM', ten],
				['Fri, 20 Nov 2026 12:00:00 +0200', ten],
				['20 Nov 2026 10:00 GMT', ten],
			] as const),
			...([
				['11/12/2026 10:00', undefined],
				['yesterday', undefined],
				['Nov 31, 2026', undefined],
				['Maybe 20, 2026', undefined],
				['', undefined],
			] as const),
		]) {
			const record = recordIncident({ title: 'Down', created: said }, { title: 'title', startedAt: 'created' }, rules);
			assert.deepEqual([record?.isStartKnown, record?.startedAt], [at !== undefined, at ?? NOON], said);
		}
	});

	it('are the same on another day, whatever their times are, and others where only a number is the same', () => {
		const id = (row: Readonly<Record<string, string>>, now: number) =>
			recordIncident(row, guessMapping(Object.keys(row)), { ...rules, now })?.id;
		const rows: readonly Readonly<Record<string, string>>[] = [
			{ id: '1', title: 'Down', created: '2031-01-01' },
			{ id: '1', title: 'Down' },
			{ title: 'Down' },
		];
		for (const row of rows) {
			assert.equal(id(row, NOON), id(row, NOON + 86_400_000));
		}
		assert.notEqual(id({ id: '1', title: 'Down' }, NOON), id({ id: '1', title: 'Slow' }, NOON));
	});

	it('are read with columns of any name, twice the same one, too', () => {
		const table = runAtOnce(readTable('[{"title":"A","x":1},{"constructor":"B","__proto__":"C","title":"D"}]'));
		assert.deepEqual(table?.columns, ['title', 'x', 'constructor']);
		assert.equal(table?.rows[0]?.constructor, undefined);
		assert.deepEqual(runAtOnce(readTable('sep=;\r\nid;note;note\r\n1;a;b\r\n')), {
			...{ columns: ['id', 'note', 'note (2)'], left: 0 },
			rows: [{ id: '1', note: 'a', 'note (2)': 'b' }],
		});
		assert.deepEqual(runAtOnce(readTable('x,x,x (2)\n1,2,3\n'))?.rows, [{ x: '1', 'x (2)': '3', 'x (3)': '2' }]);
		assert.equal(runAtOnce(readTable(`a,b\n${'1,2\n'.repeat(50_003)}`))?.left, 3);
	});

	it('become events that fit, whatever they say', () => {
		const cell = fc.string({ unit: 'binary' });
		fc.assert(
			fc.property(
				fc.dictionary(fc.constantFrom('title', 'id', 'status', 'priority', 'created', 'resolved at', 'url'), cell),
				(row) => {
					const record = recordIncident(row, guessMapping(Object.keys(row)), rules);
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
