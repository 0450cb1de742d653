import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { machineClaims } from '../../../src/adapters/chat/machineClaims';
import { isSafeAddress, isSlackWebhook, workflowFault } from '../../../src/core/chat/address';
import { ANSWER_MS } from '../../../src/core/incident/messages';
import {
	ChatConnections,
	type Connection,
	connectionOf,
	namesHere,
	sameChannel,
} from '../../../src/host/chat/connections';

const aConnection = (more: Partial<Connection> = {}): Connection => ({
	...{ id: 'a', kind: 'slackBot', name: '#ops', audiences: ['engineering'], secret: 'xoxb-1', conversation: 'C1' },
	...more,
});

/** Secrets in memory, as VS Code keeps them. */
function secrets() {
	const kept = new Map<string, string>();
	return {
		kept,
		get: async (key: string) => kept.get(key),
		store: async (key: string, value: string) => void kept.set(key, value),
		delete: async (key: string) => void kept.delete(key),
		keys: async () => [...kept.keys()],
		onDidChange: () => ({ dispose() {} }),
	};
}

describe('the channels that are connected', () => {
	it('are called as they were connected, whatever a message that came from elsewhere calls them', () => {
		const connected = [aConnection({ id: 'a', name: '#customers' })];
		const kind = 'slackBot' as const;
		const named = [
			{ id: 'a', kind, name: '#ops' },
			{ id: 'b', kind, name: '#gone' },
		];
		assert.deepEqual(namesHere(connected, named), ['#customers', '#gone']);
	});

	it('take what somebody else composed for a channel of that kind and name, where there is one such', () => {
		const connected = [aConnection(), aConnection({ id: 'hook', kind: 'slackWebhook' })];
		const ref = { id: 'of a colleague', kind: 'slackBot' as const, name: '#ops' };
		assert.equal(connectionOf(connected, ref)?.id, 'a');
		assert.equal(connectionOf(connected, { ...ref, id: 'hook' })?.id, 'hook');
		assert.equal(connectionOf(connected, { ...ref, name: '#dev' }), undefined);
		assert.equal(connectionOf([...connected, aConnection({ id: 'c' })], ref), undefined);
	});

	it('are the same where they lead into the same channel, and stay in their place with a new token', async () => {
		const connections = new ChatConnections(secrets());
		await connections.add(aConnection());
		await connections.add(aConnection({ id: 'b', conversation: 'C2' }));
		await connections.add(aConnection({ id: 'hook', kind: 'slackWebhook', secret: 'https://hooks.test' }));
		const anew = { kind: 'slackBot' as const, name: 'ops, by its id', conversation: 'C1' };
		assert.equal(sameChannel(await connections.list(), anew)?.id, 'a');
		assert.equal(sameChannel(await connections.list(), { ...anew, kind: 'slackWebhook', name: '#ops' })?.id, 'hook');
		await connections.renew('xoxb-1', 'xoxb-2');
		assert.deepEqual(
			(await connections.list()).map(({ id, secret }) => [id, secret]),
			[
				['a', 'xoxb-2'],
				['b', 'xoxb-2'],
				['hook', 'https://hooks.test'],
			],
		);
	});

	it('are kept in the secret storage, one for each id, and forgotten there', async () => {
		const storage = secrets();
		const connections = new ChatConnections(storage);
		await connections.add(aConnection());
		await connections.add(aConnection({ id: 'b', incident: 'INC' }));
		await connections.add(aConnection({ name: '#ops-2' }));
		assert.deepEqual(
			(await connections.of('other')).map(({ name }) => name),
			['#ops-2'],
		);
		assert.deepEqual(
			(await connections.of('INC')).map(({ id }) => id),
			['a', 'b'],
		);
		await connections.remove('b');
		assert.equal((await connections.list()).length, 1);
		storage.kept.set('faultline.chat.connections', '{"a":1}');
		assert.deepEqual(await connections.list(), []);
	});

	it('are reached by addresses that are safe to send something secret to, and are what they seem', () => {
		const safe = ['https://hooks.slack.com/services/T/B/x', 'http://127.0.0.1:8080/services/x'];
		assert.ok(safe.every(isSafeAddress) && safe.every(isSlackWebhook));
		for (const text of [
			'http://hooks.slack.com/services/x',
			'https://a:b@hooks.slack.com/services/x',
			'javascript:1',
			'',
		]) {
			assert.ok(!isSafeAddress(text), text);
		}
		assert.ok(
			!isSlackWebhook('https://hooks.slack.com.evil.test/services/x') && !isSlackWebhook('https://hooks.slack.com/x'),
		);
		assert.equal(workflowFault('https://prod-1.westeurope.logic.azure.com:443/workflows/a?sig=b'), undefined);
		assert.equal(workflowFault('https://acme.webhook.office.com/webhookb2/x'), 'connector');
		assert.equal(workflowFault('http://prod-1.logic.azure.com/x'), 'noAddress');
	});
});

describe('the claims of a machine', () => {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-claims-'));
	after(() => rmSync(folder, { recursive: true, force: true }));
	const clock = { now: () => Date.now() };

	it('have one first, of all that ask at the same time, until it is given back', async () => {
		const windows = Array.from({ length: 8 }, () => machineClaims(join(folder, 'one'), clock));
		const claims = await Promise.all(windows.map((claim) => claim('message.ops.1')));
		const [giveBack, ...others] = claims.filter((one) => one !== undefined);
		assert.equal(others.length, 0);
		await giveBack?.();
		assert.ok(await windows[0]?.('message.ops.1'));
		assert.ok(await windows[0]?.('../../message.ops.2'));
		assert.deepEqual(readdirSync(join(folder, 'one')).sort(), ['.._.._message.ops.2', 'message.ops.1']);
	});

	it('are taken over from a window that ended before it began, and forgotten after a month', async () => {
		const claim = machineClaims(join(folder, 'two'), clock);
		await claim('a');
		const old = (Date.now() - ANSWER_MS - 60_000) / 1000;
		utimesSync(join(folder, 'two', 'a'), old, old);
		assert.ok(await claim('a'));
		await claim('b');
		const older = (Date.now() - 31 * 24 * 60 * 60_000) / 1000;
		utimesSync(join(folder, 'two', 'b'), older, older);
		await claim('c');
		assert.deepEqual(readdirSync(join(folder, 'two')).sort(), ['a', 'c']);
	});
});
