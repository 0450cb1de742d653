import * as vscode from 'vscode';
import type { LinkRef } from '../args';

/** The address of a command with its argument, as links of documents and hovers take it. */
export function commandUri(command: string, argument: object): vscode.Uri {
	return vscode.Uri.parse(`command:${command}?${encodeURIComponent(JSON.stringify([argument]))}`);
}

export function linkRef(document: vscode.TextDocument, at: number): LinkRef {
	return { uri: document.uri.toString(), at };
}

export function isSameDocument(uri: vscode.Uri, ref: string): boolean {
	return uri.toString() === ref;
}
