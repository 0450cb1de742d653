import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { assertNever } from '../../base/assertNever';
import { Disposables } from '../../base/disposables';
import { FaultlineError, isAbort } from '../../base/errors';
import {
	AUDIENCES,
	audienceName,
	channelKindName,
	MESSAGE_KINDS,
	type Message,
	messageKindName,
} from '../../core/chat/model';
import { threadIn } from '../../core/incident/messages';
import type { Incident } from '../../core/incident/record';
import { ComposerDraft, ComposerToHost, type Copy, type HostToComposer, promisesNext } from '../../protocol/composer';
import type { App } from '../app';
import {
	copiesOf,
	firstDraft,
	messageOf,
	sendingTo,
	type Templates,
	templatesOf,
	toldLast,
	wordsTo,
} from '../chat/composition';
import { type Connection, hasThreads } from '../chat/connections';
import { deliver } from '../chat/deliver';
import type { Runner } from '../run';
import { pageHtml, pageRoots } from './page';

const KEEP_EVERY_MS = 400;
const KEY = 'faultline.composer.';

interface ComposerNeeds {
	readonly app: App;
	readonly runner: Runner;
	readonly memory: vscode.Memento;
	readonly extensionUri: vscode.Uri;
	/** Translations as JSON; empty for English. */
	readonly strings: string;
}

/** The composers that are open: one for each incident at most. */
export class Composers implements vscode.Disposable {
	private readonly open = new Map<string, Composer>();

	constructor(private readonly needs: ComposerNeeds) {}

	async show(incident: Incident): Promise<void> {
		const known = this.open.get(incident.id);
		if (known) {
			known.reveal();
			return;
		}
		this.open.set(incident.id, new Composer(this.needs, incident, () => this.open.delete(incident.id)));
	}

	dispose(): void {
		for (const composer of [...this.open.values()]) {
			composer.dispose();
		}
	}
}

/** What was previewed last, and is what Send sends: nothing else leaves. */
interface Previewed {
	readonly picture: number;
	readonly draft: ComposerDraft;
	readonly message: Message;
	readonly channels: readonly Connection[];
	readonly copies: readonly Copy[];
}

class Composer implements vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly alive = new AbortController();
	private readonly panel: vscode.WebviewPanel;
	private draft: ComposerDraft | undefined;
	private templates: Promise<Templates> | undefined;
	private previewed: Previewed | undefined;
	/** Counts what was asked for, so that a slower preview is not shown behind a newer one. */
	private revision = 0;
	private picture = 0;
	private keeping: ReturnType<typeof setTimeout> | undefined;
	private isSending = false;

	constructor(
		private readonly needs: ComposerNeeds,
		private readonly about: Incident,
		onClosed: () => void,
	) {
		const title = l10n.t('Update on {0}', about.key);
		this.panel = this.owned.add(
			vscode.window.createWebviewPanel('faultline.composer', title, vscode.ViewColumn.Active, {
				...{ enableScripts: true, retainContextWhenHidden: true },
				localResourceRoots: [...pageRoots(needs.extensionUri)],
			}),
		);
		this.owned.add({ dispose: () => this.alive.abort() });
		this.panel.iconPath = vscode.Uri.joinPath(needs.extensionUri, 'media', 'tab.svg');
		this.owned.add(this.panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
		this.owned.add(needs.app.chat.connections.onDidChange(() => void this.showChannels()));
		this.owned.add(needs.app.onDidChangeIncidents((ids) => ids.includes(about.id) && void this.preview()));
		this.owned.add(
			this.panel.onDidDispose(() => {
				onClosed();
				this.dispose();
			}),
		);
		this.panel.webview.html = pageHtml(this.panel.webview, needs.extensionUri, {
			...{ name: 'composer', title, strings: needs.strings },
		});
	}

	reveal(): void {
		this.panel.reveal();
	}

	dispose(): void {
		clearTimeout(this.keeping);
		if (this.draft && !this.isSending) {
			void this.keep(this.draft);
		}
		this.owned.dispose();
	}

	private receive(raw: unknown): void {
		const message = v.safeParse(ComposerToHost, raw);
		if (!message.success) {
			this.needs.app.log.warn('The composer sent a message that does not fit the protocol; it was dropped.');
			return;
		}
		this.handle(message.output).catch((error: unknown) => {
			if (!isAbort(error)) {
				this.needs.app.log.error(error instanceof Error ? error : String(error), 'composer');
			}
		});
	}

	private async handle(message: ComposerToHost): Promise<void> {
		switch (message.type) {
			case 'ready':
				return this.begin();
			case 'changed':
				this.draft = message.draft;
				this.revision = message.revision;
				clearTimeout(this.keeping);
				this.keeping = setTimeout(() => void this.keep(message.draft), KEEP_EVERY_MS);
				return this.preview();
			case 'sent':
				return this.send(message.requestId, message.picture);
			case 'copied':
				return this.copy(message.picture, message.what);
			case 'connect':
				await vscode.commands.executeCommand(
					message.to === 'slack' ? 'faultline.connectSlack' : 'faultline.connectTeams',
				);
				return;
			case 'startedOver':
				this.draft = undefined;
				await this.needs.memory.update(KEY + this.about.id, undefined);
				return this.begin();
			case 'cancelled':
				this.panel.dispose();
				return;
			case 'dropped':
				this.needs.app.log.warn('The composer dropped a message that does not fit the protocol.');
				return;
			default:
				assertNever(message);
		}
	}

	private async begin(): Promise<void> {
		const { app, memory } = this.needs;
		const incident = await this.incident();
		const connections = await app.chat.connections.of(incident.id);
		const kept = v.safeParse(ComposerDraft, memory.get(KEY + incident.id));
		const known = new Set(connections.map(({ id }) => id));
		const first = firstDraft(incident, connections, Date.now());
		this.draft = kept.success
			? {
					...kept.output,
					channels: kept.output.channels.filter((id) => known.has(id)),
					nextAt: (kept.output.nextAt ?? 0) > Date.now() ? kept.output.nextAt : kept.output.nextAt && first.nextAt,
				}
			: first;
		await this.showChannels();
		this.post({
			...{ type: 'shown', key: incident.key, title: incident.title, draft: this.draft, isKept: kept.success },
			words: { customers: wordsTo(incident, 'customers'), inside: wordsTo(incident, 'engineering') },
			kinds: MESSAGE_KINDS.map((id) => ({ id, name: messageKindName(id) })),
			audiences: AUDIENCES.map((id) => ({ id, name: audienceName(id) })),
		});
	}

	private async showChannels(): Promise<void> {
		const connections = await this.needs.app.chat.connections.of(this.about.id);
		this.post({
			type: 'channels',
			channels: connections.map(({ id, name, kind, audiences }) => ({
				...{ id, name, kind, kindName: channelKindName(kind), audiences: [...audiences] },
			})),
		});
	}

	/** Says what would be sent now. */
	private async preview(): Promise<void> {
		const { draft, revision } = this;
		const { app } = this.needs;
		if (!draft || this.isSending) {
			return;
		}
		const incident = await this.incident();
		this.templates ??= templatesOf(app, incident, this.alive.signal);
		const { message, template } = messageOf(incident, draft, await this.templates, vscode.env.language);
		const clean = await this.withoutSecrets(message);
		const connections = await app.chat.connections.of(incident.id);
		const chosen = connections.filter(
			({ id, audiences }) => draft.channels.includes(id) && audiences.includes(draft.audience),
		);
		if (revision !== this.revision || draft !== this.draft) {
			return;
		}
		this.picture++;
		const { picture } = this;
		this.previewed = {
			picture,
			draft,
			message: clean.message,
			channels: chosen,
			copies: copiesOf(incident, draft.audience, clean.message),
		};
		const threads = chosen.filter(({ kind }) => hasThreads(kind)).map((one) => threadIn(incident.messages ?? [], one));
		this.post({
			...{ type: 'preview', revision, picture, title: clean.message.title, text: clean.message.text, template },
			removed: clean.removed > 0 ? l10n.t('{0} secrets were taken out of it.', clean.removed) : '',
			sendings: chosen.map((connection) => sendingTo(connection, clean.message, incident)),
			copies: [...this.previewed.copies],
			told: toldLast(incident, draft.audience),
			mayPin: threads.some((thread) => thread === undefined),
			mayMarkOver: draft.kind === 'standDown' && threads.some((thread) => thread !== undefined),
		});
	}

	/** What is shown is what is sent, so secrets are taken out before. */
	private async withoutSecrets(message: Message): Promise<{ readonly message: Message; readonly removed: number }> {
		const { app } = this.needs;
		const redact = (text: string) => app.redact(text, this.alive.signal);
		const [title, text] = [await redact(message.title), await redact(message.text)];
		const facts = await Promise.all(
			message.facts.map(async ({ label, value }) => ({ label, value: (await redact(value)).text })),
		);
		return {
			message: { ...message, title: title.text, text: text.text, facts },
			removed: title.removed.length + text.removed.length,
		};
	}

	/** Sends what was previewed, and nothing that came after. */
	private send(requestId: number, picture: number): Promise<void> {
		const { app, runner, memory } = this.needs;
		return runner.run('composer: send', async (run) => {
			const shown = this.previewed;
			if (this.isSending || shown?.picture !== picture) {
				this.post({
					type: 'refused',
					requestId,
					message: l10n.t('It changed meanwhile. Look at the preview, and send again.'),
				});
				return;
			}
			const { draft, message, channels } = shown;
			if (promisesNext(draft.kind) && draft.nextAt !== null && draft.nextAt <= Date.now()) {
				this.post({
					type: 'refused',
					requestId,
					message: l10n.t('The time of the next update is over: choose a later one.'),
				});
				return;
			}
			this.isSending = true;
			const { known, impact, doing, nextAt, kind, audience } = draft;
			const id = await app.chat.messageId();
			let incident: Incident;
			try {
				incident = await (await app.incidents()).composeMessage(
					this.about.id,
					id,
					{
						...{ ...message, kind, audience },
						facts: message.facts.map((fact) => ({ ...fact })),
						channels: channels.map((one) => ({ id: one.id, kind: one.kind, name: one.name })),
					},
					kind === 'review' || kind === 'standDown' ? undefined : { known, impact, doing, nextAt },
				);
			} catch (error) {
				this.isSending = false;
				if (!FaultlineError.is(error)) {
					throw error;
				}
				app.log.warn('composer', error);
				this.post({ type: 'refused', requestId, message: error.message });
				return;
			}
			app.chat.seen.add(id);
			clearTimeout(this.keeping);
			await memory.update(KEY + this.about.id, undefined);
			this.panel.dispose();
			await deliver(app, run, incident, id, {
				isPinned: draft.isPinned,
				marksOver: draft.marksOver && kind === 'standDown',
			});
		});
	}

	/** Puts what the preview shows into the clipboard, and nothing that came after. */
	private async copy(picture: number, what: Copy['id']): Promise<void> {
		const copy = this.previewed?.picture === picture ? this.previewed.copies.find(({ id }) => id === what) : undefined;
		if (copy) {
			await vscode.env.clipboard.writeText(copy.text);
			this.needs.runner.tell('info', l10n.t('{0} is in the clipboard. Nothing was sent.', copy.name));
		}
	}

	/** Without the secrets that are typed: what is kept may be synchronized and backed up. */
	private async keep(draft: ComposerDraft): Promise<void> {
		const { app, memory } = this.needs;
		const signal = new AbortController().signal;
		const clean = async (text: string) => (await app.redact(text, signal)).text;
		const [known, impact, doing, title, text] = await Promise.all(
			[draft.known, draft.impact, draft.doing, draft.title, draft.text].map(clean),
		);
		const others = await Promise.all(
			(draft.others ?? []).map(async (one) => ({ ...one, title: await clean(one.title), text: await clean(one.text) })),
		);
		if (this.isSending) {
			return; // what was sent is not what was left unsent
		}
		await memory.update(KEY + this.about.id, {
			...draft,
			others,
			...{ known: known ?? '', impact: impact ?? '', doing: doing ?? '', title: title ?? '', text: text ?? '' },
		});
	}

	/** As it is now; as it was where it is gone meanwhile. */
	private async incident(): Promise<Incident> {
		return (await (await this.needs.app.incidents()).get(this.about.id)) ?? this.about;
	}

	private post(message: HostToComposer): void {
		if (!this.alive.signal.aborted) {
			void this.panel.webview.postMessage(message);
		}
	}
}
