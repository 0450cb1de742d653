import { isAbsolute } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { Repository } from '../../core/ports/repository';
import type { App } from '../app';
import { noFolder, untrusted } from '../errors';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';

/**
 * The repository an incident is looked up in: the one it was analysed in before, else the workspace folder's; asked for when several
 * folders are open. Whoever finds the trace's files in it remembers it on the incident.
 *
 * @param incident undefined where it is about none yet
 * @returns undefined when the person was asked and chose none
 * @throws FaultlineError `workspace.noFolder`, `workspace.untrusted`, `git.*`
 */
export async function chooseRepository(
	app: App,
	run: Run,
	incident: Pick<Incident, 'key' | 'repository'> | undefined,
): Promise<Repository | undefined> {
	if (!vscode.workspace.isTrusted) {
		throw untrusted();
	}
	const open = (folder: string) =>
		run.work(l10n.t('Opening the repository'), (_report, signal) => app.openRepository(folder, signal));
	if (incident?.repository !== undefined) {
		try {
			return await open(incident.repository);
		} catch (error) {
			if (!FaultlineError.is(error, 'git.notARepository')) {
				throw error;
			}
			app.log.warn(`${incident.key}: its repository is not at ${incident.repository} any more; asking anew`);
		}
	}
	const folder = await chooseFolder();
	if (folder === undefined) {
		return undefined;
	}
	return open(folder);
}

/** Whether an analysis could start without asking the person to open or trust anything. */
export function canReachRepository(): boolean {
	return vscode.workspace.isTrusted && localFolders().length > 0;
}

/** The open folder, or one of several that the person chooses. @throws FaultlineError `workspace.noFolder` */
export async function chooseFolder(): Promise<string | undefined> {
	const folders = localFolders();
	const [only] = folders;
	if (!only) {
		throw noFolder();
	}
	if (folders.length === 1) {
		return only.uri.fsPath;
	}
	const items = folders.map(({ name, uri }) => ({
		label: plainLabel(name),
		description: plainLabel(uri.fsPath),
		root: uri.fsPath,
	}));
	const chosen = await vscode.window.showQuickPick(items, {
		placeHolder: l10n.t('Which repository is deployed where it broke?'),
	});
	return chosen?.root;
}

/** The open folder of that name, or the path where it is an absolute one. */
export function folderNamed(name: string): string | undefined {
	return isAbsolute(name) ? name : localFolders().find((folder) => folder.name === name)?.uri.fsPath;
}

function localFolders(): readonly vscode.WorkspaceFolder[] {
	return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
}
