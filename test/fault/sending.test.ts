import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { ANSWER_MS, stateNow } from '../../src/core/incident/messages';
import { opsMessage } from '../support/chat/opsMessage';
import { SlackDouble } from '../support/chat/slackDouble';
import { bundledScript } from '../support/childLogs';
import { aNewIncident, silentLog, someIncidents } from '../support/incidents';
import { quickFolder } from '../support/scratch';

const never = new AbortController().signal;
/** What the bundled script looks for at run time is there. */
const MODULES = join(__dirname, '../../node_modules');
const MESSAGE = '01KAT2Q5R07F3KQ8ZJ4N6M2W9X';

/** A process that sends, from the moment that `begin` is called. */
interface Window {
	readonly child: ChildProcess;
	readonly ready: Promise<unknown>;
	readonly begin: () => void;
	/** The last word: what `sendMessage` resolved to; `undefined` of one that was killed. */
	readonly end: Promise<string | undefined>;
}

describe('windows that send to a chat', function () {
	this.timeout(120_000);
	let scratch: string;
	let script: string;
	let slack: SlackDouble;

	before(async () => {
		scratch = quickFolder();
		script = await bundledScript('sender', scratch);
		slack = await SlackDouble.start();
	});
	after(async () => {
		await slack.close();
		rmSync(scratch, { recursive: true });
	});

	/** A machine with an incident, a message about it that nobody sent yet, and a channel. */
	async function aMachine() {
		const folder = mkdtempSync(join(scratch, 'machine-'));
		const clock = { now: () => Date.now() };
		const reading = async () => {
			const log = openUserEventLog(join(folder, 'home'), silentLog, {});
			const incidents = someIncidents({ events: log, clock });
			await incidents.load(never);
			return { log, incidents };
		};
		const { log, incidents } = await reading();
		const { id } = await incidents.create(aNewIncident());
		await incidents.composeMessage(id, MESSAGE, opsMessage('Cards fail.'));
		log.dispose();
		const channel = slack.addChannel('ops');
		const token = slack.token('chat:write');
		const aWindow = (more: { readonly message?: string; readonly text?: string }): Window => {
			const about = { folder, api: slack.api, token, conversation: channel.id, incident: id, ...more };
			const child = spawn(process.execPath, [script, JSON.stringify(about)], {
				...{ stdio: ['pipe', 'pipe', 'inherit'] as const, env: { ...process.env, NODE_PATH: MODULES } },
			});
			const lines: string[] = [];
			const output = createInterface(child.stdout);
			const ready = new Promise((resolve, reject) => {
				output.once('line', resolve);
				child.once('close', () => reject(new Error('It ended before it began.')));
			});
			output.on('line', (line) => lines.push(line));
			const end = new Promise<string | undefined>((resolve) =>
				child.once('close', () => resolve(lines.length > 1 ? lines.at(-1) : undefined)),
			);
			return { child, ready, begin: () => void child.stdin.write('go\n'), end };
		};
		/** What a window that opens now knows of the messages. */
		const deliveries = async () => {
			const { log, incidents } = await reading();
			const incident = await incidents.get(id);
			log.dispose();
			return incident?.messages?.map(({ deliveries: [delivery] }) => delivery!) ?? [];
		};
		return { channel, aWindow, deliveries };
	}

	const together = async (windows: readonly Window[]) => {
		await Promise.all(windows.map(({ ready }) => ready));
		for (const { begin } of windows) {
			begin();
		}
		return (await Promise.all(windows.map(({ end }) => end))).sort();
	};

	it('send a message once, of six that are asked at the same time', async () => {
		const { channel, aWindow, deliveries } = await aMachine();
		const results = await together(Array.from({ length: 6 }, () => aWindow({ message: MESSAGE })));
		assert.deepEqual(results, ['sent', 'taken', 'taken', 'taken', 'taken', 'taken']);
		assert.equal(channel.messages.length, 1);
		assert.equal((await deliveries())[0]?.state, 'sent');
	});

	it('send once what six of them composed with the same words, and say so of the others', async () => {
		const { channel, aWindow, deliveries } = await aMachine();
		const results = await together(Array.from({ length: 6 }, () => aWindow({ text: 'The same words.' })));
		assert.deepEqual(results, ['failed', 'failed', 'failed', 'failed', 'failed', 'sent']);
		assert.equal(channel.messages.length, 1);
		const whys = (await deliveries()).filter(({ state }) => state === 'failed').map(({ why }) => why ?? '');
		assert.ok(whys.length === 5 && whys.every((why) => why.startsWith('The same was sent to #ops')), whys.join('\n'));
	});

	it('leave a message to a person where one is killed between sending and the answer', async () => {
		const { channel, aWindow, deliveries } = await aMachine();
		const killed = aWindow({ message: MESSAGE });
		await killed.ready;
		let answer = () => {};
		slack.fail({ until: new Promise<void>((resolve) => (answer = resolve)) }, 'chat.postMessage');
		const asked = slack.requests.length;
		const arrived = new Promise<void>((resolve) =>
			slack.onRequest((request) => request.path.endsWith('chat.postMessage') && resolve()),
		);
		killed.begin();
		await arrived;
		killed.child.kill('SIGKILL');
		assert.equal(await killed.end, undefined);
		answer();
		assert.deepEqual(await together([aWindow({ message: MESSAGE }), aWindow({ message: MESSAGE })]), [
			'taken',
			'taken',
		]);
		assert.equal(slack.requests.slice(asked).filter(({ path }) => path.endsWith('chat.postMessage')).length, 1);
		const [delivery] = await deliveries();
		assert.deepEqual(
			[delivery?.state, delivery && stateNow(delivery, delivery.at + ANSWER_MS + 1), channel.messages.length <= 1],
			['sending', 'unknown', true],
		);
	});
});
