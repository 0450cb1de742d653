import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { unknownIncident } from '../../app/incidentErrors';
import { assertNever } from '../../base/assertNever';
import { Disposables } from '../../base/disposables';
import { FaultlineError } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import { refilled } from '../../core/review/draft';
import type { Review } from '../../core/review/model';
import { readReview } from '../../core/review/read';
import { writeReview } from '../../core/review/write';
import { type HostToReview, type ReviewDeed, ReviewToHost } from '../../protocol/review';
import type { App } from '../app';
import type { Runner } from '../run';
import { settings } from '../settings';
import { pageHtml, pageRoots } from '../webviews/page';
import { openEvidence } from './openEvidence';
import { reviewContext } from './reviewContext';
import { REVIEW_SCHEME, reviewedIncident } from './reviewUri';

/** What the form needs from outside. */
interface EditorNeeds {
	readonly app: App;
	readonly runner: Runner;
	readonly extensionUri: vscode.Uri;
	/** Translations as JSON; empty for English. */
	readonly strings: string;
}

/** Reviews as a form on their Markdown, which is the document: what is edited in one shows in the other, and VS Code undoes, keeps and saves both. */
export class ReviewEditors implements vscode.CustomTextEditorProvider {
	constructor(private readonly needs: EditorNeeds) {}

	resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): void {
		const editor = new ReviewEditor(this.needs, document, panel);
		panel.onDidDispose(() => editor.dispose());
	}
}

class ReviewEditor implements vscode.Disposable {
	private readonly owned = new Disposables();
	private isReady = false;
	/** The last edit of the form that is in the document, and what the document said then. */
	private edit = 0;
	private own: string | undefined;
	/** Edits that are not in the document yet; only the last one counts. */
	private waiting: { readonly edit: number; readonly review: Review } | undefined;
	private applying: Promise<void> | undefined;

	constructor(
		private readonly needs: EditorNeeds,
		private readonly document: vscode.TextDocument,
		private readonly panel: vscode.WebviewPanel,
	) {
		const { app, extensionUri, strings } = needs;
		const isOurs = ({ uri }: vscode.TextDocument) => uri.toString() === document.uri.toString();
		panel.webview.options = { enableScripts: true, localResourceRoots: [...pageRoots(extensionUri)] };
		this.owned.add(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
		this.owned.add(vscode.workspace.onDidChangeTextDocument((change) => isOurs(change.document) && void this.show()));
		this.owned.add(vscode.workspace.onDidSaveTextDocument((saved) => isOurs(saved) && void this.show()));
		this.owned.add(app.onDidChangeIncidents(() => void this.show()));
		this.owned.add(app.reviews.onDidSettle(() => void this.show()));
		panel.webview.html = pageHtml(panel.webview, extensionUri, {
			...{ name: 'review', title: l10n.t('Post-Incident Review'), strings },
		});
	}

	dispose(): void {
		this.owned.dispose();
	}

	private receive(raw: unknown): void {
		const message = v.safeParse(ReviewToHost, raw);
		if (!message.success) {
			this.needs.app.log.warn('The review form sent a message that does not fit the protocol; it was dropped.');
			return;
		}
		const { output } = message;
		switch (output.type) {
			case 'ready':
				this.isReady = true;
				void this.show();
				return;
			case 'edited':
				this.waiting = output;
				void this.needs.runner.run('review: edit', () => this.apply());
				return;
			case 'asked':
				void this.do(output.deed);
				return;
			case 'opened':
				void this.needs.runner.run('review: open evidence', async () => openEvidence(this.needs.app, output.url));
				return;
			case 'dropped':
				this.needs.app.log.warn('The review form dropped a message that does not fit the protocol.');
				return;
			default:
				assertNever(output);
		}
	}

	/** Puts what was edited into the document, one edit after the other. */
	private apply(): Promise<void> {
		this.applying ??= this.applyAll().finally(() => {
			this.applying = undefined;
		});
		return this.applying;
	}

	private async applyAll(): Promise<void> {
		for (let next = this.waiting; next; next = this.waiting) {
			this.waiting = undefined;
			const before = this.document.getText();
			const after = writeReview(next.review, before);
			if (after !== before) {
				await this.replace(before, after);
			}
			// Not before it is there: the form would take the text without it for somebody else's.
			this.edit = next.edit;
			this.own = after;
			await this.show();
		}
	}

	/** Changes only what differs, so that cursors in the Markdown beside stay where they are. */
	private async replace(before: string, after: string): Promise<void> {
		const shorter = Math.min(before.length, after.length);
		let start = 0;
		while (start < shorter && before[start] === after[start]) {
			start++;
		}
		let end = 0;
		while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) {
			end++;
		}
		const edit = new vscode.WorkspaceEdit();
		const range = new vscode.Range(this.document.positionAt(start), this.document.positionAt(before.length - end));
		edit.replace(this.document.uri, range, after.slice(start, after.length - end));
		if (!(await vscode.workspace.applyEdit(edit))) {
			throw new FaultlineError(
				'review.notEdited',
				l10n.t(
					'The review could not be changed. What you typed is still in the form; reopen it if it cannot be saved.',
				),
			);
		}
	}

	private async show(): Promise<void> {
		if (!this.isReady) {
			return;
		}
		const incident = await this.incident();
		const isHeld =
			incident !== undefined &&
			this.document.uri.scheme === REVIEW_SCHEME &&
			(await this.needs.app.reviews.isHeld(incident.id));
		const text = this.document.getText();
		const review = readReview(text);
		const { isChecked, phrases } = settings.wording();
		const context = reviewContext(review, incident, {
			...(isChecked && { wording: { names: [], phrases: [...phrases] } }),
			isFile: this.document.uri.scheme !== REVIEW_SCHEME,
			isUnsaved: this.document.isDirty,
			isHeld,
			pullRequests: incident ? [...this.needs.app.github.origins.of(incident).values()].flat() : [],
		});
		const isOwn = text === this.own;
		const message: HostToReview = { type: 'shown', review, context, edit: this.edit, isOwn };
		await this.panel.webview.postMessage(message);
	}

	/** The incident that the review is of; undefined where it is not here, or cannot be read: the text can be edited all the same. */
	private async incident(): Promise<Incident | undefined> {
		try {
			return await this.readIncident();
		} catch (error) {
			this.needs.app.log.warn('review form', error);
			return undefined;
		}
	}

	private async readIncident(): Promise<Incident | undefined> {
		const incidents = await this.needs.app.incidents();
		const id = reviewedIncident(this.document.uri) ?? readReview(this.document.getText()).front.incident;
		const found = id === undefined ? undefined : incidents.find(id);
		return found && !found.isDeleted ? await incidents.get(found.id) : undefined;
	}

	private do(deed: ReviewDeed): Promise<void> {
		const { runner, app } = this.needs;
		return runner.run(`review: ${deed}`, async (run) => {
			await this.applying;
			switch (deed) {
				case 'markdown':
					await vscode.commands.executeCommand(
						'vscode.openWith',
						this.document.uri,
						'default',
						vscode.ViewColumn.Beside,
					);
					return;
				case 'preview':
					await vscode.commands.executeCommand('markdown.showPreviewToSide', this.document.uri);
					return;
				case 'save':
					await app.reviews.save(this.document);
					return;
			}
			const incident = await this.readIncident();
			if (!incident) {
				throw unknownIncident(readReview(this.document.getText()).front.incident ?? '');
			}
			if (deed === 'refill') {
				const before = this.document.getText();
				await this.replace(before, writeReview(refilled(readReview(before), incident), before));
			} else {
				const { withReview } = await import('../flows/review');
				await withReview(app, run, incident, deed, this.document);
			}
		});
	}
}
