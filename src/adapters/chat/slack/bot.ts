import type {
	ChatPostMessageArguments,
	ChatUpdateArguments,
	ConversationsCreateArguments,
	ConversationsSetTopicArguments,
	PinsAddArguments,
} from '@slack/web-api';
import * as v from 'valibot';
import { SLACK_LIMITS, slackMessage } from '../../../core/chat/slack';
import type { BotChannel, ChatBot } from '../../../core/ports/chatBot';
import { type HttpNeeds, httpClient, type Library } from '../../http/client';
import { chatErrors } from '../errors';
import { slackError } from './slackError';

const PAGE = 200;
/** Of so many pages channels are offered; who has more types the name. */
const PAGES = 10;

/** What was asked for is so: the only refusal that is none. */
const DONE_ALREADY = 'already_pinned';

const Answer = v.looseObject({ ok: v.boolean(), error: v.optional(v.string()), needed: v.optional(v.string()) });
const Me = v.object({ team: v.string(), user: v.string(), url: v.optional(v.string()) });
const Channel = v.object({
	id: v.string(),
	name: v.string(),
	is_member: v.optional(v.boolean()),
	is_archived: v.optional(v.boolean()),
});
const Posted = v.object({
	channel: v.string(),
	ts: v.string(),
	message: v.optional(v.looseObject({ thread_ts: v.optional(v.string()) })),
});
const Channels = v.object({
	channels: v.array(Channel),
	response_metadata: v.optional(v.object({ next_cursor: v.optional(v.string()) })),
});

/** A workspace of Slack's. @param api of Slack, without a slash at its end */
export function slackBot(
	library: Library,
	{ api, token }: { readonly api: string; readonly token: string },
	needs: HttpNeeds,
): ChatBot {
	const http = httpClient(
		library,
		{ name: 'Slack', base: api, credentials: { authorization: `Bearer ${token}` } },
		needs,
	);

	const answered = <T>(text: string, schema: v.GenericSchema<unknown, T>, where: string): T => {
		let said: unknown;
		try {
			said = JSON.parse(text);
		} catch (error) {
			throw chatErrors.malformed('Slack', error);
		}
		const answer = v.safeParse(Answer, said);
		if (answer.success && !answer.output.ok && answer.output.error !== DONE_ALREADY) {
			throw slackError(answer.output.error ?? '', answer.output.needed, where);
		}
		const parsed = v.safeParse(schema, said);
		if (!answer.success || !parsed.success) {
			throw chatErrors.malformed('Slack', parsed.issues ?? answer.issues);
		}
		return parsed.output;
	};
	/** Of methods that change something: sent as JSON, once. */
	const write = async <T>(
		method: string,
		body: object,
		schema: v.GenericSchema<unknown, T>,
		where: string,
		signal: AbortSignal,
	): Promise<T> => {
		const headers = { 'content-type': 'application/json; charset=utf-8' };
		const { text } = await http.send({ method: 'POST', path: `/${method}`, body, headers }, signal);
		return answered(text, schema, where);
	};
	const done = v.looseObject({});

	return {
		me: async (signal) => {
			const { text, headers } = await http.send({ method: 'POST', path: '/auth.test', isIdempotent: true }, signal);
			const { team, user, url } = answered(text, Me, 'Slack');
			const scopes = headers['x-oauth-scopes']?.split(',').map((scope) => scope.trim());
			return { team, user, scopes, ...(url !== undefined && { url }) };
		},
		channels: async (signal) => {
			const found: BotChannel[] = [];
			let cursor: string | undefined;
			for (let page = 0; page < PAGES; page++) {
				const query = { types: 'public_channel', exclude_archived: true, limit: PAGE, ...(cursor && { cursor }) };
				const { text } = await http.send({ path: '/conversations.list', query }, signal);
				const { channels, response_metadata: more } = answered(text, Channels, 'Slack');
				found.push(...channels.filter((one) => !one.is_archived).map(channelOf));
				cursor = more?.next_cursor || undefined;
				if (cursor === undefined) {
					break;
				}
			}
			return found.sort((a, b) => Number(b.isMember) - Number(a.isMember) || (a.name < b.name ? -1 : 1));
		},
		createChannel: async (name, signal) => {
			const body: ConversationsCreateArguments = { name };
			const { channel } = await write('conversations.create', body, v.object({ channel: Channel }), `#${name}`, signal);
			return { ...channelOf(channel), isMember: true };
		},
		setTopic: async (conversation, topic, signal) => {
			const body: ConversationsSetTopicArguments = { channel: conversation, topic: topic.slice(0, SLACK_LIMITS.topic) };
			await write('conversations.setTopic', body, done, 'Slack', signal);
		},
		pin: async ({ conversation = '', ts = '' }, signal) => {
			const body: PinsAddArguments = { channel: conversation, timestamp: ts };
			await write('pins.add', body, done, 'Slack', signal);
		},
		update: async ({ conversation = '', ts = '' }, message, signal) => {
			const { text, blocks } = slackMessage(message);
			const body: ChatUpdateArguments = { channel: conversation, ts, text, blocks: [...blocks] };
			await write('chat.update', body, done, 'Slack', signal);
		},
		channel: (conversation, name) => ({
			conversation,
			post: async (message, thread, signal) => {
				const { text, blocks } = slackMessage(message);
				const body: ChatPostMessageArguments = {
					...{ channel: conversation, text, blocks: [...blocks], unfurl_links: false, unfurl_media: false },
					...(thread?.ts !== undefined && { thread_ts: thread.ts }),
				};
				const { channel, ts, message: there } = await write('chat.postMessage', body, Posted, name, signal);
				// Where what it answers was deleted, Slack puts it into the channel, and says so by leaving the thread out.
				const isRoot = thread?.ts !== undefined && there !== undefined && there.thread_ts === undefined;
				const url = thread && !isRoot ? undefined : await linkTo(channel, ts, signal);
				return { conversation: channel, ts, ...(url !== undefined && { url }), ...(isRoot && { isRoot }) };
			},
		}),
	};

	/** The page of a message that is there; that nobody knows it is no reason to say that the message is not. */
	async function linkTo(channel: string, ts: string, signal: AbortSignal): Promise<string | undefined> {
		try {
			const query = { channel, message_ts: ts };
			const { text } = await http.send({ path: '/chat.getPermalink', query }, signal);
			return answered(text, v.object({ permalink: v.pipe(v.string(), v.url()) }), 'Slack').permalink;
		} catch (error) {
			needs.log.debug('permalink', error);
			return undefined;
		}
	}
}

const channelOf = ({ id, name, is_member: isMember = false }: v.InferOutput<typeof Channel>): BotChannel => ({
	...{ id, name, isMember },
});
