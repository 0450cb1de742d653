import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import {
	openPostgresEventLog,
	type PostgresEventLog,
	type PostgresNeeds,
} from '../../src/adapters/store/postgres/eventLog';
import { append } from '../../src/adapters/store/postgres/statements';
import { FaultlineError } from '../../src/base/errors';
import type { IncidentEvent } from '../../src/core/incident/event';
import type { LogDamage } from '../../src/core/ports/eventLog';
import { anEvent, silentLog, someIds, until } from '../support/incidents';
import { sharedPooler, sharedPostgres, type TestServer } from '../support/postgres';
import { aProxy, type NetworkBetween } from '../support/proxy';

const never = new AbortController().signal;
const newId = someIds(7);
const ids = (events: readonly IncidentEvent[]) => events.map(({ id }) => id);
const isCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);
const tombstoneOf = (incident: string) => anEvent({ incident, type: 'incident.erased', payload: {} });

describe('the event log on a server, on a bad day', function () {
	this.timeout(60_000);
	let server: TestServer;
	let database: string;
	let folder: string;
	let ends: (() => unknown)[];

	before(async () => {
		server = await sharedPostgres();
	});
	beforeEach(async () => {
		database = await server.database();
		folder = mkdtempSync(join(tmpdir(), 'faultline-server-'));
		ends = [];
	});
	afterEach(async () => {
		for (const end of ends.reverse()) {
			await end();
		}
		await server.drop(database);
		rmSync(folder, { recursive: true });
	});

	/** A window; those with the same `machine` have one disk. */
	function open(more: Partial<PostgresNeeds> & { readonly port?: number; readonly machine?: string } = {}) {
		const { port, machine = 'mine', ...needs } = more;
		const log = openPostgresEventLog(
			{ connectionString: server.url(database, { port }), queueFolder: join(folder, machine), ...needs },
			process.env.ZZ
				? { ...silentLog, debug: (m, ...d) => console.log(m, ...d), info: (m, ...d) => console.log(m, ...d) }
				: silentLog,
		);
		ends.push(() => log.dispose());
		return log;
	}

	async function proxied(): Promise<NetworkBetween> {
		const proxy = await aProxy(server.port);
		ends.push(() => proxy.close());
		return proxy;
	}

	/** A window that reads, with what it is told from then on. */
	async function reading(more: Parameters<typeof open>[0] = {}) {
		const log = open(more);
		const heard: IncidentEvent[] = [];
		log.onDidAppend((events) => heard.push(...events));
		const { events } = await log.read(undefined, never);
		return { log, heard, events };
	}

	const becomes = (log: PostgresEventLog, kind: string, queued = 0) =>
		until(() => log.state().kind === kind && log.state().queued === queued, log.onDidChangeState, 20_000);

	const onServer = async () =>
		(await server.sql(database, 'select id from faultline_events order by number')).map(({ id }) => id);

	it('knows whether the server tells of news or has to be asked', async () => {
		const [direct, pooled, asked] = await Promise.all([
			reading(),
			reading({ port: (await sharedPooler()).port }),
			reading({ follow: 'poll' }),
		]);
		await Promise.all([
			becomes(direct.log, 'connected'),
			becomes(pooled.log, 'polling'),
			becomes(asked.log, 'polling'),
		]);
		const event = anEvent();
		await open().append([event]);
		for (const { log, heard } of [direct, pooled, asked]) {
			await until(() => heard.length > 0, log.onDidAppend, 1000);
			assert.deepEqual(heard, [event]);
		}
	});

	it('keeps on disk what cannot be sent, shows it at once, and sends it in order when the server is back, after a restart too', async () => {
		const proxy = await proxied();
		const away = { port: proxy.port, timeoutMs: 500 };
		const [mine, beside] = [await reading(away), await reading(away)];
		const other = await reading({ machine: 'of another' });
		await Promise.all([mine, beside, other].map(({ log }) => becomes(log, 'connected')));
		proxy.mode = 'silent';
		proxy.cut();
		const events = [anEvent(), anEvent(), anEvent()];
		for (const event of events) {
			await mine.log.append([event]);
		}
		await until(() => beside.heard.length === events.length, beside.log.onDidAppend, 20_000);
		assert.deepEqual(beside.heard, events);
		assert.deepEqual(await onServer(), []);
		mine.log.dispose();
		beside.log.dispose();

		const again = await reading(away);
		assert.deepEqual(ids(again.events), ids(events));
		await becomes(again.log, 'offline', events.length);
		const later = anEvent();
		await again.log.append([later]);
		again.log.dispose();

		const back = await reading(away);
		assert.deepEqual(ids(back.events), ids([...events, later]));
		proxy.mode = 'open';
		proxy.cut();
		await becomes(back.log, 'connected');
		assert.deepEqual(await onServer(), ids([...events, later]));
		await until(() => other.heard.length === 4, other.log.onDidAppend, 2000);
		assert.deepEqual(ids(other.heard), ids([...events, later]));
		assert.deepEqual(back.heard, [], 'what was read from the queue is not told again');
	});

	it('sends what was kept under another address of the same home, and nothing that is for another home', async () => {
		const proxy = await proxied();
		const before = await reading({ port: proxy.port, timeoutMs: 500 });
		await becomes(before.log, 'connected');
		proxy.mode = 'silent';
		proxy.cut();
		const event = anEvent();
		await before.log.append([event]);
		before.log.dispose();

		const other = await server.database();
		ends.push(() => server.drop(other));
		const elsewhere = await reading({ connectionString: server.url(other) });
		await becomes(elsewhere.log, 'connected');
		elsewhere.log.dispose();
		assert.deepEqual(await onServer(), []);

		const moved = await reading();
		await becomes(moved.log, 'connected');
		assert.deepEqual(await onServer(), [event.id]);
		assert.deepEqual(ids([...moved.events, ...moved.heard]), [event.id]);
	});

	it('says that the server could not be reached when it is read, and gives what it has when it is back', async () => {
		const before = await reading();
		const [first, second] = [anEvent(), anEvent()];
		await before.log.append([first]);
		const position = before.log.position();
		await before.log.append([second]);

		const proxy = await proxied();
		proxy.mode = 'silent';
		const log = open({ port: proxy.port, timeoutMs: 300 });
		const heard: IncidentEvent[] = [];
		log.onDidAppend((events) => heard.push(...events));
		const { events, damage, isTail } = await log.read(position, never);
		assert.deepEqual([events, damage.length, isTail], [[], 1, true]);
		assert.equal(log.position(), position);
		proxy.mode = 'open';
		proxy.cut();
		await until(() => heard.length > 0, log.onDidAppend, 20_000);
		assert.deepEqual(heard, [second]);
	});

	it('doubles nothing when the answer of the server gets lost, and waits for a silent one only once', async () => {
		const proxy = await proxied();
		const mine = await reading({ port: proxy.port, timeoutMs: 500 });
		const other = await reading({ machine: 'of another' });
		await becomes(mine.log, 'connected');
		proxy.mode = 'deaf';
		const events = [anEvent(), anEvent(), anEvent()];
		for (const event of events) {
			await mine.log.append([event]);
		}
		await until(() => other.heard.length > 0, other.log.onDidAppend, 1000);
		assert.deepEqual(ids(other.heard), [events[0]?.id], 'the server has taken the first, though nobody was told');
		proxy.mode = 'open';
		proxy.cut();
		await becomes(mine.log, 'connected');
		assert.deepEqual(await onServer(), ids(events));
		await until(() => other.heard.length === 3, other.log.onDidAppend, 2000);
		assert.deepEqual(ids(other.heard), ids(events));
		assert.deepEqual(mine.heard, []);
	});

	it('gives no reader a number before all lower ones are there', async () => {
		const { log, heard } = await reading();
		await becomes(log, 'connected');
		const client = new pg.Client({ connectionString: server.url(database) });
		await client.connect();
		ends.push(() => client.end());
		const [slow, quick, after] = [anEvent(), anEvent(), anEvent()];
		await client.query('begin');
		const session = {
			query: async <Row>(text: string, values: readonly unknown[] = []) =>
				(await client.query(text, [...values])).rows as Row[],
		};
		await append(session, [slow], { canNotify: true, window: 'slow' });
		const writer = open();
		const written = writer.append([quick]);
		while ((await server.sql(database, 'select 1 from pg_locks where not granted')).length === 0) {
			// It waits for the slow one, or this test for its time limit.
		}
		assert.deepEqual(await onServer(), []);
		await client.query('commit');
		await written;
		await writer.append([after]);
		await until(() => heard.length >= 3, log.onDidAppend, 2000);
		assert.deepEqual(ids(heard), ids([slow, quick, after]));
	});

	it('loses nothing to transactions that the server cannot serialize', async () => {
		await server.sql(database, `alter database ${database} set default_transaction_isolation = serializable`);
		const windows = [open(), open(), open(), open()];
		const events = Array.from({ length: 80 }, () => anEvent());
		await Promise.all(events.map((event, index) => windows[index % 4]?.append([event])));
		assert.deepEqual(
			windows.map((log) => log.state().kind),
			windows.map(() => 'connecting'),
			'none had to keep a change on disk',
		);
		assert.deepEqual((await onServer()).sort(), ids(events).sort());
	});

	it('sets up the tables once, however many windows are first', async () => {
		const windows = Array.from({ length: 8 }, (_, index) => open({ machine: `of ${index}` }));
		const event = anEvent();
		await Promise.all(windows.map((log) => log.append([event])));
		assert.deepEqual(new Set(windows.map((log) => log.state().kind)), new Set(['connecting']), 'none failed');
		assert.deepEqual(await onServer(), [event.id]);
		assert.equal((await server.sql(database, 'select * from faultline_home')).length, 1);
	});

	it('refuses tables of a newer version, and keeps what is written meanwhile', async () => {
		await open().append([anEvent()]);
		await server.sql(database, 'update faultline_home set version = 99');
		const log = open();
		await assert.rejects(log.read(undefined, never), isCode('store.newer'));
		const event = anEvent();
		await log.append([event]);
		await becomes(log, 'offline', 1);
		await server.sql(database, 'update faultline_home set version = 1');
		await becomes(log, 'connected');
		assert.deepEqual((await onServer()).at(-1), event.id);
	});

	it('keeps text of any kind, in a database of any encoding', async () => {
		await server.drop(database);
		await server.sql(
			'postgres',
			`create database ${database} template template0 encoding 'LATIN1' lc_collate 'C' lc_ctype 'C'`,
		);
		const event = anEvent({
			actor: 'Żółć \ud83e\udde8',
			payload: { text: '\u0000 half of a pair \ud83e, \u2028, ü and \\u0000' },
		});
		await open().append([event]);
		assert.deepEqual((await reading()).events, [event]);
	});

	it('reads past rows that are no events, says so once, and keeps them', async () => {
		const [fine, later] = [anEvent(), anEvent()];
		await open().append([fine]);
		await server.sql(
			database,
			`insert into faultline_events values (2, 'a', 'x', '{"half":'), (3, 'b', 'x', '{}'), (4, 'c', 'x', '${JSON.stringify(fine)}')`,
			'update faultline_home set last = 4',
		);
		await open().append([later]);
		const first = await open().read(undefined, never);
		assert.deepEqual([first.events, first.damage.length], [[fine, later], 1]);
		assert.match(readFileSync(first.damage[0]?.kept ?? '', 'utf8'), /^\{"half":\n\{\}\n/);
		const again = await open().read(undefined, never);
		assert.deepEqual([again.damage.length, again.damage[0]?.isKnown], [1, true]);
	});

	it('erases an incident from copies of damaged rows, too', async () => {
		const log = open();
		await log.append([anEvent()]);
		const gone = newId();
		await server.sql(
			database,
			`insert into faultline_events values (2, 'a', '${gone}', '{"incident":"${gone}","secret'), (3, 'b', 'x', '{"other')`,
			'update faultline_home set last = 3',
		);
		const { damage } = await log.read(undefined, never);
		const copy = damage[0]?.kept ?? '';
		assert.match(readFileSync(copy, 'utf8'), /secret.*\n.*other/);
		await log.erase(tombstoneOf(gone));
		assert.equal(readFileSync(copy, 'utf8'), '{"other\n');
	});

	it('sets aside what the server never takes, says so, and sends the rest', async () => {
		await open().append([anEvent()]);
		await server.sql(database, "alter table faultline_events add check (body not like '%poison%')");
		const poison = () => anEvent({ payload: { text: 'poison' } });
		await assert.rejects(open().append([poison()]), isCode('store.failed'));

		const proxy = await proxied();
		const told: LogDamage[] = [];
		const { log } = await reading({ port: proxy.port, onDamage: (damage) => told.push(damage) });
		await becomes(log, 'connected');
		proxy.mode = 'silent';
		proxy.cut();
		const [before, bad, after] = [anEvent(), poison(), anEvent()];
		for (const event of [before, bad, after]) {
			await log.append([event]);
		}
		proxy.mode = 'open';
		proxy.cut();
		await becomes(log, 'connected');
		assert.deepEqual((await onServer()).slice(1), ids([before, after]));
		assert.equal(told.length, 1);
		assert.match(readFileSync(told[0]?.kept ?? '', 'utf8'), new RegExp(bad.id));
	});

	it('sends what is whole of a damaged queue, keeps a copy of the rest, and says so once', async () => {
		const proxy = await proxied();
		proxy.mode = 'silent';
		const away = { port: proxy.port, timeoutMs: 300 };
		const before = open(away);
		const [damaged, whole] = [anEvent(), anEvent()];
		await before.append([damaged]);
		await before.append([whole]);
		before.dispose();
		const [queue = ''] = readdirSync(join(folder, 'mine'));
		const [first = ''] = readdirSync(join(folder, 'mine', queue)).sort();
		const path = join(folder, 'mine', queue, first);
		writeFileSync(path, readFileSync(path, 'utf8').replace('undefined', 'undefineD'));
		writeFileSync(join(folder, 'mine', queue, `${whole.id}.jsonl.new`), 'half'); // as a window leaves it that was killed

		proxy.mode = 'open';
		const told: LogDamage[] = [];
		const log = open({ ...away, onDamage: (damage) => told.push(damage) });
		const { events, damage } = await log.read(undefined, never);
		assert.deepEqual(events, [whole]);
		assert.match(readFileSync(damage[0]?.kept ?? '', 'utf8'), /undefineD/);
		await becomes(log, 'connected');
		assert.deepEqual(await onServer(), [whole.id]);
		assert.deepEqual([damage.length, told.length], [1, 0]);
	});

	it('erases what a window left half written, too, and is not stopped by that', async () => {
		const [gone, stays] = [newId(), newId()];
		const proxy = await proxied();
		proxy.mode = 'silent';
		const log = open({ port: proxy.port, timeoutMs: 300 });
		await log.append([anEvent({ incident: gone, payload: { text: 'secret' } }), anEvent({ incident: stays })]);
		const [queue = ''] = readdirSync(join(folder, 'mine'));
		const inQueue = (name: string) => join(folder, 'mine', queue, name);
		const [entry = ''] = readdirSync(join(folder, 'mine', queue)).filter((name) => name.endsWith('.jsonl'));
		writeFileSync(inQueue(`${entry}.new`), 'secret');
		utimesSync(inQueue(`${entry}.new`), 0, 0);
		await log.erase(tombstoneOf(gone));
		const texts = readdirSync(join(folder, 'mine', queue)).map((name) => readFileSync(inQueue(name), 'utf8'));
		assert.match(texts.join(''), new RegExp(stays));
		assert.doesNotMatch(texts.join(''), /secret/);
	});

	it('erases an incident, and lets no later event of it in', async () => {
		const [gone, stays] = [newId(), newId()];
		const mine = await reading();
		const other = await reading({ machine: 'of another' });
		const kept = anEvent({ incident: stays });
		await mine.log.append([anEvent({ incident: gone }), kept, anEvent({ incident: gone })]);
		await until(() => other.heard.length === 3, other.log.onDidAppend, 1000);
		const position = other.log.position();
		const tombstone = tombstoneOf(gone);
		await mine.log.erase(tombstone);
		await other.log.append([anEvent({ incident: gone })]);
		const also = anEvent({ incident: stays });
		await other.log.append([anEvent({ incident: gone }), also]);
		assert.deepEqual(await onServer(), ids([kept, tombstone, also]));
		assert.deepEqual((await reading()).events, [kept, tombstone, also]);
		const { events, isTail } = await open().read(position, never);
		assert.deepEqual([events, isTail], [[tombstone, also], true]);
	});

	it('erases whatever is written at the same moment', async () => {
		const incidents = Array.from({ length: 10 }, newId);
		const windows = [open(), open(), open()];
		const tombstones = incidents.map(tombstoneOf);
		await Promise.all([
			...incidents.flatMap((incident) =>
				windows.flatMap((log) => [log.append([anEvent({ incident })]), log.append([anEvent({ incident })])]),
			),
			...tombstones.map((tombstone, index) => windows[index % 3]?.erase(tombstone)),
		]);
		assert.deepEqual((await onServer()).sort(), ids(tombstones).sort());
	});

	it('erases from what waits on disk, too, and from the server as soon as it can', async () => {
		const [gone, stays] = [newId(), newId()];
		await open().append([anEvent({ incident: gone })]);
		const proxy = await proxied();
		const { log } = await reading({ port: proxy.port });
		await becomes(log, 'connected');
		proxy.mode = 'silent';
		proxy.cut();
		const kept = anEvent({ incident: stays });
		await log.append([anEvent({ incident: gone, payload: { text: 'secret' } }), kept]);
		const tombstone = tombstoneOf(gone);
		await log.erase(tombstone);
		const [queue = ''] = readdirSync(join(folder, 'mine'));
		const texts = readdirSync(join(folder, 'mine', queue))
			.filter((name) => name !== 'home.txt')
			.map((name) => readFileSync(join(folder, 'mine', queue, name), 'utf8'));
		assert.equal(texts.length, 2);
		assert.doesNotMatch(texts.join(''), /secret/);
		proxy.mode = 'open';
		proxy.cut();
		await becomes(log, 'connected');
		assert.deepEqual((await onServer()).sort(), ids([kept, tombstone]).sort());
	});

	it('reads everything again when the server was restored from a backup', async () => {
		const mine = await reading();
		await mine.log.append([anEvent(), anEvent(), anEvent()]);
		const position = mine.log.position();
		const [first] = await onServer();
		await server.sql(database, 'delete from faultline_events where number > 1', 'update faultline_home set last = 1');
		const since = [anEvent(), anEvent(), anEvent()];
		await open({ machine: 'of another' }).append(since);
		const { events, isTail } = await open().read(position, never);
		assert.deepEqual([ids(events), isTail ?? false], [[first, ...ids(since)], false]);
	});
});
