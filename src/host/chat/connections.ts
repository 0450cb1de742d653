import * as v from 'valibot';
import type * as vscode from 'vscode';
import { AUDIENCES, type Audience, type CHANNEL_KINDS, type ChannelRef, ChannelRefSchema } from '../../core/chat/model';

const KEY = 'faultline.chat.connections';

const ConnectionSchema = v.object({
	...ChannelRefSchema.entries,
	/** Whom it is for. */
	audiences: v.array(v.picklist(AUDIENCES)),
	/** A bot's token, or the address of a webhook. */
	secret: v.string(),
	/** Where a bot writes: Slack's id. */
	conversation: v.optional(v.string()),
	/** The workspace, as Slack calls it. */
	workspace: v.optional(v.string()),
	/** The only incident that it is for: its own channel. */
	incident: v.optional(v.string()),
});
export type Connection = Readonly<v.InferOutput<typeof ConnectionSchema>>;

/** The channels that a person connected, with what lets us in: in the secret storage and nowhere else. */
export class ChatConnections {
	constructor(private readonly secrets: vscode.SecretStorage) {}

	/** In the order in which they were connected; empty where what is kept is not ours. */
	async list(): Promise<readonly Connection[]> {
		const kept = await this.secrets.get(KEY);
		if (kept === undefined) {
			return [];
		}
		try {
			const parsed = v.safeParse(v.array(ConnectionSchema), JSON.parse(kept));
			return parsed.success ? parsed.output : [];
		} catch {
			return [];
		}
	}

	/** Those that an incident's messages may go to. */
	async of(incidentId: string): Promise<readonly Connection[]> {
		return (await this.list()).filter(({ incident }) => incident === undefined || incident === incidentId);
	}

	/** Keeps it, in the place of the one with its id where there is one. */
	async add(connection: Connection): Promise<void> {
		const all = await this.list();
		const kept = all.some(({ id }) => id === connection.id)
			? all.map((one) => (one.id === connection.id ? connection : one))
			: [...all, connection];
		await this.secrets.store(KEY, JSON.stringify(kept));
	}

	/** Puts another token in the place of one that a workspace does not accept any more. */
	async renew(old: string, secret: string): Promise<void> {
		const renewed = (await this.list()).map((one) => (one.secret === old ? { ...one, secret } : one));
		await this.secrets.store(KEY, JSON.stringify(renewed));
	}

	async remove(id: string): Promise<void> {
		await this.secrets.store(KEY, JSON.stringify((await this.list()).filter((one) => one.id !== id)));
	}

	/** Tells when they changed, in another window too. */
	onDidChange(listener: () => void): vscode.Disposable {
		return this.secrets.onDidChange(({ key }) => {
			if (key === KEY) {
				listener();
			}
		});
	}
}

/** Whether it is for an audience. */
export const isFor = ({ audiences }: Pick<Connection, 'audiences'>, audience: Audience): boolean =>
	audiences.includes(audience);

/** Kinds that know threads. */
export const hasThreads = (kind: (typeof CHANNEL_KINDS)[number]): boolean => kind === 'slackBot';

/**
 * The connection that a message's channel is reached by: its own, or, where somebody else composed it or it was connected anew, the only one to a channel of that kind and
 * name.
 */
export function connectionOf<T extends Pick<Connection, 'id' | 'kind' | 'name'>>(
	connections: readonly T[],
	{ id, kind, name }: ChannelRef,
): T | undefined {
	const alike = connections.filter((one) => one.kind === kind && one.name === name);
	return connections.find((one) => one.id === id) ?? (alike.length === 1 ? alike[0] : undefined);
}

/** The connections to the same channel: by Slack's id of it, or, as webhooks know none, by the name that a person gave it. */
export const sameChannel = (
	connections: readonly Connection[],
	{ kind, conversation, name }: Pick<Connection, 'kind' | 'conversation' | 'name'>,
): Connection | undefined =>
	connections.find(
		(one) => one.kind === kind && (hasThreads(kind) ? one.conversation === conversation : one.name === name),
	);

/** What the person who connected them calls channels, whatever a message from elsewhere calls them; as it does where they are not connected here. */
export const namesHere = (
	connections: readonly Pick<Connection, 'id' | 'kind' | 'name'>[],
	channels: readonly ChannelRef[],
): readonly string[] => channels.map((channel) => connectionOf(connections, channel)?.name ?? channel.name);
