import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { DocumentTraces } from './documentTraces';
import { commandUri, linkRef } from './linkTarget';

/**
 * Frames in a document as links to their lines. Where a frame is is found out when it is clicked; the editor asks for links of documents in sight
 * only, and makes those of web addresses by itself.
 */
export class TraceLinks implements vscode.DocumentLinkProvider {
	constructor(private readonly traces: DocumentTraces) {}

	async provideDocumentLinks(
		document: vscode.TextDocument,
		token: vscode.CancellationToken,
	): Promise<vscode.DocumentLink[]> {
		const { spans } = await this.traces.of(document);
		if (token.isCancellationRequested || !vscode.workspace.isTrusted) {
			return [];
		}
		return spans.flatMap(({ link }) => {
			if (!link) {
				return [];
			}
			const [start, end] = link;
			const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
			const one = new vscode.DocumentLink(range, commandUri('faultline.openFrame', linkRef(document, start)));
			one.tooltip = l10n.t('Open where this line is now');
			return one;
		});
	}
}
