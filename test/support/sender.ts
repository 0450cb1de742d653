import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ulid } from 'ulid';
import { machineClaims } from '../../src/adapters/chat/machineClaims';
import { slackBot } from '../../src/adapters/chat/slack/bot';
import * as library from '../../src/adapters/http/axios';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { sendMessage } from '../../src/app/sendMessage';
import { opsMessage } from './chat/opsMessage';
import { silentLog, someIncidents } from './incidents';

/** A window of its own that sends: `sender {folder, api, token, conversation, incident, message?, text?}`. */
interface Sending {
	/** Home of the incidents, and what the windows of this machine share. */
	readonly folder: string;
	readonly api: string;
	readonly token: string;
	readonly conversation: string;
	readonly incident: string;
	/** The one that is there; composed here of `text` where absent. */
	readonly message?: string;
	readonly text?: string;
}

async function send({ folder, api, token, conversation, incident, message, text = '' }: Sending): Promise<void> {
	const never = new AbortController().signal;
	const clock = { now: () => Date.now() };
	const log = openUserEventLog(join(folder, 'home'), silentLog, {});
	const incidents = someIncidents({ events: log, clock, newId: () => ulid() });
	await incidents.load(never);
	const id = message ?? ulid();
	if (message === undefined) {
		await incidents.composeMessage(incident, id, opsMessage(text));
	}
	// All windows begin together: when the one that started them says so.
	writeSync(1, 'ready\n');
	await new Promise((resolve) => process.stdin.once('data', resolve));
	const needs = { log: silentLog, clock, random: Math.random, wait: (ms: number) => pause(ms) };
	const sent = await sendMessage(
		{
			...{ incidents, newId: () => randomUUID(), settle: async () => {} },
			channel: async () => slackBot(library, { api, token }, needs).channel(conversation, '#ops'),
			exclusive: machineClaims(join(folder, 'sending'), clock),
		},
		...([incident, { message: id, channel: 'ops' }, never] as const),
	);
	writeSync(1, `${sent}\n`);
	process.exit(0);
}

void send(JSON.parse(process.argv[2] ?? '') as Sending);
