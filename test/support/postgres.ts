import { execFile, execFileSync, spawn } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { postgresProgram } from '../../scripts/setup.mjs';
import { lazy } from '../../src/base/lazy';

const run = promisify(execFile);

const USER = 'faultline';
/** With what has to be escaped in a connection string. */
export const PASSWORD = 'p@ss:w/rd?#%';

const CERTIFICATE =
	'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1'.split(
		' ',
	);

/** A PostgreSQL server of its own, in a temporary folder, which flushes to disk as a real one does. */
export interface TestServer {
	readonly port: number;
	/** File of the certificate it has signed itself, for 127.0.0.1. */
	readonly certificate: string;
	/** Connection string of a database, of the superuser where `more` says no other. */
	url(
		database: string,
		more?: { readonly port?: number; readonly user?: string; readonly password?: string; readonly query?: string },
	): string;
	/** Makes an empty database. @returns its name */
	database(): Promise<string>;
	/** Removes a database, whoever is connected to it. */
	drop(database: string): Promise<void>;
	/** Runs statements as superuser, one after the other. @returns rows of the last */
	sql(database: string, ...statements: readonly string[]): Promise<readonly Record<string, unknown>[]>;
	start(): Promise<void>;
	/** `immediate` is as if the machine had crashed. */
	stop(mode?: 'fast' | 'immediate'): Promise<void>;
	remove(): void;
}

/** @param settings lines of postgresql.conf */
export async function startPostgres(settings: readonly string[] = []): Promise<TestServer> {
	const owner = unprivileged();
	const folder = ownedFolder(owner);
	const data = join(folder, 'data');
	const port = await freePort();
	writeFileSync(join(folder, 'password'), PASSWORD, { mode: 0o644 });
	const pgCtl = (...args: readonly string[]) =>
		run(program('pg_ctl'), ['-D', data, '-w', '-s', ...args], { ...owner, cwd: folder });
	const initdb = [
		'-D',
		data,
		'-U',
		USER,
		'-A',
		'scram-sha-256',
		'--pwfile',
		join(folder, 'password'),
		'-E',
		'UTF8',
		'--no-locale',
	];
	await run(program('initdb'), initdb, { ...owner, cwd: folder });
	const [certificate, key] = [join(folder, 'server.crt'), join(folder, 'server.key')];
	await run('openssl', [...CERTIFICATE, '-keyout', key, '-out', certificate], { ...owner, cwd: folder });
	const options = [
		'ssl=on',
		`ssl_cert_file='${certificate}'`,
		`ssl_key_file='${key}'`,
		`port=${port}`,
		"listen_addresses='127.0.0.1'",
		`unix_socket_directories='${folder}'`,
		'max_connections=200',
		...settings,
	];
	writeFileSync(join(data, 'postgresql.auto.conf'), `${options.join('\n')}\n`);

	let isRunning = false;
	const start = async () => {
		await pgCtl('-l', join(folder, 'log'), 'start');
		isRunning = true;
	};
	const stop = async (mode = 'fast') => {
		isRunning = false;
		await pgCtl('-m', mode, 'stop');
	};
	const remove = () => {
		process.off('exit', remove);
		if (isRunning) {
			isRunning = false;
			execFileSync(program('pg_ctl'), ['-D', data, '-m', 'immediate', '-s', 'stop'], { ...owner, cwd: folder });
		}
		rmSync(folder, { recursive: true, force: true });
	};
	process.once('exit', remove);
	await start();

	const url: TestServer['url'] = (
		database,
		{ port: other = port, user = USER, password = PASSWORD, query = '' } = {},
	) => `postgresql://${user}:${encodeURIComponent(password)}@127.0.0.1:${other}/${database}${query}`;
	const sql = async (database: string, ...statements: readonly string[]) => {
		const client = new pg.Client({ connectionString: url(database) });
		await client.connect();
		try {
			let rows: Record<string, unknown>[] = [];
			for (const statement of statements) {
				({ rows } = await client.query(statement));
			}
			return rows;
		} finally {
			await client.end();
		}
	};
	let count = 0;
	return {
		port,
		certificate,
		url,
		sql,
		database: async () => {
			count++;
			await sql('postgres', `create database test${count}`);
			return `test${count}`;
		},
		drop: async (database) => {
			await sql('postgres', `drop database ${database} with (force)`);
		},
		start,
		stop,
		remove,
	};
}

/** A pgbouncer before a server, which lends its connections for one transaction at a time. */
export interface TestPooler {
	readonly port: number;
	remove(): void;
}

export async function startPooler(server: TestServer): Promise<TestPooler> {
	const owner = unprivileged();
	const folder = ownedFolder(owner);
	const port = await freePort();
	writeFileSync(join(folder, 'users'), `"${USER}" "${PASSWORD}"\n`, { mode: 0o644 });
	const settings = [
		'[databases]',
		`* = host=127.0.0.1 port=${server.port}`,
		'[pgbouncer]',
		'listen_addr = 127.0.0.1',
		`listen_port = ${port}`,
		'unix_socket_dir =',
		'pool_mode = transaction',
		'default_pool_size = 4',
		'auth_type = scram-sha-256',
		`auth_file = ${join(folder, 'users')}`,
	];
	writeFileSync(join(folder, 'pgbouncer.ini'), `${settings.join('\n')}\n`, { mode: 0o644 });
	const child = spawn(program('pgbouncer'), [join(folder, 'pgbouncer.ini')], {
		...owner,
		cwd: folder,
		stdio: ['ignore', 'ignore', 'pipe'],
	});
	const remove = () => {
		process.off('exit', remove);
		child.kill('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	};
	process.once('exit', remove);
	let text = '';
	await new Promise<void>((resolve, reject) => {
		child.stderr.setEncoding('utf8').on('data', (part: string) => {
			text += part;
			if (text.includes('process up')) {
				resolve();
			}
		});
		child.once('error', reject);
		child.once('exit', () => reject(new Error(`pgbouncer has ended: ${text}`)));
	});
	child.unref(); // it ends with this process, and does not keep it going
	if (child.stderr instanceof Socket) {
		child.stderr.unref();
	}
	return { port, remove };
}

/** One server for all tests of a run; it ends with the process. */
export const sharedPostgres = lazy(() => startPostgres());

/** A pooler before that one. */
export const sharedPooler = lazy(async () => startPooler(await sharedPostgres()));

function program(name: string): string {
	const found = postgresProgram(name);
	if (found === undefined) {
		throw new Error(
			`${name} is needed for this test. \`npm test\` installs it where it can; else install it, and try again.`,
		);
	}
	return found;
}

/** The server does not run as root. */
function unprivileged(): { readonly uid?: number; readonly gid?: number } {
	if (process.getuid?.() !== 0) {
		return {};
	}
	const id = (what: '-u' | '-g') => Number(execFileSync('id', [what, 'nobody'], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

function ownedFolder({ uid, gid }: ReturnType<typeof unprivileged>): string {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-pg-'));
	if (uid !== undefined && gid !== undefined) {
		chownSync(folder, uid, gid);
	}
	return folder;
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			probe.close(() =>
				typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No port.')),
			);
		});
	});
}
