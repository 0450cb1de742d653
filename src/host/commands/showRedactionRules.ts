import * as vscode from 'vscode';
import type { Command } from '../app';
import { rulesUri } from '../editor/rulesDocument';

/** The rules by which secrets are removed from texts, in words: a document to read, rendered. */
export const showRedactionRules: Command = async () => {
	await vscode.commands.executeCommand('markdown.showPreview', rulesUri());
};
