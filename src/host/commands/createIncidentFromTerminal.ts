import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { createFromText } from '../flows/createFromText';

/** What is selected in the terminal. VS Code gives it out by the clipboard only, so that is put back as it was. */
export const createIncidentFromTerminal: Command = async (app, run) => {
	const before = await vscode.env.clipboard.readText();
	await vscode.env.clipboard.writeText('');
	let selected = '';
	try {
		await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
		selected = await vscode.env.clipboard.readText();
	} finally {
		await vscode.env.clipboard.writeText(before);
	}
	await createFromText(app, run, selected, {
		emptySentence: l10n.t('Nothing is selected in the terminal. Select a stack trace first.'),
	});
};
