import { teamsFault } from './contracts';
import { type Asked, FaultyServer, type Reply } from './faulty';

/** A stand-in for a workflow of Microsoft Teams that posts the cards it is sent; each is read and validated by Adaptive Cards' own reader. */
export class TeamsDouble extends FaultyServer {
	/** The cards that were posted. */
	readonly cards: { readonly body: readonly { readonly inlines: readonly { readonly text: string }[] }[] }[] = [];
	private readonly hooks = new Set<string>();

	static async start(): Promise<TeamsDouble> {
		return new TeamsDouble(await FaultyServer.listening());
	}

	/** The address of a new workflow. */
	workflow(): string {
		const path = `/workflows/${this.hooks.size}abc/triggers/manual/paths/invoke`;
		this.hooks.add(path);
		return `${this.origin}${path}?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sig=secretsecretsecret`;
	}

	/** Deletes all workflows. */
	revoke(): void {
		this.hooks.clear();
	}

	/** All the words of a card. */
	wordsOf(index: number): string {
		return (this.cards[index]?.body ?? []).map(({ inlines }) => inlines.map(({ text }) => text).join('')).join('\n');
	}

	protected answer({ path, query, text }: Asked): Reply {
		if (!this.hooks.has(path) || query.get('sig') !== 'secretsecretsecret') {
			const message = 'The specified workflow could not be found.';
			return { status: 404, body: { error: { code: 'WorkflowNotFound', message } } };
		}
		const fault = teamsFault(text);
		if (fault !== undefined) {
			this.problems.push(fault);
			return { status: 400, body: { error: { code: 'TriggerInputSchemaMismatch', message: fault } } };
		}
		const { attachments } = JSON.parse(text) as { attachments: readonly { content: TeamsDouble['cards'][number] }[] };
		this.cards.push(...attachments.map(({ content }) => content));
		return { status: 202 };
	}
}
