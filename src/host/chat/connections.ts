import * as v from 'valibot';
import type * as vscode from 'vscode';
import { AUDIENCES, type Audience, type CHANNEL_KINDS, ChannelRefSchema } from '../../core/chat/model';

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

	async add(connection: Connection): Promise<void> {
		const others = (await this.list()).filter(({ id }) => id !== connection.id);
		await this.secrets.store(KEY, JSON.stringify([...others, connection]));
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

/** What the person who connected them calls channels, whatever a message from elsewhere calls them; as it does where they are not connected here. */
export const namesHere = (
	connections: readonly Pick<Connection, 'id' | 'name'>[],
	channels: readonly { readonly id: string; readonly name: string }[],
): readonly string[] => channels.map(({ id, name }) => connections.find((one) => one.id === id)?.name ?? name);
