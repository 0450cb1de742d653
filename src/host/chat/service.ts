import { randomUUID } from 'node:crypto';
import type { DeliveryRef } from '../../app/changes/messages';
import type { Incidents } from '../../app/incidents';
import type { SendNeeds, Sent } from '../../app/sendMessage';
import type { ChannelRef } from '../../core/chat/model';
import type { ChatChannel } from '../../core/ports/chat';
import type { ChatBot, CheckedChannel } from '../../core/ports/chatBot';
import { settings } from '../settings';
import { type ChatConnections, type Connection, connectionOf } from './connections';
import { notConnected } from './errors';

/** What others write at the same time is here by then. */
const SETTLE_MS = 2000;

/** Loads what asks chats, and makes it. */
export interface ChatAdapters {
	bot(token: string): Promise<ChatBot>;
	webhook(address: string, name: string): Promise<CheckedChannel>;
	workflow(address: string, name: string): Promise<ChatChannel>;
}

/** Chats, as commands reach them. */
export interface Chat extends ChatAdapters {
	readonly connections: ChatConnections;
	/** The bot behind a connection; undefined where it is none. */
	botOf(connection: Connection): Promise<ChatBot | undefined>;
	/** Sends a message that was composed into one of its channels, once, for a person who pressed a button. */
	send(incidentId: string, ref: DeliveryRef, signal: AbortSignal): Promise<Sent>;
	/** Ids of messages that somebody saw and pressed Send for in this window; whatever else an incident holds may be of others. */
	readonly seen: Set<string>;
	/** ULID of a new message. */
	readonly messageId: () => Promise<string>;
}

interface Needs {
	readonly connections: ChatConnections;
	readonly adapters: ChatAdapters;
	readonly incidents: () => Promise<Incidents>;
	readonly exclusive: SendNeeds['exclusive'];
	readonly messageId: Chat['messageId'];
}

export function chat({ connections, adapters, incidents, exclusive, messageId }: Needs): Chat {
	const channel = async (ref: ChannelRef): Promise<ChatChannel> => {
		const connection = connectionOf(await connections.list(), ref);
		if (!connection) {
			throw notConnected();
		}
		const { kind, secret, name, conversation = '' } = connection;
		switch (kind) {
			case 'slackBot':
				return (await adapters.bot(secret)).channel(conversation, name);
			case 'slackWebhook':
				return adapters.webhook(secret, name);
			case 'teamsWebhook':
				return adapters.workflow(secret, name);
		}
	};
	return {
		...adapters,
		connections,
		messageId,
		seen: new Set(),
		botOf: async ({ kind, secret }) => (kind === 'slackBot' ? adapters.bot(secret) : undefined),
		send: async (incidentId, ref, signal) => {
			const { sendMessage } = await import('../../app/sendMessage');
			return sendMessage(
				{
					...{ incidents: await incidents(), channel, exclusive, newId: () => randomUUID() },
					settle: () =>
						settings.home() === 'user' ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, SETTLE_MS)),
				},
				incidentId,
				ref,
				signal,
			);
		},
	};
}
