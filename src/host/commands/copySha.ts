import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { args } from '../args';
import { shortSha } from '../words';

const STATUS_MS = 3000;

/** Puts a suspect commit's full object name into the clipboard. */
export const copySha: Command = async (_app, _run, argument) => {
	const ref = args.commit(argument);
	if (ref) {
		await vscode.env.clipboard.writeText(ref.sha);
		vscode.window.setStatusBarMessage(`$(check) ${l10n.t('Copied {0}', shortSha(ref.sha))}`, STATUS_MS);
	}
};
