import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { assertNever } from '../../base/assertNever';
import { Disposables } from '../../base/disposables';
import { FaultlineError, isAbort } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { Removed } from '../../core/redaction/model';
import { DRAFT_TRACE_LIMIT, type FormDraft, FormToHost, type HostToForm } from '../../protocol/form';
import type { App } from '../app';
import { analyzeIncident } from '../flows/analyze';
import { canReachRepository } from '../flows/chooseRepository';
import { tellRemoved } from '../flows/createFromText';
import type { Run, Runner } from '../run';
import { onDidChangeSettings, settings } from '../settings';
import { draftOf, editOf, emptyDraft, faultOf, newIncidentOf, previewOf } from './formContent';
import type { FormDrafts } from './formDrafts';
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

/** The incident forms that are open: at most one for new incidents and one for each incident that is edited. */
export class IncidentForms implements vscode.Disposable {
	private readonly open = new Map<string, IncidentForm>();

	constructor(private readonly needs: FormNeeds) {}

	/** @param incident undefined for a new one */
	show(incident: Incident | undefined): void {
		const key = incident?.id ?? '';
		const known = this.open.get(key);
		if (known) {
			known.reveal();
			return;
		}
		this.open.set(key, new IncidentForm(this.needs, incident, () => this.open.delete(key)));
	}

	/** Closes the form of an incident that is no more, and forgets what was typed about it. */
	async forget(incidentId: string): Promise<void> {
		this.open.get(incidentId)?.discard();
		await this.needs.drafts.forget(incidentId);
	}

	dispose(): void {
		for (const form of [...this.open.values()]) {
			form.dispose();
		}
	}
}

class IncidentForm implements vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly panel: vscode.WebviewPanel;
	private readonly initial: FormDraft;
	private draft: FormDraft;
	private isRestored: boolean;
	private isSent = false;
	private keeping: ReturnType<typeof setTimeout> | undefined;
	/** Counts what was written down, so that a slower one does not come after a newer one. */
	private keptDraft = 0;
	private parsing = new AbortController();
	/** Of the trace that was parsed last. */
	private revision = 0;

	constructor(
		private readonly needs: FormNeeds,
		private readonly incident: Incident | undefined,
		onClosed: () => void,
	) {
		this.initial = incident ? draftOf(incident) : emptyDraft;
		const kept = needs.drafts.read(incident?.id);
		this.draft = kept ?? this.initial;
		this.isRestored = kept !== undefined;
		const title = incident ? l10n.t('Edit {0}', incident.key) : l10n.t('New Incident');
		this.panel = this.owned.add(
			vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Active, {
				enableScripts: true,
				localResourceRoots: [...pageRoots(needs.extensionUri)],
			}),
		);
		for (const prefix of ['inApp', 'redact']) {
			this.owned.add(onDidChangeSettings(prefix, () => void this.parse(this.revision, this.draft.trace)));
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

	/** Closes it without keeping what was typed. */
	discard(): void {
		this.isSent = true;
		clearTimeout(this.keeping);
		this.panel.dispose();
	}

	dispose(): void {
		this.parsing.abort();
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
				this.show();
				await this.parse(0, this.draft.trace);
				return;
			case 'draftChanged':
				this.draft = { ...this.draft, ...message.draft };
				this.keepSoon();
				return;
			case 'traceChanged':
				this.draft = { ...this.draft, trace: message.trace };
				this.keepSoon();
				await this.parse(message.revision, message.trace);
				return;
			case 'submitted':
				this.draft = message.draft;
				this.keepSoon();
				await this.needs.runner.run(this.incident ? 'form: save' : 'form: create', (run) =>
					this.submit(run, message.requestId, message.draft),
				);
				return;
			case 'cancelled':
				this.panel.dispose();
				return;
			case 'startedOver':
				this.draft = this.initial;
				this.keptDraft++;
				this.isRestored = false;
				await this.needs.drafts.forget(this.incident?.id);
				this.show();
				return;
			default:
				assertNever(message);
		}
	}

	private show(): void {
		this.post({
			type: 'shown',
			key: this.incident?.key,
			draft: this.draft,
			isRestored: this.isRestored,
			categories: settings
				.categories()
				.map((category) => ({ ...category, subcategories: [...category.subcategories] })),
		});
	}

	private async parse(revision: number, trace: string): Promise<void> {
		this.parsing.abort();
		const abort = new AbortController();
		this.parsing = abort;
		this.revision = revision;
		try {
			const { text, removed } = await this.needs.app.redact(trace, abort.signal);
			const parsed = await this.needs.app.parse(text, abort.signal);
			const title = parsed.traces.length > 0 ? await this.titleFor(text, abort.signal) : '';
			this.post(previewOf(parsed, text, title, settings.inAppRules(), revision, removed));
		} catch (error) {
			if (!isAbort(error)) {
				this.needs.app.log.error(error instanceof Error ? error : String(error), 'trace preview');
			}
		}
	}

	private async titleFor(trace: string, signal: AbortSignal): Promise<string> {
		return (await this.needs.app.draft(trace, signal)).incident.title;
	}

	private async submit(run: Run, requestId: number, draft: FormDraft): Promise<void> {
		const fault = faultOf(draft);
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
		const incident = await (await app.incidents()).create(newIncidentOf(draft, told?.incident ?? { evidence: [] }));
		return { incident, removed: told?.removed ?? [] };
	}

	private async save(incident: Incident, draft: FormDraft, run: Run): Promise<Saved> {
		const { app } = this.needs;
		const incidents = await app.incidents();
		const changes = editOf(incident, draft);
		let saved = Object.keys(changes).length > 0 ? await incidents.edit(incident.id, changes) : incident;
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
