import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { readAddress } from '../../src/adapters/store/postgres/address';
import { openPostgresEventLog } from '../../src/adapters/store/postgres/eventLog';
import { FaultlineError } from '../../src/base/errors';
import type { Log } from '../../src/core/ports/log';
import { anEvent } from '../support/incidents';
import { PASSWORD, sharedPooler, sharedPostgres, type TestServer } from '../support/postgres';

const never = new AbortController().signal;

describe('a connection string', function () {
	this.timeout(60_000);
	let server: TestServer;
	let database: string;
	let folder: string;
	let said: unknown[];
	const hear = (...parts: unknown[]) => said.push(...parts);
	const log: Log = { trace: hear, debug: hear, info: hear, warn: hear, error: hear };

	before(async () => {
		server = await sharedPostgres();
		folder = mkdtempSync(join(tmpdir(), 'faultline-connect-'));
	});
	after(() => rmSync(folder, { recursive: true }));
	beforeEach(async () => {
		database = await server.database();
		said = [];
	});
	afterEach(() => server.drop(database));

	/** Reads and writes by it. @returns the code of the error, or whether the connection was encrypted */
	async function tried(connectionString: string): Promise<string | boolean> {
		const home = openPostgresEventLog({ connectionString, queueFolder: folder, timeoutMs: 5000 }, log);
		try {
			await home.read(undefined, never);
			await home.append([anEvent()]);
			const [row] = await server.sql(
				database,
				`select ssl from pg_stat_ssl join pg_stat_activity using (pid)
				where datname = '${database}' and application_name = 'Faultline' limit 1`,
			);
			return row?.ssl === true;
		} catch (error) {
			said.push(error);
			assert.ok(FaultlineError.is(error), String(error));
			return error.code;
		} finally {
			home.dispose();
		}
	}

	/** Everything that was logged or thrown, as deep as it goes. */
	const everything = () => said.map((one) => inspect(one, { depth: 20, showHidden: true })).join('\n');

	it('is used with or without encryption, as its sslmode says', async () => {
		const root = `&sslrootcert=${encodeURIComponent(server.certificate)}`;
		const pooler = await sharedPooler(); // it takes no encryption
		const url = (query: string, port?: number) => server.url(database, { query, port });
		assert.deepEqual(
			[
				await tried(url('')),
				await tried(url('?sslmode=disable')),
				await tried(url('?sslmode=allow')),
				await tried(url('?sslmode=prefer')),
				await tried(url('?sslmode=require')),
				await tried(url(`?sslmode=verify-full${root}`)),
				await tried(url(`?sslmode=verify-ca${root}`).replace('127.0.0.1', 'localhost')),
				await tried(url('', pooler.port)),
			],
			[true, false, false, true, true, true, true, false],
		);
	});

	it('is refused where the server does not prove who it is, or does not encrypt', async () => {
		const root = `&sslrootcert=${encodeURIComponent(server.certificate)}`;
		const pooler = await sharedPooler();
		assert.deepEqual(
			[
				await tried(server.url(database, { query: '?sslmode=verify-full' })),
				await tried(server.url(database, { query: `?sslmode=verify-full${root}` }).replace('127.0.0.1', '127.1')),
				await tried(server.url(database, { query: '?sslmode=require', port: pooler.port })),
			],
			['store.tls', 'store.tls', 'store.tls'],
		);
	});

	it('says what is wrong with it when the server does not take it', async () => {
		await server.sql(
			database,
			`drop role if exists reader`,
			`create role reader login password 'other secret'`,
			'revoke create on schema public from public',
		);
		assert.deepEqual(
			[
				await tried(server.url(database, { password: 'wrong secret' })),
				await tried(server.url(database, { user: 'nobody' })),
				await tried(server.url('missing')),
				await tried(server.url(database, { user: 'reader', password: 'other secret' })),
			],
			['store.signIn', 'store.signIn', 'store.noDatabase', 'store.noPermission'],
		);
		assert.doesNotMatch(everything(), /wrong(?: |%20)secret|other(?: |%20)secret/);
		assert.ok(!everything().includes(PASSWORD) && !everything().includes(encodeURIComponent(PASSWORD)));
	});

	it('whose host is unknown, or does not answer, keeps what is written', async () => {
		const unknown = server.url(database).replace('127.0.0.1', `${'x'.repeat(70)}.example`);
		const silent = server.url(database, { port: 1 });
		for (const connectionString of [unknown, silent]) {
			const home = openPostgresEventLog({ connectionString, queueFolder: folder }, log);
			const event = anEvent();
			await home.append([event]);
			const { events, damage } = await home.read(undefined, never);
			home.dispose();
			assert.deepEqual([events, damage.length], [[event], 1]);
		}
		assert.ok(!everything().includes(PASSWORD) && !everything().includes(encodeURIComponent(PASSWORD)));
	});

	it('may have a user that only reads, who is told so and loses nothing silently', async () => {
		const owner = openPostgresEventLog({ connectionString: server.url(database), queueFolder: folder }, log);
		const event = anEvent();
		await owner.append([event]);
		owner.dispose();
		await server.sql(
			database,
			`drop role if exists viewer`,
			`create role viewer login password 'view'`,
			'grant select on all tables in schema public to viewer',
		);
		const home = openPostgresEventLog(
			{ connectionString: server.url(database, { user: 'viewer', password: 'view' }), queueFolder: folder },
			log,
		);
		assert.deepEqual((await home.read(undefined, never)).events, [event]);
		await assert.rejects(home.append([anEvent()]), (error) => FaultlineError.is(error, 'store.noPermission'));
		home.dispose();
		await server.sql(database, 'revoke all on all tables in schema public from viewer', 'drop role viewer');
	});

	const unfit = {
		'of another kind': 'mysql://ann:topsecret@db/incidents',
		'of words': 'host=db user=ann password=topsecret',
		empty: '',
		'with a slash in its password': 'postgresql://ann:top/secret@db/incidents',
		'with a number sign in its password': 'postgresql://ann:top#secret@db/incidents',
		'without a number as port': 'postgresql://ann:topsecret@db:port/incidents',
		'with a mode that is none': 'postgresql://ann:topsecret@db/incidents?sslmode=reqire',
		'with a certificate that is not there':
			'postgresql://ann:topsecret@db/incidents?sslmode=verify-ca&sslrootcert=/missing',
	};
	for (const [what, text] of Object.entries(unfit)) {
		it(`${what} is refused, and not repeated`, () => {
			assert.throws(
				() => openPostgresEventLog({ connectionString: text, queueFolder: folder }, log),
				(error) => {
					assert.doesNotMatch(inspect(error, { depth: 20, showHidden: true }), /top|secret|ann/);
					return FaultlineError.is(error, 'store.address');
				},
			);
		});
	}

	it('is named without its secrets, and tells servers, databases and users apart', () => {
		const { name, fingerprint, redact } = readAddress(
			'postgresql://ann:p%40ss@db.example.com:5433/incidents?sslmode=require',
		);
		assert.equal(name, 'db.example.com:5433/incidents');
		assert.equal(
			redact('p@ss, p%40ss and postgresql://ann:p%40ss@db.example.com:5433/incidents?sslmode=require'),
			'…, … and …',
		);
		const others = [
			'postgresql://ann:other@db.example.com:5433/incidents',
			'postgresql://bob@db.example.com:5433/incidents',
			'postgresql://ann@db.example.com/incidents',
			'postgresql://ann@db.example.com:5433/other',
		].map((text) => readAddress(text).fingerprint);
		assert.equal(others[0], fingerprint);
		assert.equal(new Set(others).size, 4);
	});
});
