import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { onDidChangeSettings, settings } from '../settings';

const SCHEME = 'faultline-rules';
/** A document that nobody can change; its name is what its tab says. */
export const rulesUri = () => vscode.Uri.from({ scheme: SCHEME, path: `/${l10n.t('Redaction Rules')}.md` });

/** Provides the rules by which secrets are removed, with what is set now. */
export class RulesDocument implements vscode.TextDocumentContentProvider, vscode.Disposable {
	private readonly changed = new vscode.EventEmitter<vscode.Uri>();
	readonly onDidChange = this.changed.event;
	private readonly listening = vscode.Disposable.from(
		vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
		onDidChangeSettings('redact', () => this.changed.fire(rulesUri())),
		this.changed,
	);

	async provideTextDocumentContent(): Promise<string> {
		const { rulesText } = await import('../../core/redaction/rulesText');
		return rulesText(settings.redaction());
	}

	dispose(): void {
		this.listening.dispose();
	}
}
