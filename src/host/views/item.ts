import * as vscode from 'vscode';
import { printable } from '../../base/printable';
import { plainMarkdown } from '../plainMarkdown';

export const SUBDUED = new vscode.ThemeColor('disabledForeground');

/** What all items have: one line, with the whole of it on hover. */
export function item(
	label: string,
	state: vscode.TreeItemCollapsibleState,
	icon: string,
	color: vscode.ThemeColor | undefined,
	more: { description?: string; tooltip?: string | vscode.MarkdownString; spoken?: string },
): vscode.TreeItem {
	// Nothing in it turns around what stands behind it.
	const shown = printable(clip(label.replaceAll(/\s+/g, ' '), 300));
	return {
		label: shown,
		collapsibleState: state,
		iconPath: new vscode.ThemeIcon(icon, color),
		description: more.description === undefined ? undefined : printable(more.description),
		tooltip: more.tooltip ?? shown,
		accessibilityInformation: more.spoken === undefined ? undefined : { label: more.spoken },
	};
}

/** Markdown whose every variable part is text and nothing else: titles, subjects and messages come from anywhere. */
export function markdown(...paragraphs: readonly ((text: (raw: string) => string) => string)[]): vscode.MarkdownString {
	const result = new vscode.MarkdownString(
		paragraphs
			.map((paragraph) => paragraph(plainMarkdown))
			.filter((paragraph) => paragraph !== '')
			.join('\n\n'),
	);
	result.isTrusted = false;
	result.supportHtml = false;
	return result;
}

export function clip(text: string, length: number): string {
	return text.length <= length ? text : `${text.slice(0, length)}…`;
}
