import assert from 'node:assert/strict';
import type { Incidents } from '../../../src/app/incidents';
import { sendMessage } from '../../../src/app/sendMessage';
import { FaultlineError } from '../../../src/base/errors';
import type { ChannelRef, Place } from '../../../src/core/chat/model';
import type { ComposedMessage } from '../../../src/core/incident/events/messageComposed';
import { ANSWER_MS, stateNow } from '../../../src/core/incident/messages';
import { aClock, aNewIncident, memoryHome, NOON, someIds, someIncidents } from '../../support/incidents';

const never = new AbortController().signal;
const isCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);
const OPS: ChannelRef = { id: 'ops', kind: 'slackBot', name: '#ops' };
const MESSAGE = '01KAT2Q5R07F3KQ8ZJ4N6M2W9X';
const aMessage = (more: Partial<ComposedMessage> = {}): ComposedMessage => ({
	...{ title: 'Checkout is down', text: 'Cards fail.', facts: [], nextAt: null },
	...{ kind: 'status', audience: 'engineering', channels: [OPS] },
	...more,
});
const REF = { message: MESSAGE, channel: OPS.id };

/** A chat that does, with each post, what comes next in the list; the last one stays. */
function aChat(...answers: readonly (() => Promise<Place>)[]) {
	const posts: { readonly title: string; readonly thread: string | undefined }[] = [];
	return {
		posts,
		channel: async () => ({
			post: async ({ title }: { readonly title: string }, thread: Place | undefined) => {
				posts.push({ title, thread: thread?.ts });
				return (
					answers[posts.length - 1] ??
					answers.at(-1) ??
					(async () => ({ conversation: 'C1', ts: `${posts.length}` }))
				)();
			},
		}),
	};
}

const failing = (code: string) => async () => {
	throw new FaultlineError(code, `It failed: ${code}.`);
};

/** One machine: of those that ask for a key, the first has it. */
function oneMachine() {
	const taken = new Set<string>();
	return async (key: string) => {
		if (taken.has(key)) {
			return undefined;
		}
		taken.add(key);
		return async () => {
			taken.delete(key);
		};
	};
}

async function anIncident(incidents: Incidents, more: Partial<ComposedMessage> = {}) {
	const { id } = await incidents.create(aNewIncident());
	await incidents.composeMessage(id, MESSAGE, aMessage(more));
	return id;
}

const needs = (incidents: Incidents, chat: ReturnType<typeof aChat>, more: object = {}) => ({
	...{
		incidents,
		channel: chat.channel,
		exclusive: oneMachine(),
		settle: async () => {},
		newId: someIds(Math.random() * 1e6),
	},
	...more,
});
const stateOf = async (incidents: Incidents, id: string) => (await incidents.get(id))?.messages?.[0]?.deliveries[0];

describe('sending a message', () => {
	it('keeps it first, then claims it, then says where it is', async () => {
		const incidents = someIncidents();
		const id = await anIncident(incidents);
		assert.equal((await stateOf(incidents, id))?.state, 'queued');
		const chat = aChat();
		assert.equal(await sendMessage(needs(incidents, chat), id, REF, never), 'sent');
		const delivery = await stateOf(incidents, id);
		assert.deepEqual(
			[delivery?.state, delivery?.attempt, delivery?.place],
			['sent', 1, { conversation: 'C1', ts: '1' }],
		);
		assert.deepEqual(
			(await incidents.get(id))?.timeline.slice(1).map(({ sentence }) => sentence),
			['Status update for Engineering, to #ops: Checkout is down', 'Sending to #ops', 'Sent to #ops'],
		);
	});

	it('goes on in the thread of the first message', async () => {
		const incidents = someIncidents();
		const id = await anIncident(incidents);
		const chat = aChat();
		await sendMessage(needs(incidents, chat), id, REF, never);
		const second = '01KAT2Q5R07F3KQ8ZJ4N6M2W9Y';
		await incidents.composeMessage(id, second, aMessage({ title: 'Still down' }));
		await sendMessage(needs(incidents, chat), id, { ...REF, message: second }, never);
		assert.deepEqual(chat.posts, [
			{ title: 'Checkout is down', thread: undefined },
			{ title: 'Still down', thread: '1' },
		]);
	});

	it('is tried again after a failure, and not once it is there', async () => {
		const incidents = someIncidents();
		const id = await anIncident(incidents);
		const chat = aChat(failing('chat.archived'), async () => ({ ts: '2' }));
		assert.equal(await sendMessage(needs(incidents, chat), id, REF, never), 'failed');
		assert.equal((await stateOf(incidents, id))?.why, 'It failed: chat.archived.');
		assert.equal(await sendMessage(needs(incidents, chat), id, REF, never), 'sent');
		assert.equal(await sendMessage(needs(incidents, chat), id, REF, never), 'taken');
		assert.equal(chat.posts.length, 2);
	});

	for (const code of ['chat.unclear', 'chat.malformed', 'http.unclear', 'http.unavailable', 'http.malformed']) {
		it(`is never sent again by itself where it may have arrived (${code})`, async () => {
			const incidents = someIncidents();
			const id = await anIncident(incidents);
			const chat = aChat(failing(code));
			assert.equal(await sendMessage(needs(incidents, chat), id, REF, never), 'unknown');
			assert.equal(await sendMessage(needs(incidents, chat), id, REF, never), 'taken');
			assert.match((await stateOf(incidents, id))?.why ?? '', /Look in #ops/);
			assert.equal(chat.posts.length, 1);
		});
	}

	it('asks a person who looked, and sends again only what is not there', async () => {
		const incidents = someIncidents();
		const id = await anIncident(incidents);
		const chat = aChat(failing('chat.unclear'), async () => ({ ts: '2' }));
		await sendMessage(needs(incidents, chat), id, REF, never);
		await incidents.settleDelivery(id, REF, false, 'It is not there.');
		assert.equal(await sendMessage(needs(incidents, chat), id, REF, never), 'sent');
		await assert.rejects(incidents.settleDelivery(id, REF, true, ''), isCode('message.taken'));
		assert.equal(chat.posts.length, 2);
	});

	it('takes the word of who looked that it is there', async () => {
		const incidents = someIncidents();
		const id = await anIncident(incidents);
		const chat = aChat(failing('chat.unclear'));
		await sendMessage(needs(incidents, chat), id, REF, never);
		await incidents.settleDelivery(id, REF, true, '');
		assert.equal((await stateOf(incidents, id))?.state, 'sent');
		assert.equal(await sendMessage(needs(incidents, chat), id, REF, never), 'taken');
	});

	it('is sent once by two windows of a machine that are asked at the same time', async () => {
		const home = memoryHome();
		const one = someIncidents({ events: home.open() });
		const id = await anIncident(one);
		const other = someIncidents({ events: home.open() });
		await other.load(never);
		const chat = aChat();
		const exclusive = oneMachine();
		const results = await Promise.all(
			[one, other].map((incidents) => sendMessage(needs(incidents, chat, { exclusive }), id, REF, never)),
		);
		assert.deepEqual([results.sort(), chat.posts.length], [['sent', 'taken'], 1]);
	});

	it('is sent once by two machines: of two claims the first one counts', async () => {
		const home = memoryHome();
		const one = someIncidents({ events: home.open() });
		const id = await anIncident(one);
		const other = someIncidents({ events: home.open() });
		await other.load(never);
		const chat = aChat();
		const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 50));
		const results = await Promise.all(
			[one, other].map((incidents) => sendMessage(needs(incidents, chat, { settle }), id, REF, never)),
		);
		assert.deepEqual([results.sort(), chat.posts.length], [['sent', 'taken'], 1]);
	});

	for (const [what, more] of [
		['two windows of a machine, before they hear of each other', { exclusive: oneMachine() }],
		['two machines', { settle: () => new Promise<void>((resolve) => setTimeout(resolve, 50)) }],
	] as const) {
		it(`is sent once where the same is composed at the same time in ${what}`, async () => {
			const home = memoryHome();
			const one = someIncidents({ events: home.open() });
			const { id } = await one.create(aNewIncident());
			const other = someIncidents({ events: home.open() });
			await other.load(never);
			const chat = aChat();
			const second = { ...REF, message: '01KAT2Q5R07F3KQ8ZJ4N6M2W9Z' };
			await Promise.all([
				one.composeMessage(id, MESSAGE, aMessage()),
				other.composeMessage(id, second.message, aMessage()),
			]);
			const results = await Promise.all([
				sendMessage(needs(one, chat, more), id, REF, never),
				sendMessage(needs(other, chat, more), id, second, never),
			]);
			assert.deepEqual([results.sort(), chat.posts.length], [['failed', 'sent'], 1]);
			const refused = (await one.get(id))?.messages
				?.flatMap(({ deliveries }) => deliveries)
				.find((d) => d.state === 'failed');
			assert.match(refused?.why ?? '', /The same was sent to #ops a moment ago/);
		});
	}

	it('is sent where it says something else, or says the same to others', async () => {
		const incidents = someIncidents();
		const id = await anIncident(incidents);
		const chat = aChat();
		const exclusive = oneMachine();
		await sendMessage(needs(incidents, chat, { exclusive }), id, REF, never);
		for (const [message, more] of [
			['01KAT2Q5R07F3KQ8ZJ4N6M2W9A', { text: 'Cards fail no more.' }],
			['01KAT2Q5R07F3KQ8ZJ4N6M2W9B', { audience: 'leadership' as const }],
			['01KAT2Q5R07F3KQ8ZJ4N6M2W9C', { channels: [{ ...OPS, id: 'dev', name: '#dev' }] }],
		] as const) {
			await incidents.composeMessage(id, message, aMessage({ ...more, channels: [...(more.channels ?? [OPS])] }));
			const channel = 'channels' in more ? 'dev' : OPS.id;
			assert.equal(await sendMessage(needs(incidents, chat, { exclusive }), id, { message, channel }, never), 'sent');
		}
		assert.equal(chat.posts.length, 4);
	});

	it('is sent again after a failure though its words were claimed before', async () => {
		const incidents = someIncidents();
		const id = await anIncident(incidents);
		const chat = aChat(failing('chat.unclear'), failing('chat.archived'), async () => ({ ts: '2' }));
		const exclusive = oneMachine();
		await sendMessage(needs(incidents, chat, { exclusive }), id, REF, never);
		await incidents.settleDelivery(id, REF, false, 'It is not there.');
		assert.equal(await sendMessage(needs(incidents, chat, { exclusive }), id, REF, never), 'failed');
		assert.equal(await sendMessage(needs(incidents, chat, { exclusive }), id, REF, never), 'sent');
		assert.equal(chat.posts.length, 3);
	});

	it('is surely not there where it was cancelled before it was sent', async () => {
		const incidents = someIncidents();
		const id = await anIncident(incidents);
		const abort = new AbortController();
		const chat = aChat();
		const settle = async () => abort.abort();
		assert.equal(await sendMessage(needs(incidents, chat, { settle }), id, REF, abort.signal), 'failed');
		assert.deepEqual(
			[chat.posts.length, (await stateOf(incidents, id))?.why],
			[0, 'It was cancelled before it was sent.'],
		);
	});

	it('goes on in the thread that somebody else began in the same channel, and in a new one where the first message was deleted', async () => {
		const incidents = someIncidents();
		const id = await anIncident(incidents, { channels: [{ ...OPS, id: 'of a colleague' }] });
		const places: Place[] = [
			{ conversation: 'C1', ts: '1' },
			{ conversation: 'C1', ts: '2', isRoot: true },
			{ conversation: 'C1', ts: '3' },
		];
		const chat = aChat(...places.map((place) => async () => place));
		const inC1 = { channel: async () => ({ ...(await chat.channel()), conversation: 'C1' }) };
		await sendMessage(needs(incidents, chat, inC1), id, { ...REF, channel: 'of a colleague' }, never);
		for (const [index, text] of ['gone', 'goes on'].entries()) {
			const message = `01KAT2Q5R07F3KQ8ZJ4N6M2W9${index}`;
			await incidents.composeMessage(id, message, aMessage({ text }));
			await sendMessage(needs(incidents, chat, inC1), id, { ...REF, message }, never);
		}
		assert.deepEqual(
			chat.posts.map(({ thread }) => thread),
			[undefined, '1', '2'],
		);
	});

	it('is not known of a window that ended between asking and an answer', async () => {
		const clock = aClock();
		const incidents = someIncidents({ clock });
		const id = await anIncident(incidents);
		await incidents.claimDelivery(id, REF, 'of a window that is gone');
		const delivery = (await stateOf(incidents, id))!;
		assert.equal(stateNow(delivery, NOON + 1000), 'sending');
		await assert.rejects(incidents.settleDelivery(id, REF, false, 'why'), isCode('message.taken'));
		clock.set(NOON + ANSWER_MS + 1000);
		assert.equal(stateNow(delivery, clock.now()), 'unknown');
		await incidents.settleDelivery(id, REF, false, 'why');
		assert.equal((await stateOf(incidents, id))?.state, 'failed');
	});

	it('leaves it as it was where there is no way to the chat, or it could not be claimed', async () => {
		const incidents = someIncidents();
		const id = await anIncident(incidents);
		const exclusive = oneMachine();
		const gone = async () => {
			throw new FaultlineError('chat.notConnected', 'gone');
		};
		await assert.rejects(
			sendMessage({ ...needs(incidents, aChat(), { exclusive }), channel: gone }, id, REF, never),
			isCode('chat.notConnected'),
		);
		assert.equal((await stateOf(incidents, id))?.state, 'queued');
		assert.equal(await sendMessage(needs(incidents, aChat(), { exclusive }), id, REF, never), 'sent');
	});

	it('is not sent once it was discarded, nor without a title or a channel', async () => {
		const incidents = someIncidents();
		const id = await anIncident(incidents);
		await incidents.discardMessage(id, MESSAGE);
		const chat = aChat();
		assert.equal(await sendMessage(needs(incidents, chat), id, REF, never), 'taken');
		assert.equal(chat.posts.length, 0);
		for (const more of [{ title: ' ' }, { channels: [] }]) {
			await assert.rejects(incidents.composeMessage(id, 'x', aMessage(more)), isCode('message.empty'));
		}
	});

	it('keeps an update once that several audiences are told', async () => {
		const incidents = someIncidents();
		const { id } = await incidents.create(aNewIncident());
		const update = { known: 'Cards fail.', impact: '', doing: '', nextAt: NOON + 1 };
		await incidents.composeMessage(id, MESSAGE, aMessage(), update);
		await incidents.composeMessage(id, `${MESSAGE.slice(0, -1)}0`, aMessage({ audience: 'leadership' }), update);
		const { updates } = await incidents.composeMessage(
			...([id, `${MESSAGE.slice(0, -1)}1`, aMessage(), { ...update, nextAt: NOON + 2 }] as const),
		);
		assert.deepEqual(
			updates?.map(({ nextAt }) => nextAt),
			[NOON + 1, NOON + 2],
		);
	});

	it('keeps what it says as an update of the incident, with what is promised', async () => {
		const incidents = someIncidents();
		const { id } = await incidents.create(aNewIncident());
		const update = { known: 'Cards fail.', impact: '', doing: '', nextAt: NOON + 1 };
		const { updates } = await incidents.composeMessage(id, MESSAGE, aMessage(), update);
		assert.deepEqual(
			updates?.map(({ known, nextAt }) => [known, nextAt]),
			[['Cards fail.', NOON + 1]],
		);
	});
});

describe('putting off an update', () => {
	it('moves when it is due, with a reason, until one is written', async () => {
		const incidents = someIncidents({ clock: aClock() });
		const { id } = await incidents.create(aNewIncident());
		const minute = 60_000;
		await assert.rejects(incidents.snoozeUpdate(id, NOON + minute, 'why'), isCode('incident.nothingDue'));
		await incidents.writeUpdate(id, { known: 'x', impact: '', doing: '', nextAt: NOON + 30 * minute });
		await assert.rejects(incidents.snoozeUpdate(id, NOON + 40 * minute, ' '), isCode('incident.textMissing'));
		await assert.rejects(incidents.snoozeUpdate(id, NOON + 20 * minute, 'why'), isCode('incident.snoozeBehind'));
		await incidents.snoozeUpdate(id, NOON + 45 * minute, 'waiting for the provider');
		assert.equal(incidents.find(id)?.nextUpdateDue, NOON + 45 * minute);
		await incidents.writeUpdate(id, { known: 'y', impact: '', doing: '', nextAt: NOON + 31 * minute });
		assert.equal(incidents.find(id)?.nextUpdateDue, NOON + 31 * minute);
	});
});
