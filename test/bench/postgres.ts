// The home on a server, beside the plain driver doing the least that could be called the same: one INSERT for an append, one SELECT for a catch-up, one
// NOTIFY for following. Runs where PostgreSQL is installed; the server is started for it, and flushes to disk.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import pg from 'pg';
import { ulid } from 'ulid';
import { postgresProgram } from '../../scripts/setup.mjs';
import { openPostgresEventLog, type PostgresEventLog } from '../../src/adapters/store/postgres/eventLog';
import type { IncidentEvent } from '../../src/core/incident/event';
import { anEvent, silentLog, until } from '../support/incidents';
import { startPostgres } from '../support/postgres';
import { type BenchResult, median, medianMs, mediansMs } from './result';

const EVENTS = 100_000;
const BATCH = 1000;
const APPENDS = 300;
const NOTIFICATIONS = 200;
const READINGS = 3;
const never = new AbortController().signal;

const someEvent = (): IncidentEvent =>
	anEvent({ id: ulid(), payload: { text: 'TypeError: x is undefined\n'.repeat(8) } });

export async function run(): Promise<BenchResult[]> {
	if (postgresProgram('initdb') === undefined) {
		console.log('PostgreSQL is not installed, so its home is not measured.');
		return [];
	}
	const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
	const server = await startPostgres();
	const opened: PostgresEventLog[] = [];
	try {
		const connectionString = server.url(await server.database());
		const open = async () => {
			const log = openPostgresEventLog({ connectionString, queueFolder: folder }, silentLog);
			opened.push(log);
			await log.read(undefined, never);
			await until(() => log.state().kind === 'connected', log.onDidChangeState, 10_000);
			return log;
		};
		const bare = new pg.Client({ connectionString });
		await bare.connect();
		await bare.query('create table bare (number bigserial primary key, body text)');
		const writer = await open();
		const results = [await appends('append to an empty home', writer, bare)];
		for (let count = 0; count < EVENTS; count += BATCH) {
			const events = Array.from({ length: BATCH }, someEvent);
			await writer.append(events);
			await bare.query('insert into bare (body) select * from unnest($1::text[])', [events.map(jsonOf)]);
		}
		results.push(await appends(`append to ${EVENTS} events`, writer, bare));
		results.push(...(await catchUp(connectionString, folder, bare, opened)));
		results.push(await notifications(writer, await open(), bare, connectionString));
		await bare.end();
		return results;
	} finally {
		for (const log of opened) {
			log.dispose();
		}
		server.remove();
		rmSync(folder, { recursive: true });
	}
}

const jsonOf = (event: IncidentEvent) => JSON.stringify(event);

async function appends(name: string, log: PostgresEventLog, bare: pg.Client): Promise<BenchResult> {
	const [value, referenceValue] = await mediansMs(
		APPENDS,
		() => log.append([someEvent()]),
		() => bare.query('insert into bare (body) values ($1)', [jsonOf(someEvent())]),
	);
	return result(`postgres: ${name}`, value, 'INSERT and commit by the driver', referenceValue, 2.5);
}

async function catchUp(
	connectionString: string,
	folder: string,
	bare: pg.Client,
	opened: PostgresEventLog[],
): Promise<BenchResult[]> {
	const [held, heldByDriver] = [monitorEventLoopDelay({ resolution: 1 }), monitorEventLoopDelay({ resolution: 1 })];
	const value = await medianMs(READINGS, async () => {
		const log = openPostgresEventLog({ connectionString, queueFolder: folder }, silentLog);
		opened.push(log);
		held.enable();
		const { events } = await log.read(undefined, never);
		held.disable();
		log.dispose();
		if (events.length < EVENTS) {
			throw new Error(`Only ${events.length} events were read.`);
		}
	});
	const referenceValue = await medianMs(READINGS, async () => {
		heldByDriver.enable();
		const { rows } = await bare.query<{ readonly body: string }>('select body from bare order by number');
		const events = rows.map(({ body }) => JSON.parse(body));
		heldByDriver.disable();
		return events;
	});
	const [longest, longestByDriver] = [held.max / 1e6, heldByDriver.max / 1e6];
	const driver = 'SELECT and JSON.parse by the driver';
	return [
		result(`postgres: catch up with ${EVENTS} events`, value, driver, referenceValue, 3),
		result('postgres: longest hold of the event loop meanwhile', longest, driver, longestByDriver, 0.5),
	];
}

/** From the start of an append in one window until another one has the event. */
async function notifications(
	writer: PostgresEventLog,
	reader: PostgresEventLog,
	bare: pg.Client,
	connectionString: string,
): Promise<BenchResult> {
	const listener = new pg.Client({ connectionString });
	await listener.connect();
	await listener.query('listen bare');
	const ours: number[] = [];
	const plain: number[] = [];
	for (let count = 0; count < NOTIFICATIONS; count++) {
		const heard = new Promise((resolve) => reader.onDidAppend(resolve));
		let started = performance.now();
		await Promise.all([writer.append([someEvent()]), heard]);
		ours.push(performance.now() - started);
		const notified = new Promise((resolve) => listener.once('notification', resolve));
		started = performance.now();
		const insert = "with new as (insert into bare (body) values ($1)) select pg_notify('bare', '')";
		await Promise.all([bare.query(insert, [jsonOf(someEvent())]), notified]);
		plain.push(performance.now() - started);
	}
	await listener.end();
	return result(
		'postgres: an append until another window has it',
		median(ours),
		'INSERT until a NOTIFY by the driver',
		median(plain),
		3,
	);
}

function result(name: string, value: number, reference: string, referenceValue: number, limit: number): BenchResult {
	const ratio = value / referenceValue;
	return { name, value, unit: 'ms', reference, referenceValue, ratio, target: `≤ ${limit} ×`, met: ratio <= limit };
}
