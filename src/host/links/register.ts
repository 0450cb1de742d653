import * as vscode from 'vscode';
import type { App } from '../app';
import type { Runner } from '../run';
import { onDidChangeSettings, settings } from '../settings';
import { TraceLinks } from './documentLinks';
import { FrameHover } from './frameHover';
import { TerminalFrames } from './terminalLinks';

/** Documents that traces are read in: logs, plain text, and what the Output view shows. Not Markdown, which has links of its own. */
const LOGS: vscode.DocumentSelector = [
	...['file', 'untitled', 'vscode-remote'].flatMap((scheme) => [
		{ scheme, language: 'log' },
		{ scheme, language: 'plaintext' },
		{ scheme, pattern: '**/*.{log,out,err,trace,stacktrace}' },
	]),
	{ scheme: 'output' },
];

/** Makes frames in logs, outputs and terminals links, as long as the setting says so. */
export function registerLinks(app: App, runner: Runner): vscode.Disposable {
	let registered: vscode.Disposable | undefined;
	const follow = () => {
		if (!settings.areLinksOn()) {
			registered?.dispose();
			registered = undefined;
		} else if (!registered) {
			const terminals = new TerminalFrames(app, runner);
			registered = vscode.Disposable.from(
				vscode.languages.registerDocumentLinkProvider(LOGS, new TraceLinks(app.documentTraces)),
				vscode.languages.registerHoverProvider(LOGS, new FrameHover(app)),
				vscode.window.registerTerminalLinkProvider(terminals),
				terminals,
			);
		}
	};
	follow();
	const watching = onDidChangeSettings('links.enabled', follow);
	return new vscode.Disposable(() => {
		watching.dispose();
		registered?.dispose();
	});
}
