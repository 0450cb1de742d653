import assert from 'node:assert/strict';
import { WebClient } from '@slack/web-api';
import { slackBot } from '../../../src/adapters/chat/slack/bot';
import { slackWebhook } from '../../../src/adapters/chat/slack/webhook';
import { teamsWorkflow } from '../../../src/adapters/chat/teams/workflow';
import * as library from '../../../src/adapters/http/axios';
import type { HttpNeeds } from '../../../src/adapters/http/client';
import { FaultlineError } from '../../../src/base/errors';
import type { Message } from '../../../src/core/chat/model';
import { slackMessage } from '../../../src/core/chat/slack';
import type { Log } from '../../../src/core/ports/log';
import { SlackDouble } from '../../support/chat/slackDouble';
import { TeamsDouble } from '../../support/chat/teamsDouble';

const never = new AbortController().signal;
const MESSAGE: Message = {
	...{ title: 'Checkout is down', text: 'Cards **fail**.\n\n- one', nextAt: null },
	facts: [{ label: 'Status', value: 'Investigating' }],
};
const SCOPES = ['chat:write', 'channels:read', 'channels:manage', 'channels:write.topic', 'pins:write'];

describe('chats over HTTP', () => {
	let slack: SlackDouble;
	let teams: TeamsDouble;
	const logged: string[] = [];
	const keep = (...parts: readonly unknown[]) =>
		void logged.push(
			parts.map((one) => (one instanceof Error ? `${one.stack} ${String(one.cause)}` : JSON.stringify(one))).join(' '),
		);
	const log: Log = { trace: keep, debug: keep, info: keep, warn: keep, error: keep };
	const needs: HttpNeeds = {
		...{ log, clock: { now: () => Date.now() }, random: () => 0, wait: async () => {}, timeoutMs: 2000 },
	};
	before(async () => {
		[slack, teams] = [await SlackDouble.start(), await TeamsDouble.start()];
	});
	afterEach(() => {
		slack.check();
		teams.check();
		assert.doesNotMatch(logged.splice(0).join('\n'), /xoxb-|secretsecret|Bearer/);
	});
	after(async () => {
		await slack.close();
		await teams.close();
	});
	const bot = (token = slack.token(...SCOPES)) => slackBot(library, { api: slack.api, token }, needs);
	const codeOf = async (work: Promise<unknown>) => {
		try {
			await work;
			return 'none';
		} catch (error) {
			assert.ok(FaultlineError.is(error), String(error));
			keep(error);
			return error.code;
		}
	};

	describe('Slack by a bot', () => {
		it('is one thread: a message, what answers it, and where it is', async () => {
			const channel = slack.addChannel('ops');
			const chat = bot().channel(channel.id, '#ops');
			const first = await chat.post(MESSAGE, undefined, never);
			const second = await chat.post({ ...MESSAGE, title: 'Still down' }, first, never);
			assert.deepEqual(
				channel.messages.map(({ ts, threadTs }) => [ts, threadTs]),
				[
					[first.ts, undefined],
					[second.ts, first.ts],
				],
			);
			assert.match(first.url ?? '', /^https:\/\/acme\.slack\.com\/archives\/C\d+\/p\d+$/);
			assert.deepEqual(channel.messages[0]?.blocks, JSON.parse(JSON.stringify(slackMessage(MESSAGE).blocks)));
		});

		it('says where a thread begins anew because its first message was deleted', async () => {
			const channel = slack.addChannel('deleted');
			const chat = bot().channel(channel.id, '#deleted');
			const first = await chat.post(MESSAGE, undefined, never);
			channel.messages.splice(0);
			const second = await chat.post(MESSAGE, first, never);
			assert.deepEqual([second.isRoot, channel.messages[0]?.threadTs], [true, undefined]);
			assert.match(second.url ?? '', /\/p\d+$/);
			const third = await chat.post(MESSAGE, second, never);
			assert.deepEqual(
				[third.isRoot, channel.messages[1]?.threadTs, chat.conversation],
				[undefined, second.ts, channel.id],
			);
		});

		it('pins what is pinned already without a word', async () => {
			const channel = slack.addChannel('pins');
			const place = await bot().channel(channel.id, '#pins').post(MESSAGE, undefined, never);
			await bot().pin(place, never);
			await bot().pin(place, never);
			assert.deepEqual(channel.pins, [place.ts]);
		});

		it('tells who it is and what it may do', async () => {
			assert.deepEqual(await bot(slack.token('chat:write', 'pins:write')).me(never), {
				...{ team: 'Acme', user: 'faultline', scopes: ['chat:write', 'pins:write'], url: 'https://acme.slack.com/' },
			});
		});

		it('lists channels, makes one, gives it a topic, pins and rewrites a message', async () => {
			const one = bot();
			const made = await one.createChannel('inc-7f3kq-checkout', never);
			const channel = slack.channels.get(made.id);
			const place = await one.channel(made.id, '#inc').post(MESSAGE, undefined, never);
			await one.setTopic(made.id, 'Checkout is down', never);
			await one.pin(place, never);
			await one.update(place, { ...MESSAGE, title: 'Over: checkout is up' }, never);
			assert.deepEqual([channel?.topic, channel?.pins, channel?.messages.length], ['Checkout is down', [place.ts], 1]);
			assert.match(channel?.messages[0]?.text ?? '', /^Over: checkout is up/);
			slack.addChannel('archived', { isArchived: true });
			slack.addChannel('aa-not-in', { isMember: false });
			const listed = (await one.channels(never)).map(({ name }) => name);
			assert.ok(!listed.includes('archived') && listed.at(-1) === 'aa-not-in' && listed.includes('inc-7f3kq-checkout'));
			assert.equal(await codeOf(one.createChannel('inc-7f3kq-checkout', never)), 'chat.nameTaken');
		});

		it('says which permission is missing', async () => {
			const one = bot(slack.token('chat:write'));
			await assert.rejects(one.channels(never), /lacks the permission channels:read/);
			assert.equal(await codeOf(one.createChannel('x', never)), 'chat.missingScope');
		});

		for (const [what, fault, code, posts] of [
			[
				'an answer of 200 that is none',
				{ status: 200, body: { ok: false, error: 'invalid_auth' } },
				'chat.unauthorized',
				1,
			],
			['a revoked token', { status: 200, body: { ok: false, error: 'token_revoked' } }, 'chat.unauthorized', 1],
			['an archived channel', { status: 200, body: { ok: false, error: 'is_archived' } }, 'chat.archived', 1],
			[
				'a channel without the app',
				{ status: 200, body: { ok: false, error: 'not_in_channel' } },
				'chat.notInChannel',
				1,
			],
			['an error nobody knows', { status: 200, body: { ok: false, error: 'who_knows' } }, 'chat.refused', 1],
			[
				'an error of which some may be done',
				{ status: 200, body: { ok: false, error: 'fatal_error' } },
				'chat.unclear',
				1,
			],
			['an error of the server', { status: 503, body: 'down' }, 'http.unavailable', 1],
			['an answer that is no JSON', { status: 200, body: '<html>' }, 'chat.malformed', 1],
			['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/x' } }, 'http.redirected', 1],
			['a cut connection', 'cut', 'http.unclear', 1],
			['a long wait that is asked for', { status: 429, headers: { 'retry-after': '120' } }, 'http.rateLimited', 1],
			['too many requests without end', { status: 429 }, 'http.rateLimited', 3],
		] as const) {
			it(`asks once and says what is the matter: ${what}`, async () => {
				const { id } = slack.addChannel('faults');
				const before = slack.requests.length;
				slack.fail(fault, 'chat.postMessage', posts);
				assert.equal(await codeOf(bot().channel(id, '#faults').post(MESSAGE, undefined, never)), code);
				assert.equal(slack.requests.length - before, posts);
			});
		}

		it('waits as long as it is asked to, and then sends it once', async () => {
			const channel = slack.addChannel('limited');
			slack.fail({ status: 429, headers: { 'retry-after': '1' } }, 'chat.postMessage', 2);
			await bot().channel(channel.id, '#limited').post(MESSAGE, undefined, never);
			assert.equal(channel.messages.length, 1);
		});

		it('does not know what became of an answer that is lost, nor of one that takes too long', async () => {
			const channel = slack.addChannel('lost');
			slack.fail('cutAfter', 'chat.postMessage');
			assert.equal(await codeOf(bot().channel(channel.id, '#lost').post(MESSAGE, undefined, never)), 'http.unclear');
			let settle = () => {};
			slack.fail({ until: new Promise<void>((resolve) => (settle = resolve)) }, 'chat.postMessage');
			const quick = slackBot(library, { api: slack.api, token: slack.token(...SCOPES) }, { ...needs, timeoutMs: 100 });
			assert.equal(await codeOf(quick.channel(channel.id, '#lost').post(MESSAGE, undefined, never)), 'http.unclear');
			settle();
			assert.equal(slack.requests.filter(({ path }) => path.endsWith('chat.postMessage')).at(-1)?.method, 'POST');
		});

		it('is not asked a second time where only the page of the message is not known', async () => {
			const channel = slack.addChannel('page');
			slack.fail({ status: 500 }, 'chat.getPermalink', 3);
			const { url, ts } = await bot().channel(channel.id, '#page').post(MESSAGE, undefined, never);
			assert.deepEqual([url, channel.messages.map((one) => one.ts)], [undefined, [ts]]);
		});
	});

	describe('Slack by a webhook', () => {
		const hook = (address: string) => slackWebhook(library, { address, name: '#hooks' }, needs);

		it('is tried without a message, and writes one', async () => {
			const channel = slack.addChannel('hooks');
			const chat = hook(slack.webhook(channel));
			await chat.check(never);
			assert.equal(channel.messages.length, 0);
			assert.deepEqual(await chat.post(MESSAGE, undefined, never), {});
			assert.equal(channel.messages.length, 1);
		});

		it('says where it was revoked, or its channel archived', async () => {
			const channel = slack.addChannel('old-hooks');
			const address = slack.webhook(channel);
			channel.isArchived = true;
			assert.equal(await codeOf(hook(address).post(MESSAGE, undefined, never)), 'chat.archived');
			slack.revokeWebhook(address);
			assert.equal(await codeOf(hook(address).post(MESSAGE, undefined, never)), 'chat.revoked');
			assert.equal(await codeOf(hook(address).check(never)), 'chat.revoked');
		});

		it('does not know what became of an error of the server, or of a cut', async () => {
			const address = slack.webhook(slack.addChannel('cut-hooks'));
			slack.fail({ status: 500, body: 'rollup_error' }, 'secretsecretsecret');
			assert.equal(await codeOf(hook(address).post(MESSAGE, undefined, never)), 'http.unavailable');
			slack.fail('cutAfter', 'secretsecretsecret');
			assert.equal(await codeOf(hook(address).post(MESSAGE, undefined, never)), 'http.unclear');
			slack.fail({ status: 200, body: '<html>of a proxy' }, 'secretsecretsecret');
			assert.equal(await codeOf(hook(address).post(MESSAGE, undefined, never)), 'chat.unclear');
		});
	});

	describe('Microsoft Teams by a workflow', () => {
		const flow = (address = teams.workflow()) => teamsWorkflow(library, { address, name: 'Ops' }, needs);

		it('posts a card', async () => {
			await flow().post(MESSAGE, undefined, never);
			assert.equal(teams.wordsOf(0), 'Checkout is down\nStatus: Investigating\nCards fail.\n• one');
		});

		for (const [what, fault, code] of [
			['that is gone', { status: 404, body: { error: { code: 'WorkflowNotFound', message: 'gone' } } }, 'chat.revoked'],
			['that needs a sign-in', { status: 401, body: { error: { code: 'X', message: 'sign in' } } }, 'chat.revoked'],
			['that does not take it', { status: 400, body: { error: { code: 'X', message: 'schema' } } }, 'chat.refused'],
			[
				'that fails behind a success',
				{
					status: 200,
					body: 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 413',
				},
				'chat.refused',
			],
			['that is a page of a sign-in', { status: 200, body: '<!doctype html><title>Sign in' }, 'chat.unclear'],
			['with trouble', { status: 502 }, 'http.unavailable'],
			['that is cut', 'cutAfter', 'http.unclear'],
			['that leads elsewhere', { status: 307, headers: { location: 'http://169.254.169.254/' } }, 'http.redirected'],
		] as const) {
			it(`says what is the matter with one ${what}`, async () => {
				const chat = flow();
				teams.fail(fault);
				assert.equal(await codeOf(chat.post(MESSAGE, undefined, never)), code);
			});
		}
	});

	describe('the stand-in for Slack', () => {
		it('is Slack to Slack’s own client', async () => {
			const client = new WebClient(slack.token(...SCOPES), {
				slackApiUrl: `${slack.api}/`,
				retryConfig: { retries: 0 },
			});
			const channel = slack.addChannel('own-client');
			assert.equal((await client.auth.test()).team, 'Acme');
			const { blocks, text } = slackMessage(MESSAGE);
			const first = await client.chat.postMessage({ channel: channel.id, text, blocks: [...blocks] });
			await client.chat.postMessage({ channel: channel.id, text, thread_ts: first.ts ?? '' });
			assert.deepEqual(
				channel.messages.map(({ threadTs }) => threadTs),
				[undefined, first.ts],
			);
			const bare = new WebClient(slack.token(), { slackApiUrl: `${slack.api}/`, retryConfig: { retries: 0 } });
			await assert.rejects(
				bare.chat.postMessage({ channel: channel.id, text }),
				(error: { data?: { error?: string; needed?: string } }) => {
					assert.deepEqual([error.data?.error, error.data?.needed], ['missing_scope', 'chat:write']);
					return true;
				},
			);
		});
	});
});
