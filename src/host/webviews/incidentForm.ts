import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Incidents } from '../../app/incidents';
import { assertNever } from '../../base/assertNever';
import { Disposables } from '../../base/disposables';
import { FaultlineError } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { Removed } from '../../core/redaction/model';
import { DRAFT_TRACE_LIMIT, type FormDraft, FormToHost, type HostToForm, type Known } from '../../protocol/form';
import type { App, Filling } from '../app';
import { analyzeIncident } from '../flows/analyze';
import { canReachRepository } from '../flows/chooseRepository';
import { tellRemoved } from '../flows/createFromText';
import type { Run, Runner } from '../run';
import { onDidChangeSettings, settings } from '../settings';
import { draftOf, editOf, emptyDraft, extrasOf, faultOf, newIncidentOf } from './formContent';
import { type FormDrafts, isSameDraft } from './formDrafts';
import { FormHints } from './formHints';
import { knownNames } from './knownNames';
import { pageHtml, pageRoots } from './page';

const VIEW_TYPE = 'faultline.incidentForm';
/** What is typed is written down at most this often, and when the form closes. */
const KEEP_EVERY_MS = 400;

/** Read beyond what is kept of a long trace, so that no secret is cut in two before it is seen. */
const BEHIND_LIMIT = 65_536;
/** Drafts are written down to the end, also when the form is closed meanwhile. */
const NEVER = new AbortController().signal;

/** What was saved, and the secrets it does without. */
interface Saved {
	readonly incident: Incident;
	readonly removed: readonly Removed[];
}

/** What forms need from outside. */
export interface FormNeeds {
	readonly app: App;
	readonly runner: Runner;
	readonly drafts: FormDrafts;
	readonly extensionUri: vscode.Uri;
	/** Translations as JSON; empty for English. */
	readonly strings: string;
}

/** One form: of a new incident, or of one that is edited. */
export class IncidentForm implements vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly panel: vscode.WebviewPanel;
	private readonly initial: FormDraft;
	private draft: FormDraft;
	private origin: Extract<HostToForm, { type: 'shown' }>['origin'];
	private said = '';
	private isReady = false;
	private filling = 0;
	private isSent = false;
	private keeping: ReturnType<typeof setTimeout> | undefined;
	/** Counts what was written down, so that a slower one does not come after a newer one. */
	private keptDraft = 0;
	private readonly hints: FormHints;

	constructor(
		private readonly needs: FormNeeds,
		private readonly incident: Incident | undefined,
		onClosed: () => void,
	) {
		this.initial = incident ? draftOf(incident) : { ...emptyDraft, category: settings.defaultCategory() };
		const kept = needs.drafts.read(incident?.id, this.initial);
		this.draft = kept ?? this.initial;
		this.origin = kept === undefined ? 'fresh' : 'unsent';
		const title = incident ? l10n.t('Edit {0}', incident.key) : l10n.t('New Incident');
		this.panel = this.owned.add(
			vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Active, {
				enableScripts: true,
				localResourceRoots: [...pageRoots(needs.extensionUri)],
			}),
		);
		this.hints = this.owned.add(
			new FormHints(
				needs.app,
				incident === undefined,
				() => this.draft,
				(message) => this.post(message),
			),
		);
		for (const prefix of ['inApp', 'redact', 'pathMappings']) {
			this.owned.add(onDidChangeSettings(prefix, () => void this.hints.parse()));
		}
		for (const key of ['categories', 'priorityMatrix', 'wording']) {
			this.owned.add(onDidChangeSettings(key, () => this.isReady && void this.show()));
		}
		this.panel.iconPath = vscode.Uri.joinPath(needs.extensionUri, 'media', 'tab.svg');
		this.owned.add(this.panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
		this.owned.add(
			this.panel.onDidDispose(() => {
				onClosed();
				this.dispose();
			}),
		);
		this.panel.webview.html = pageHtml(this.panel.webview, needs.extensionUri, {
			name: 'form',
			title,
			strings: needs.strings,
		});
	}

	reveal(): void {
		this.panel.reveal();
	}

	/** Nothing was typed that is not sent. */
	get isUntouched(): boolean {
		return isSameDraft(this.draft, this.initial);
	}

	/** Writes what a link or an issue says into the form, in place of what is there. Nothing is sent. */
	fill({ fields, origin, said }: Filling): void {
		this.draft = { ...this.initial, ...fields };
		this.origin = origin;
		this.said = said ?? '';
		this.keepSoon();
		if (this.isReady) {
			void this.begin();
		}
	}

	/** Closes it without keeping what was typed. */
	discard(): void {
		this.isSent = true;
		clearTimeout(this.keeping);
		this.panel.dispose();
	}

	dispose(): void {
		if (this.keeping !== undefined && !this.isSent) {
			this.keepNow();
		}
		this.owned.dispose();
	}

	private receive(raw: unknown): void {
		const message = v.safeParse(FormToHost, raw);
		if (!message.success) {
			this.needs.app.log.warn('The incident form sent a message that does not fit the protocol; it was dropped.');
			return;
		}
		this.handle(message.output).catch((error: unknown) =>
			this.needs.app.log.error(error instanceof Error ? error : String(error), 'incident form'),
		);
	}

	private async handle(message: FormToHost): Promise<void> {
		switch (message.type) {
			case 'ready':
				this.isReady = true;
				await this.begin();
				return;
			case 'draftChanged':
				this.draft = { ...this.draft, ...message.draft };
				this.keepSoon();
				return this.hints.changed();
			case 'traceChanged':
				this.draft = { ...this.draft, trace: message.trace };
				this.keepSoon();
				await this.hints.parse(message.revision);
				return;
			case 'submitted':
				this.draft = message.draft;
				this.keepSoon();
				await this.needs.runner.run(this.incident ? 'form: save' : 'form: create', (run) =>
					this.submit(run, message.requestId, message.draft),
				);
				return;
			case 'openedInstead':
				this.keepSoon();
				this.panel.dispose();
				await this.needs.app.openPage(message.id);
				return;
			case 'cancelled':
				this.panel.dispose();
				return;
			case 'startedOver':
				this.draft = this.initial;
				this.said = '';
				this.keptDraft++;
				this.origin = 'fresh';
				await this.needs.drafts.forget(this.incident?.id);
				await this.begin();
				return;
			default:
				assertNever(message);
		}
	}

	/** A draft as a whole, with its preview: what a link wrote over another one is of its first revision again. */
	private async begin(): Promise<void> {
		this.filling++;
		await this.show();
		await this.hints.parse(0);
	}

	private async show(): Promise<void> {
		const known = await this.known();
		const wording = settings.wording();
		this.post({
			type: 'shown',
			key: this.incident?.key,
			filling: this.filling,
			draft: this.draft,
			origin: this.origin,
			said: this.said,
			categories: settings
				.categories()
				.map((category) => ({ ...category, subcategories: [...category.subcategories] })),
			matrix: settings.priorityMatrix().map((row) => [...row]),
			known,
			...(wording.isChecked && { wording: { names: known.people, phrases: [...wording.phrases] } }),
		});
	}

	/** Names that were used before; none where incidents cannot be read, which is no reason to show no form. */
	private async known(): Promise<Known> {
		try {
			const incidents = await this.needs.app.incidents();
			return knownNames(incidents.list(), incidents.me);
		} catch (error) {
			this.needs.app.log.debug('incident form', error);
			return { services: [], environments: [], people: [] };
		}
	}

	private async submit(run: Run, requestId: number, draft: FormDraft): Promise<void> {
		const fault = faultOf(draft, Date.now());
		if (fault) {
			this.post({ type: 'rejected', requestId, ...fault });
			return;
		}
		let saved: Saved;
		try {
			saved = this.incident ? await this.save(this.incident, draft, run) : await this.create(draft, run);
		} catch (error) {
			const message = FaultlineError.is(error)
				? error.message
				: l10n.t('It could not be saved. What you typed is kept; try again.');
			this.post({ type: 'rejected', requestId, message });
			throw error;
		}
		this.isSent = true;
		clearTimeout(this.keeping);
		await this.needs.drafts.forget(this.incident?.id);
		this.panel.dispose();
		const { incident, removed } = saved;
		if (!this.incident) {
			this.needs.app.active.set(incident.id);
		}
		await this.needs.app.view.reveal(incident.id);
		tellRemoved(run, incident.key, removed);
		if (draft.trace.trim() !== '' && settings.analyzeOnCreate() && canReachRepository()) {
			const { traces } = await this.needs.app.tracesOf(incident.evidence);
			if (traces.length > 0) {
				await analyzeIncident(this.needs.app, run, incident);
			}
		}
	}

	private async create(draft: FormDraft, run: Run): Promise<Saved> {
		const { app } = this.needs;
		const told = draft.trace.trim() === '' ? undefined : await app.draft(draft.trace, run.signal);
		const incidents = await app.incidents();
		const created = await incidents.create(newIncidentOf(draft, told?.incident ?? { evidence: [] }));
		const incident = await this.complete(incidents, created, draft, run);
		return { incident, removed: told?.removed ?? [] };
	}

	/** What an incident is not created with; it is there, so where this fails that is said, and it is not made twice. */
	private async complete(incidents: Incidents, created: Incident, draft: FormDraft, run: Run): Promise<Incident> {
		const { override, times } = extrasOf(draft, this.initial);
		let incident = created;
		try {
			if (override) {
				incident = await incidents.overridePriority(created.id, override.priority, override.reason);
			}
			if (typeof times?.detectedAt === 'number') {
				incident = await incidents.correctTimes(created.id, { detectedAt: times.detectedAt });
			}
		} catch (error) {
			if (!FaultlineError.is(error)) {
				throw error;
			}
			run.tell('warning', error.message);
		}
		return incident;
	}

	private async save(incident: Incident, draft: FormDraft, run: Run): Promise<Saved> {
		const { app } = this.needs;
		const incidents = await app.incidents();
		const { override, times, assignee } = extrasOf(draft, this.initial);
		let saved = times ? await incidents.correctTimes(incident.id, times) : incident; // refused before all else
		const changes = editOf(incident, draft);
		if (Object.keys(changes).length > 0) {
			saved = await incidents.edit(incident.id, changes);
		}
		if (override) {
			saved = await incidents.overridePriority(incident.id, override.priority, override.reason);
		}
		if (assignee !== undefined) {
			saved = await incidents.assign(incident.id, 'assignee', assignee);
		}
		const told = draft.trace.trim() === '' ? undefined : await app.draft(draft.trace, run.signal);
		for (const evidence of told?.incident.evidence ?? []) {
			saved = await incidents.addEvidence(incident.id, evidence);
		}
		return { incident: saved, removed: told?.removed ?? [] };
	}

	private keepSoon(): void {
		this.keeping ??= setTimeout(() => this.keepNow(), KEEP_EVERY_MS);
	}

	private keepNow(): void {
		clearTimeout(this.keeping);
		this.keeping = undefined;
		this.keptDraft++;
		void this.keep(this.keptDraft, this.draft);
	}

	/** Without the secrets that are typed: what is kept may be synchronized and backed up. */
	private async keep(kept: number, draft: FormDraft): Promise<void> {
		const redact = async (text: string) => (await this.needs.app.redact(text, NEVER)).text;
		const redacted: FormDraft = {
			...draft,
			title: await redact(draft.title),
			overrideReason: await redact(draft.overrideReason),
			description: await redact(draft.description),
			trace: await redact(draft.trace.slice(0, DRAFT_TRACE_LIMIT + BEHIND_LIMIT)),
		};
		if (kept === this.keptDraft && !this.isSent) {
			await this.needs.drafts.write(this.incident?.id, redacted, this.initial);
		}
	}

	private post(message: HostToForm): void {
		void this.panel.webview.postMessage(message);
	}
}
