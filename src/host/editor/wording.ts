import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Disposables } from '../../base/disposables';
import { isAbort } from '../../base/errors';
import { type Breather, runInSlices } from '../../base/slices';
import type { Finding } from '../../core/blameless/model';
import type { App } from '../app';
import { onDidChangeSettings, settings } from '../settings';
import { knownNames } from '../webviews/knownNames';

const SOURCE = 'Faultline';
/** Typing is checked after a pause of this length. */
const PAUSE_MS = 300;
/** A longer text is no review; in UTF-16 units. */
const LENGTH_LIMIT = 2_000_000;
/** As many diagnostics as VS Code shows of a file. */
const SHOWN = 1000;

const MARKDOWN: vscode.DocumentSelector = ['file', 'vscode-remote'].map((scheme) => ({ scheme, language: 'markdown' }));

/** A document's findings, and the version of it that they are of. */
interface Checked {
	readonly version: number;
	readonly findings: readonly Finding[];
}

/**
 * Underlines wording that blames a person in the Markdown files of the reviews folder, and offers neutral wording. The rules are read when the
 * first such file is open; a check runs in slices, and another edit ends it.
 */
export class Wording implements vscode.CodeActionProvider, vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly diagnostics = this.owned.add(vscode.languages.createDiagnosticCollection('faultline.wording'));
	private readonly running = new Map<string, AbortController>();
	private readonly checked = new Map<string, Checked>();

	constructor(
		private readonly app: Pick<App, 'incidents' | 'log'>,
		private readonly breather: Breather,
	) {
		const { owned } = this;
		owned.add(vscode.workspace.onDidOpenTextDocument((document) => this.check(document, 0)));
		owned.add(vscode.workspace.onDidChangeTextDocument(({ document }) => this.check(document, PAUSE_MS)));
		owned.add(vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)));
		for (const prefix of ['wording', 'reviews']) {
			owned.add(onDidChangeSettings(prefix, () => this.checkAll()));
		}
		owned.add(
			vscode.languages.registerCodeActionsProvider(MARKDOWN, this, {
				providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
			}),
		);
		this.checkAll();
	}

	provideCodeActions(
		document: vscode.TextDocument,
		_: vscode.Range,
		{ diagnostics }: vscode.CodeActionContext,
	): vscode.CodeAction[] {
		const { version, findings } = this.checked.get(document.uri.toString()) ?? { version: -1, findings: [] };
		if (version !== document.version) {
			return [];
		}
		return findings.flatMap((finding) => {
			const { rewrite, rule } = finding;
			const range = rangeOf(document, finding);
			const own = diagnostics.find((one) => one.source === SOURCE && one.code === rule && one.range.isEqual(range));
			if (!own || !rewrite) {
				return [];
			}
			const action = new vscode.CodeAction(
				l10n.t('Use neutral wording: “{0}”', rewrite.text),
				vscode.CodeActionKind.QuickFix,
			);
			action.diagnostics = [own];
			action.isPreferred = true;
			action.edit = new vscode.WorkspaceEdit();
			action.edit.replace(document.uri, rangeOf(document, rewrite), rewrite.text);
			return [action];
		});
	}

	dispose(): void {
		for (const abort of this.running.values()) {
			abort.abort();
		}
		this.owned.dispose();
	}

	private checkAll(): void {
		for (const document of vscode.workspace.textDocuments) {
			this.check(document, 0);
		}
	}

	private check(document: vscode.TextDocument, afterMs: number): void {
		const id = document.uri.toString();
		this.running.get(id)?.abort();
		this.running.delete(id);
		if (document.isClosed || !isReview(document) || !settings.wording().isChecked) {
			this.forget(document);
			return;
		}
		const abort = new AbortController();
		this.running.set(id, abort);
		const timer = setTimeout(() => void this.find(document, id, abort.signal), afterMs);
		abort.signal.addEventListener('abort', () => clearTimeout(timer));
	}

	private async find(document: vscode.TextDocument, id: string, signal: AbortSignal): Promise<void> {
		try {
			const { blamelessSteps, reasonFor } = await import('./wordingRules');
			const { phrases } = settings.wording();
			const names = await this.names();
			const { version } = document;
			const text = document.getText();
			if (text.length > LENGTH_LIMIT || signal.aborted) {
				return;
			}
			const steps = blamelessSteps(text, { names, phrases });
			const findings = (await runInSlices(steps, this.breather, signal)).slice(0, SHOWN);
			if (version !== document.version || document.isClosed) {
				return;
			}
			this.checked.set(id, { version, findings });
			this.diagnostics.set(
				document.uri,
				findings.map((finding) => {
					const diagnostic = new vscode.Diagnostic(
						rangeOf(document, finding),
						reasonFor(finding),
						vscode.DiagnosticSeverity.Information,
					);
					diagnostic.source = SOURCE;
					diagnostic.code = finding.rule;
					return diagnostic;
				}),
			);
		} catch (error) {
			if (!isAbort(error)) {
				this.app.log.warn('wording of a review', error);
			}
		}
	}

	/** People that incidents name; where incidents cannot be read, the rules do without. */
	private async names(): Promise<readonly string[]> {
		try {
			const incidents = await this.app.incidents();
			return knownNames(incidents.list(), incidents.me).people;
		} catch (error) {
			this.app.log.debug('wording of a review', error);
			return [];
		}
	}

	private forget(document: vscode.TextDocument): void {
		const id = document.uri.toString();
		this.running.get(id)?.abort();
		this.running.delete(id);
		if (this.checked.delete(id)) {
			this.diagnostics.delete(document.uri);
		}
	}
}

function rangeOf(document: vscode.TextDocument, { start, end }: { readonly start: number; readonly end: number }) {
	return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** Whether it is a Markdown file in the reviews folder of its workspace folder. */
function isReview({ uri, languageId }: vscode.TextDocument): boolean {
	const folder = languageId === 'markdown' ? vscode.workspace.getWorkspaceFolder(uri) : undefined;
	if (!folder) {
		return false;
	}
	const reviews = vscode.Uri.joinPath(folder.uri, settings.reviews().folder);
	return uri.path.startsWith(reviews.path.endsWith('/') ? reviews.path : `${reviews.path}/`);
}
