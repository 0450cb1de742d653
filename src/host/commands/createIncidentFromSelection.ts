import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { createFromText } from '../flows/createFromText';

/** What is selected in the active editor, all selections in order. */
export const createIncidentFromSelection: Command = async (app, run) => {
	const editor = vscode.window.activeTextEditor;
	const selected = editor?.selections.map((selection) => editor.document.getText(selection)) ?? [];
	await createFromText(app, run, selected.join('\n'), {
		emptySentence: l10n.t('Nothing is selected. Select a stack trace first.'),
	});
};
