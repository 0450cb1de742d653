import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { isInside } from '../editor/insideRepository';
import { analyzeIncident } from '../flows/analyze';
import { chooseIncident } from '../flows/chooseIncident';
import { addSourceMapFolder } from '../settings';

/** Asks for a folder of source maps, remembers it for this workspace, and reads the incident's trace through it. */
export const chooseSourceMapFolder: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const [chosen] =
		(incident &&
			(await vscode.window.showOpenDialog({
				canSelectFolders: true,
				canSelectFiles: false,
				defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri,
				openLabel: l10n.t('Use Its Source Maps'),
				title: l10n.t('Folder with the source maps of what is deployed'),
			}))) ??
		[];
	if (incident && chosen) {
		await addSourceMapFolder(asWritten(chosen));
		await analyzeIncident(app, run, incident);
	}
};

/** Relative to the workspace's only folder where it is in it, so that the setting holds for everybody who has the repository. */
function asWritten({ fsPath }: vscode.Uri): string {
	const [only, ...others] = vscode.workspace.workspaceFolders ?? [];
	return only && others.length === 0 && isInside(only.uri.fsPath, fsPath)
		? path.relative(only.uri.fsPath, fsPath).replaceAll('\\', '/') || '.'
		: fsPath;
}
