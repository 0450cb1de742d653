import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Emitter } from '../../src/base/emitter';
import { bundledScript } from '../support/childLogs';
import { until } from '../support/incidents';
import { startPostgres, type TestServer } from '../support/postgres';
import type { ClientMessage } from '../support/postgresClient';

const CLIENTS = 4;
const EVENTS = 2500;
const ALL = CLIENTS * EVENTS;

/** One process that writes and listens. */
interface Client {
	readonly process: ChildProcess;
	readonly acknowledged: string[];
	/** As often as it was told of each. */
	readonly heard: string[];
	state: string;
	queued: number;
}

describe('four clients of a server that crashes', function () {
	this.timeout(120_000);
	let folder: string;
	let server: TestServer;
	let clients: Client[];
	const told = new Emitter<void>();

	before(async () => {
		folder = mkdtempSync(join(tmpdir(), 'faultline-restarts-'));
		server = await startPostgres();
		clients = [];
	});
	after(() => {
		for (const client of clients) {
			client.process.kill('SIGKILL');
		}
		server.remove();
		rmSync(folder, { recursive: true });
	});

	function startClient(script: string, database: string, index: number): Client {
		const args = [server.url(database), join(folder, `queue-${index}`), String(EVENTS)];
		const client: Client = {
			process: fork(script, args),
			acknowledged: [],
			heard: [],
			state: 'connecting',
			queued: 0,
		};
		client.process.on('message', (message: ClientMessage) => {
			switch (message.kind) {
				case 'acknowledged':
					client.acknowledged.push(...message.ids);
					break;
				case 'heard':
					client.heard.push(...message.ids);
					break;
				case 'state':
					client.state = message.state;
					client.queued = message.queued;
					break;
				default:
					throw new Error(message.message);
			}
			told.fire();
		});
		return client;
	}

	it('lose nothing, double nothing, and agree within two seconds of being back', async () => {
		const script = await bundledScript('postgresClient', folder);
		const database = await server.database();
		clients = Array.from({ length: CLIENTS }, (_, index) => startClient(script, database, index));
		const written = () => clients.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);

		for (const share of [0.3, 0.7]) {
			await until(() => written() >= share * ALL, told.event, 50_000);
			await server.stop('immediate');
			await until(() => clients.every(({ state, queued }) => state === 'offline' && queued > 0), told.event, 10_000);
			await server.start();
		}
		await until(() => written() === ALL, told.event, 50_000);
		await until(() => clients.every(({ state }) => state === 'connected'), told.event, 20_000);
		const knows = ({ acknowledged, heard }: Client) => new Set([...acknowledged, ...heard]).size;
		await until(() => clients.every((client) => knows(client) === ALL), told.event, 2000);

		const acknowledged = clients.flatMap((client) => client.acknowledged).sort();
		const rows = await server.sql(database, 'select id from faultline_events order by id');
		assert.deepEqual(
			rows.map(({ id }) => id),
			acknowledged,
		);
		for (const client of clients) {
			assert.deepEqual([...client.acknowledged, ...client.heard].sort(), acknowledged);
		}
	});
});
