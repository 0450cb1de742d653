import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { createFromText } from '../flows/createFromText';

/** Reads the clipboard: the quickest way from a log in a browser or a terminal to an incident. */
export const createIncidentFromClipboard: Command = async (app, run) => {
	const text = await vscode.env.clipboard.readText();
	await createFromText(app, run, text, { emptySentence: l10n.t('The clipboard is empty. Copy a stack trace first.') });
};
