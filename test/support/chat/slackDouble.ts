import type {
	AuthTestResponse,
	ChatGetPermalinkResponse,
	ChatPostMessageResponse,
	ChatUpdateResponse,
	ConversationsCreateResponse,
	ConversationsListResponse,
	ConversationsSetTopicResponse,
	PinsAddResponse,
} from '@slack/web-api';
import { slack, slackFault } from './contracts';
import { type Asked, FaultyServer, type Reply } from './faulty';

export interface SlackMessageThere {
	readonly ts: string;
	readonly threadTs: string | undefined;
	/** The fallback. */
	text: string;
	blocks: readonly unknown[];
}

interface Channel {
	readonly id: string;
	readonly name: string;
	isMember: boolean;
	isArchived: boolean;
	topic: string;
	readonly messages: SlackMessageThere[];
	readonly pins: string[];
}

interface Arguments {
	readonly channel?: string;
	readonly text?: string;
	readonly ts?: string;
	readonly name?: string;
	readonly topic?: string;
	readonly timestamp?: string;
	readonly thread_ts?: string;
	readonly message_ts?: string;
	readonly blocks?: readonly unknown[];
}
type Done<T> = Omit<T, 'headers' | 'scopes' | 'acceptedScopes' | 'retryAfter'> & { readonly ok: boolean };

/**
 * A stand-in for Slack: a workspace with channels, tokens and incoming webhooks, over HTTP. What it is sent is held to Slack's contract (`contracts/slack.json`), and its
 * answers are typed by Slack's own package; Slack's own client talks to it in a test.
 */
export class SlackDouble extends FaultyServer {
	readonly channels = new Map<string, Channel>();
	private readonly tokens = new Map<string, ReadonlySet<string>>();
	private readonly hooks = new Map<string, { readonly channel: string; isRevoked: boolean }>();
	private count = 0;

	static async start(): Promise<SlackDouble> {
		return new SlackDouble(await FaultyServer.listening());
	}

	/** Where methods are. */
	get api(): string {
		return `${this.origin}/api`;
	}

	addChannel(name: string, more: Partial<Pick<Channel, 'isMember' | 'isArchived'>> = {}): Channel {
		const id = `C${String(++this.count).padStart(9, '0')}`;
		const channel: Channel = {
			id,
			name,
			isMember: true,
			isArchived: false,
			topic: '',
			messages: [],
			pins: [],
			...more,
		};
		this.channels.set(id, channel);
		return channel;
	}

	/** A bot token with these permissions. */
	token(...scopes: readonly string[]): string {
		const token = ['xoxb', '1234567890', String(++this.count).padStart(12, '0'), 'abcdefghijklmnop'].join('-');
		this.tokens.set(token, new Set(scopes));
		return token;
	}

	/** Gives a token more permissions. */
	allow(token: string, ...scopes: readonly string[]): void {
		this.tokens.set(token, new Set([...(this.tokens.get(token) ?? []), ...scopes]));
	}

	revoke(token: string): void {
		this.tokens.delete(token);
	}

	/** The address of a webhook into a channel. */
	webhook({ id }: Channel): string {
		const path = `/services/T000/B${++this.count}/secretsecretsecret`;
		this.hooks.set(path, { channel: id, isRevoked: false });
		return `${this.origin}${path}`;
	}

	revokeWebhook(address: string): void {
		const hook = this.hooks.get(new URL(address).pathname);
		if (hook) {
			hook.isRevoked = true;
		}
	}

	protected answer(asked: Asked): Reply {
		return asked.path.startsWith('/services/') ? this.byWebhook(asked) : this.byMethod(asked);
	}

	private byWebhook({ path, text }: Asked): Reply {
		const hook = this.hooks.get(path);
		const channel = hook && this.channels.get(hook.channel);
		const body = JSON.parse(text) as { text?: string; blocks?: readonly unknown[] };
		const refused = (body: string): Reply => ({ status: slack.webhookErrors[body] ?? 400, body });
		if (!channel || hook?.isRevoked) {
			return refused('no_service');
		}
		if (channel.isArchived) {
			return refused('channel_is_archived');
		}
		if (!body.text) {
			return refused('no_text');
		}
		const fault = slackFault('webhook', body);
		if (fault !== undefined) {
			this.problems.push(fault);
			return refused('invalid_payload');
		}
		this.write(channel, body.text, body.blocks ?? [], undefined);
		return { status: 200, body: 'ok' };
	}

	private byMethod(asked: Asked): Reply {
		const method = asked.path.replace(/^\/api\//, '');
		const scopes = this.tokens.get(/^Bearer (.+)$/.exec(asked.headers.authorization ?? '')?.[1] ?? '');
		const said = (body: object): Reply => ({
			...{ status: 200, body },
			...(scopes && { headers: { 'x-oauth-scopes': [...scopes].join(',') } }),
		});
		if (!scopes) {
			return said({ ok: false, error: 'invalid_auth' });
		}
		const needed = slack.scopes[method]?.find((scope) => !scopes.has(scope));
		if (needed !== undefined) {
			return said({ ok: false, error: 'missing_scope', needed, provided: [...scopes].join(',') });
		}
		const args = argumentsOf(asked);
		const fault = slackFault(method, args);
		if (fault !== undefined) {
			this.problems.push(fault);
			return said({ ok: false, error: 'invalid_arguments' });
		}
		return said(this.done(method, args));
	}

	private done(method: string, args: Arguments): object {
		const { channel: id = '', text = '', blocks = [], ts = '', name = '' } = args;
		const channel = this.channels.get(id);
		const where = this.faultOf(channel);
		switch (method) {
			case 'auth.test':
				return {
					ok: true,
					team: 'Acme',
					user: 'faultline',
					url: 'https://acme.slack.com/',
				} satisfies Done<AuthTestResponse>;
			case 'conversations.list': {
				const channels = [...this.channels.values()].map((one) => ({
					...{ id: one.id, name: one.name, is_member: one.isMember, is_archived: one.isArchived },
				}));
				return { ok: true, channels, response_metadata: { next_cursor: '' } } satisfies Done<ConversationsListResponse>;
			}
			case 'conversations.create': {
				if ([...this.channels.values()].some((one) => one.name === name)) {
					return { ok: false, error: 'name_taken' };
				}
				const made = this.addChannel(name);
				return {
					ok: true,
					channel: { id: made.id, name, is_member: true },
				} satisfies Done<ConversationsCreateResponse>;
			}
			default:
				return channel && where === undefined
					? this.doneIn(channel, method, { ...args, text, blocks, ts })
					: { ok: false, error: where };
		}
	}

	private doneIn(
		channel: Channel,
		method: string,
		args: Arguments & { text: string; ts: string; blocks: readonly unknown[] },
	): object {
		switch (method) {
			case 'chat.postMessage': {
				// An answer to what was deleted is put into the channel, and only the message in the answer tells.
				const thread = channel.messages.some(({ ts }) => ts === args.thread_ts) ? args.thread_ts : undefined;
				const ts = this.write(channel, args.text, args.blocks, thread);
				return {
					ok: true,
					channel: channel.id,
					ts,
					message: { ts, text: args.text, ...(thread !== undefined && { thread_ts: thread }) },
				} satisfies Done<ChatPostMessageResponse>;
			}
			case 'chat.update': {
				const there = channel.messages.find(({ ts }) => ts === args.ts);
				if (!there) {
					return { ok: false, error: 'message_not_found' };
				}
				there.text = args.text;
				there.blocks = args.blocks;
				return { ok: true, channel: channel.id, ts: there.ts, text: args.text } satisfies Done<ChatUpdateResponse>;
			}
			case 'chat.getPermalink': {
				const permalink = `https://acme.slack.com/archives/${channel.id}/p${args.message_ts?.replace('.', '')}`;
				return { ok: true, channel: channel.id, permalink } satisfies Done<ChatGetPermalinkResponse>;
			}
			case 'conversations.setTopic':
				channel.topic = args.topic ?? '';
				return { ok: true } satisfies Done<ConversationsSetTopicResponse>;
			default:
				if (channel.pins.includes(args.timestamp ?? '')) {
					return { ok: false, error: 'already_pinned' };
				}
				channel.pins.push(args.timestamp ?? '');
				return { ok: true } satisfies Done<PinsAddResponse>;
		}
	}

	private faultOf(channel: Channel | undefined): string | undefined {
		if (!channel) {
			return 'channel_not_found';
		}
		return channel.isArchived ? 'is_archived' : channel.isMember ? undefined : 'not_in_channel';
	}

	private write(channel: Channel, text: string, blocks: readonly unknown[], threadTs: string | undefined): string {
		const ts = `1764244800.${String(++this.count).padStart(6, '0')}`;
		channel.messages.push({ ts, threadTs, text, blocks });
		return ts;
	}
}

/** Of a query, a form or JSON: Slack takes all three, and so does its own client. */
function argumentsOf({ query, headers, text }: Asked): Arguments {
	const type = headers['content-type'] ?? '';
	if (type.startsWith('application/json') && text !== '') {
		return JSON.parse(text) as Arguments;
	}
	const form = type.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(text) : query;
	return Object.fromEntries([...form].map(([key, value]) => [key, key === 'blocks' ? JSON.parse(value) : value]));
}
