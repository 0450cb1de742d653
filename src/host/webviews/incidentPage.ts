import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { assertNever } from '../../base/assertNever';
import { Disposables } from '../../base/disposables';
import { FaultlineError, isAbort } from '../../base/errors';
import { type HostToPage, PageToHost } from '../../protocol/page';
import type { App } from '../app';
import { issueWords } from '../issueWords';
import type { Runner } from '../run';
import { onDidChangeSettings, settings } from '../settings';
import { frameSource } from './frameSource';
import { pageHtml, pageRoots } from './page';
import { perform } from './pageActions';
import { pageContent } from './pageContent';
import type { PageDrafts } from './pageDrafts';
import type { PageDrawing } from './pageDrawing';
import { PageEarlier } from './pageEarlier';
import { open } from './pageOpenings';
import { configuredNow, PAGE_SETTINGS } from './pageSettings';
import { tabTitle } from './tabTitle';

/** What is there this soon comes with the document; what takes longer is sent after it. */
const WITH_DOCUMENT_MS = 50;
const NEVER = new AbortController().signal;

/** What pages need from outside. */
export interface PageNeeds {
	readonly app: App;
	readonly runner: Runner;
	readonly drafts: PageDrafts;
	readonly extensionUri: vscode.Uri;
	/** Translations as JSON; empty for English. */
	readonly strings: string;
	readonly drawing: PageDrawing;
}

/** The page of an incident in a panel. */
export class IncidentPage implements vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly alive = new AbortController();
	private readonly startedAt = performance.now();
	/** Counts pictures, so that a slower one is not shown after a newer one. */
	private picture = 0;
	private isReady = false;
	private hasDocument: boolean;
	/** Whether its tab has the incident's name. */
	private isNamed = false;
	private pointed: string | undefined;
	/** What a page is told that begins to listen, unless its document has it: the first time, or where VS Code makes it anew in another window. */
	private latest: HostToPage | undefined;
	private readonly earlier: PageEarlier;

	constructor(
		private readonly needs: PageNeeds,
		private readonly panel: vscode.WebviewPanel,
		readonly incidentId: string,
		private readonly told: {
			/** Of a page that the panel was before. */
			readonly hasDocument: boolean;
			readonly onClosed: () => void;
			readonly onWorkedOn: () => void;
		},
	) {
		const { app, extensionUri } = needs;
		this.earlier = new PageEarlier(app, incidentId, (message) => this.isReady && this.post(message), this.alive.signal);
		this.owned.add({ dispose: () => this.alive.abort() });
		panel.webview.options = { enableScripts: true, localResourceRoots: [...pageRoots(extensionUri)] };
		panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'tab.svg');
		this.owned.add(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
		this.owned.add(app.onDidChangeIncidents((ids) => ids.includes(incidentId) && void this.refresh()));
		this.owned.add(app.github.onDidChangeOrigins((id) => id === incidentId && void this.refresh()));
		this.owned.add(app.running.onDidChange((id) => id === incidentId && void this.refresh()));
		this.owned.add(
			app.running.onDidReport(({ incidentId: id, message }) => {
				if (id === incidentId) {
					this.post({ type: 'progress', message });
				}
			}),
		);
		for (const prefix of PAGE_SETTINGS) {
			this.owned.add(onDidChangeSettings(prefix, () => void this.refresh()));
		}
		this.owned.add(
			panel.onDidDispose(() => {
				told.onClosed();
				this.dispose();
			}),
		);
		this.hasDocument = told.hasDocument;
		void (this.hasDocument ? this.replace() : this.load());
	}

	/** Shows an entry of the timeline, once the page is there. */
	point(entry: string | undefined): void {
		this.pointed = entry;
		if (this.isReady) {
			this.sendPointed();
		}
	}

	private sendPointed(): void {
		if (this.pointed !== undefined) {
			this.post({ type: 'pointed', entry: this.pointed });
			this.pointed = undefined;
		}
	}

	reveal(): void {
		this.panel.reveal();
	}

	close(): void {
		this.panel.dispose();
	}

	/** Gives its panel to another page, with its document where that is there. */
	release(): { readonly panel: vscode.WebviewPanel; readonly hasDocument: boolean } {
		this.told.onClosed();
		this.dispose();
		return { panel: this.panel, hasDocument: this.hasDocument };
	}

	dispose(): void {
		this.owned.dispose();
	}

	/** The document, with what it shows where that is there at once. */
	private async load(): Promise<void> {
		const picture = this.picture;
		const reading = this.read();
		const first = await Promise.race([reading, after(WITH_DOCUMENT_MS)]);
		if (this.alive.signal.aborted) {
			return;
		}
		const drawn = first && this.needs.drawing.of(first, this.incidentId);
		this.latest ??= drawn && first; // a picture that came meanwhile is newer
		this.hasDocument = true;
		this.panel.webview.html = pageHtml(this.panel.webview, this.needs.extensionUri, {
			name: 'page',
			title: this.panel.title,
			strings: this.needs.strings,
			data: { incident: this.incidentId, ...(first && !drawn && { first: JSON.stringify(first) }) },
			drawn,
		});
		if (!first) {
			const late = await reading;
			if (picture === this.picture) {
				this.post(late);
			}
		}
	}

	/** Has the document of a page that was there before show this incident; one that does not listen yet is told so when it does. */
	private async replace(): Promise<void> {
		const { picture } = this;
		this.say({ type: 'replaced', incidentId: this.incidentId });
		const first = await this.read();
		if (picture === this.picture) {
			this.post(first);
		}
		if (!this.isNamed && !this.alive.signal.aborted) {
			this.panel.title = l10n.t('Incident'); // not what the panel showed before
		}
	}

	private async refresh(): Promise<void> {
		this.picture++;
		const picture = this.picture;
		const now = await this.read();
		if (picture === this.picture && !this.alive.signal.aborted) {
			this.post(now);
			void this.earlier.send();
		}
	}

	/** Never rejects: what goes wrong is what the page shows. */
	private async read(): Promise<HostToPage> {
		const { app, drafts } = this.needs;
		try {
			const incidents = await app.incidents();
			const incident = await incidents.get(this.incidentId);
			this.alive.signal.throwIfAborted(); // the panel may be another page's by now
			if (!incident) {
				return { type: 'unavailable', message: l10n.t('This incident is not there any more.'), remedy: null };
			}
			this.panel.title = tabTitle(`${incident.key} ${incident.title}`);
			this.isNamed = true;
			if (incident.isDeleted) {
				const message = l10n.t('{0} was deleted. Nothing of it is lost; it can be brought back.', incident.key);
				return { type: 'unavailable', message, remedy: 'restore' };
			}
			const [parsed, shown, configured] = await Promise.all([
				app.tracesOf(incident.evidence),
				app.relocated(incident, this.alive.signal),
				configuredNow(),
			]);
			const content = pageContent(
				{
					...{ incident, shown, parsed, me: incidents.me, now: Date.now() },
					isAnalyzing: app.running.has(incident.id),
					soFar: app.running.soFar(incident.id),
					pullRequests: app.github.origins.of(incident),
					deployed: app.github.origins.deployedOf(incident),
					sync: settings.github().sync,
					issueState: (url) =>
						issueWords(
							incident,
							url,
							{ state: app.issueState(incident.id, url), sync: settings.github().sync },
							Date.now(),
							vscode.env.language,
						),
					followed: app.github.followed.of(incident),
					locale: vscode.env.language,
					isTrusted: vscode.workspace.isTrusted,
				},
				configured,
			);
			return { type: 'shown', content, ...drafts.read(this.incidentId) };
		} catch (error) {
			if (!isAbort(error)) {
				app.log.error(error instanceof Error ? error : String(error), 'incident page');
			}
			const message = FaultlineError.is(error)
				? error.message
				: l10n.t('The incident could not be read. It is still on disk; the log says more.');
			return { type: 'unavailable', message, remedy: 'retry' };
		}
	}

	private receive(raw: unknown): void {
		const message = v.safeParse(PageToHost, raw);
		if (!message.success) {
			this.needs.app.log.warn('The incident page sent a message that does not fit the protocol; it was dropped.');
			return;
		}
		const { output } = message;
		if (output.type === 'ready') {
			this.isReady = output.incidentId === this.incidentId;
			if (!this.isReady) {
				this.say({ type: 'replaced', incidentId: this.incidentId });
			}
		}
		// In a panel that was another page's, the last words of that one may still be on their way, and are of another incident.
		if (this.isReady) {
			void this.handle(output);
		} else if (output.type === 'drafted') {
			void this.needs.runner.run('page: keep draft', () => this.keepOf(output));
		}
	}

	private async handle(message: PageToHost): Promise<void> {
		const { app, runner } = this.needs;
		switch (message.type) {
			case 'ready':
				this.needs.drawing.learn(message.timeZone);
				this.latest && this.post(this.withDrafts(this.latest));
				this.sendPointed();
				return this.earlier.send({ isAnew: true });
			case 'painted':
				app.log.debug(
					`incident page painted after ${(performance.now() - this.startedAt - message.agoMs).toFixed(0)} ms`,
				);
				return;
			case 'dropped':
				app.log.warn('The incident page dropped a message that does not fit the protocol.');
				return;
			case 'retried':
				return this.refresh();
			case 'drafted':
				this.told.onWorkedOn();
				return runner.run('page: keep draft', () => this.keepOf(message));
			case 'sourceWanted':
				return this.sendSource(message);
			case 'acted':
				this.told.onWorkedOn();
				return this.act(message);
			case 'opened':
				this.told.onWorkedOn();
				return runner.run(`page: open ${message.what.kind}`, async () => {
					const incident = await (await app.incidents()).get(this.incidentId);
					if (incident && !incident.isDeleted) {
						await open(incident, message.what);
					}
				});
			default:
				assertNever(message);
		}
	}

	/** A refusal is said where the person is, on the page, and what was typed stays there. */
	private act({ requestId, action }: Extract<PageToHost, { type: 'acted' }>): Promise<void> {
		const { app, runner } = this.needs;
		return runner.run(`page: ${action.kind}`, async (run) => {
			try {
				const done = await perform(app, run, this.incidentId, action);
				await this.refresh(); // what the focus goes to is there before it is told to
				this.post({ type: 'answered', requestId, done });
			} catch (error) {
				const isKnown = FaultlineError.is(error);
				app.log.warn(`page: ${action.kind}`, error);
				const refused = isKnown ? error.message : l10n.t('It could not be saved. What you typed is kept; try again.');
				this.post({ type: 'answered', requestId, refused });
			}
		});
	}

	private async sendSource(at: Extract<PageToHost, { type: 'sourceWanted' }>): Promise<void> {
		const { app } = this.needs;
		const frame = `${at.trace}.${at.exception}.${at.frame}`;
		try {
			const incident = await (await app.incidents()).get(this.incidentId);
			if (incident) {
				const answer = await frameSource(app, incident, at, this.alive.signal);
				this.post({ type: 'source', frame, ...answer });
			}
		} catch (error) {
			if (isAbort(error)) {
				return;
			}
			app.log.warn('source of a frame', error);
			const why = FaultlineError.is(error) ? error.message : l10n.t('The source could not be read; the log says why.');
			this.post({ type: 'source', frame, why });
		}
	}

	/** Without the secrets that are typed: what is kept may be synchronized and backed up. Goes on where the window closes, which is when it matters. */
	private async keepOf({
		incidentId,
		drafts: typed,
		draftsAt,
	}: Extract<PageToHost, { type: 'drafted' }>): Promise<void> {
		const { app, drafts } = this.needs;
		if (!(await app.incidents()).find(incidentId)) {
			return;
		}
		const redacted = await Promise.all(
			Object.entries(typed).map(async ([field, text]) => [field, (await app.redact(text, NEVER)).text] as const),
		);
		await drafts.write(incidentId, { drafts: Object.fromEntries(redacted), draftsAt });
	}

	/** With what was typed up to now: a page that VS Code makes anew is told what was read before. */
	private withDrafts(picture: HostToPage): HostToPage {
		return picture.type === 'shown' ? { ...picture, ...this.needs.drafts.read(this.incidentId) } : picture;
	}

	private say(message: HostToPage): void {
		void this.panel.webview.postMessage(message);
	}

	/** A picture that comes before the page listens waits for it. To a page that was closed meanwhile, nothing is said. */
	private post(message: HostToPage): void {
		if (this.alive.signal.aborted) {
			return;
		}
		if (message.type === 'shown' || message.type === 'unavailable') {
			this.latest = message;
		}
		if (this.isReady) {
			this.say(message);
		}
	}
}

function after(ms: number): Promise<undefined> {
	return new Promise((resolve) => setTimeout(() => resolve(undefined), ms));
}
