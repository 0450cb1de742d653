import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Mitigations, Waiting } from '../../../core/ports/mitigation';
import type { Repository } from '../../../core/ports/repository';
import type { App } from '../../app';
import { args } from '../../args';
import { untrusted } from '../../errors';
import { plainLabel } from '../../plainLabel';
import type { Run } from '../../run';
import { chooseFolder } from '../chooseRepository';

/** A revert that waits for a person, and where. */
export interface Found {
	readonly waiting: Waiting;
	readonly mitigations: Mitigations;
	readonly repository: Repository;
}

/**
 * The revert to go on with, or to abort: the one that is named, the one whose window this is, or one that the person chooses.
 *
 * @returns undefined when there is none, or the person chose none
 */
export async function chooseWaiting(app: App, run: Run, argument: unknown, title: string): Promise<Found | undefined> {
	if (!vscode.workspace.isTrusted) {
		throw untrusted();
	}
	const folder = await folderOf(app, argument);
	if (folder === undefined) {
		return undefined;
	}
	const { repository, mitigations, waiting } = await run.work(
		l10n.t('Opening the repository'),
		async (_report, signal) => {
			const opened = await app.openRepository(folder, signal);
			const found = await app.mitigations(opened, signal);
			return { repository: opened, mitigations: found, waiting: await found.waiting() };
		},
	);
	const id = args.revert(argument);
	const here = waiting.filter((one) => one.id === id || isOpenHere(one));
	const about = args.incident(argument);
	const fitting =
		here.length > 0 ? here : waiting.filter(({ incident }) => about === undefined || incident.id === about);
	const [only] = fitting;
	if (only === undefined) {
		run.tell('info', l10n.t('No revert waits for you in {0}.', repository.root));
		return undefined;
	}
	const chosen = fitting.length === 1 ? only : await ask(fitting, title);
	return chosen && { waiting: chosen, mitigations, repository };
}

/** Whether this window is the one in which its conflicts are resolved. */
export const isOpenHere = ({ folder }: Pick<Waiting, 'folder'>): boolean =>
	(vscode.workspace.workspaceFolders ?? []).some(({ uri }) => uri.fsPath === folder);

async function folderOf(app: App, argument: unknown): Promise<string | undefined> {
	if (app.revertWindow.tree !== undefined) {
		return app.revertWindow.tree;
	}
	const named = args.incident(argument) ?? app.view.selectedIncident();
	const incidents = named === undefined ? undefined : await app.incidents();
	const incident = named === undefined ? undefined : await incidents?.get(incidents.find(named)?.id ?? named);
	return incident?.repository ?? chooseFolder();
}

async function ask(fitting: readonly Waiting[], title: string): Promise<Waiting | undefined> {
	const items = fitting.map((waiting) => ({
		label: plainLabel(waiting.branch),
		description: waiting.incident.key,
		detail:
			waiting.state === 'hook'
				? l10n.t('A hook refused a commit')
				: l10n.t('Conflicts in {0}', plainLabel(waiting.folder)),
		waiting,
	}));
	return (await vscode.window.showQuickPick(items, { title, placeHolder: l10n.t('Which one?') }))?.waiting;
}
