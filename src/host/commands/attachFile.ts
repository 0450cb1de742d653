import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isSameFile } from '../../core/incident/links';
import type { Incident } from '../../core/incident/record';
import type { App, Command } from '../app';
import { args } from '../args';
import { fileInside } from '../editor/insideRepository';
import { fileGone } from '../errors';
import { attachFiles } from '../flows/attachFiles';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import type { Run } from '../run';

/** Attaches files to an incident: those of the explorer that the command was called on, else the ones that the person chooses. */
export const attachFile: Command = async (app, run, argument, selected) => {
	const given = filesIn(argument, selected);
	const incident = await chooseIncident(app, run, given.length > 0 ? undefined : argument);
	if (!incident) {
		return;
	}
	const files = given.length > 0 ? given : await chooseFiles(incident);
	if (files.length > 0) {
		await attachFiles(app, run, incident, files);
	}
};

/** Opens an attached file as it is in the work tree. */
export const openAttachedFile: Command = async (app, run, argument) => {
	const found = await attachedTo(app, run, argument);
	if (!found) {
		return;
	}
	const { incident, file } = found;
	const about = file.repository === undefined ? incident : { ...incident, repository: file.repository };
	const repository = await chooseRepository(app, run, about);
	const place = repository && (await fileInside(repository.root, file.path));
	if (repository && place === undefined) {
		throw fileGone(file.path);
	}
	if (place !== undefined) {
		await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(place));
	}
};

/** Takes a file off an incident; the file itself stays. */
export const detachFile: Command = async (app, run, argument) => {
	const found = await attachedTo(app, run, argument);
	if (!found) {
		return;
	}
	const { incident, file } = found;
	const incidents = await app.incidents();
	await incidents.detachFile(incident.id, file);
	run.tell('info', l10n.t('Detached {0} from {1}.', file.path, incident.key), {
		title: l10n.t('Undo'),
		act: async () => {
			await incidents.attachFile(incident.id, file);
		},
	});
};

async function attachedTo(app: App, run: Run, argument: unknown) {
	const ref = args.attachedFile(argument);
	const incident: Incident | undefined = ref && (await chooseIncident(app, run, ref));
	const file = ref && incident?.files?.find((one) => isSameFile(one, ref));
	return incident && file ? { incident, file } : undefined;
}

function filesIn(argument: unknown, selected: unknown): readonly vscode.Uri[] {
	const all: readonly unknown[] = Array.isArray(selected) && selected.length > 0 ? selected : [argument];
	return all.filter((one) => one instanceof vscode.Uri);
}

async function chooseFiles({ key, repository }: Incident): Promise<readonly vscode.Uri[]> {
	const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
	const start = repository === undefined ? folder : vscode.Uri.file(repository);
	const chosen = await vscode.window.showOpenDialog({
		canSelectMany: true,
		title: l10n.t('Attach to {0}', key),
		openLabel: l10n.t('Attach'),
		...(start && { defaultUri: start }),
	});
	return chosen ?? [];
}
