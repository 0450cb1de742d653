import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { lazy } from '../../base/lazy';
import type { HostToPage } from '../../protocol/page';
import type { Drawn } from './page';

/** Drawing takes longer with what there is to draw, and holds up the extension host; what has more is drawn by its script. In UTF-16 units of JSON. */
const MOST = 24 * 1024;

/** Draws the first picture of a page as markup. */
export type DrawPage = (first: HostToPage, incidentId: string, locale: string) => string;

/**
 * Draws pages into their documents, so that they are seen before their script has come. Only once a page has said that its clock is in our time
 * zone, as it is not where VS Code runs on another machine: times would change under the eyes of whoever reads them.
 */
export class PageDrawing {
	private ready: { readonly draw: DrawPage; readonly style: string } | undefined;
	private readonly prepare: () => Promise<void>;

	/** @param load reads what draws, when the first page is there */
	constructor(
		load: () => Promise<DrawPage>,
		extensionUri: vscode.Uri,
		private readonly log: vscode.LogOutputChannel,
	) {
		this.prepare = lazy(async () => {
			try {
				const [draw, style] = await Promise.all([
					load(),
					readFile(join(extensionUri.fsPath, 'dist', 'webviews', 'page.css'), 'utf8'),
				]);
				this.ready = { draw, style };
			} catch (error) {
				log.warn('Incident pages are not drawn before their script has come.', error);
			}
		});
	}

	/** @param timeZone of a page, as `Intl` names it */
	learn(timeZone: string): void {
		if (timeZone === Intl.DateTimeFormat().resolvedOptions().timeZone) {
			void this.prepare();
		}
	}

	/** Undefined where it is not known yet how, or not to be said in the page's own time: then its script draws it, as it does where this fails. */
	of(first: HostToPage, incidentId: string): Drawn | undefined {
		if (!this.ready || JSON.stringify(first).length > MOST) {
			return undefined;
		}
		const { draw, style } = this.ready;
		try {
			return { markup: draw(first, incidentId, vscode.env.language), style };
		} catch (error) {
			this.log.warn('An incident page is not drawn before its script has come.', error);
			return undefined;
		}
	}
}
