import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { PageState } from '../../protocol/page';
import type { App, PageOpening } from '../app';
import type { Runner } from '../run';
import { IncidentPage, type PageNeeds } from './incidentPage';
import { PageDrafts } from './pageDrafts';
import { type DrawPage, PageDrawing } from './pageDrawing';

const VIEW_TYPE = 'faultline.incidentPage';

export function incidentPages(
	{ extensionUri, workspaceState }: vscode.ExtensionContext,
	app: App,
	runner: Runner,
	strings: string,
	loadDrawing: () => Promise<DrawPage>,
): IncidentPages {
	const drawing = new PageDrawing(loadDrawing, extensionUri, app.log);
	return new IncidentPages({ app, runner, drafts: new PageDrafts(workspaceState), extensionUri, strings, drawing });
}

/** The incident pages that are open, one for each incident at most. */
export class IncidentPages implements vscode.Disposable {
	private readonly open = new Map<string, IncidentPage>();
	/** One that was opened to look at, and that nobody worked on. */
	private preview: IncidentPage | undefined;

	constructor(private readonly needs: PageNeeds) {}

	/** Shows the page; a preview that is asked for again stays, as a file does that is clicked twice. */
	show(incidentId: string, { isPreview = false, entry }: PageOpening = {}): void {
		const known = this.open.get(incidentId);
		if (known) {
			this.preview = this.preview === known ? undefined : this.preview;
			this.needs.app.active.set(incidentId);
			known.reveal();
			known.point(entry);
			return;
		}
		// The panel of a preview is taken over, and its document, which shows another incident much sooner than a new one would.
		const before = isPreview ? this.preview?.release() : undefined;
		before?.panel.reveal();
		const panel =
			before?.panel ??
			vscode.window.createWebviewPanel(VIEW_TYPE, l10n.t('Incident'), vscode.ViewColumn.Active, {
				enableFindWidget: true,
				retainContextWhenHidden: true,
			});
		const page = this.adopt(panel, incidentId, before?.hasDocument);
		page.point(entry);
		if (isPreview) {
			this.preview = page;
		} else {
			this.needs.app.active.set(incidentId);
		}
	}

	/** Fills a panel that VS Code brought back after a reload; one that says nothing of an incident is closed. */
	restore(panel: vscode.WebviewPanel, state: unknown): void {
		const kept = v.safeParse(PageState, state);
		if (!kept.success || this.open.has(kept.output.incidentId)) {
			panel.dispose();
			return;
		}
		this.adopt(panel, kept.output.incidentId);
	}

	dispose(): void {
		for (const page of [...this.open.values()]) {
			page.close();
		}
	}

	/** @param hasDocument of a page that it was before */
	private adopt(panel: vscode.WebviewPanel, incidentId: string, hasDocument = false): IncidentPage {
		const page = new IncidentPage(this.needs, panel, incidentId, {
			hasDocument,
			onClosed: () => {
				this.open.delete(incidentId);
				this.preview = this.preview === page ? undefined : this.preview;
			},
			onWorkedOn: () => this.keep(page),
		});
		this.open.set(incidentId, page);
		return page;
	}

	/** A preview that is worked on stays, and the status bar is about its incident then; a look changes neither. */
	private keep(page: IncidentPage): void {
		if (this.preview === page) {
			this.preview = undefined;
			this.needs.app.active.set(page.incidentId);
		}
	}
}
