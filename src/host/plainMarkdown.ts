import * as vscode from 'vscode';

/**
 * A text of anybody's as Markdown that shows it as it is: no links either, which VS Code makes of bare addresses, too, though nobody meant one.
 */
export function plainMarkdown(text: string): string {
	const escaped = new vscode.MarkdownString().appendText(text).value;
	return escaped.replaceAll(/:(?=\/\/)|(?<=www)\.|@/gi, '\\$&');
}
