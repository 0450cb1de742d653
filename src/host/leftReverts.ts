import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { App } from './app';
import { openWindow } from './flows/revert/prepared';
import { isOpenHere } from './flows/revert/waiting';
import { mayHaveReverts } from './mayHaveReverts';
import type { Runner } from './run';

interface Needs {
	readonly app: App;
	readonly runner: Runner;
	readonly signal: AbortSignal;
}

/** Clears up behind reverts that a killed window left in the folders that are open, and says which wait for a person. */
export async function lookForLeftReverts({ app, runner, signal }: Needs): Promise<void> {
	if (!vscode.workspace.isTrusted) {
		return;
	}
	for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
		if (uri.scheme !== 'file' || !(await mayHaveReverts(uri.fsPath))) {
			continue;
		}
		try {
			const mitigations = await app.mitigations(await app.openRepository(uri.fsPath, signal), signal);
			for (const waiting of await mitigations.waiting()) {
				if (!isOpenHere(waiting)) {
					const about = { incidentId: waiting.incident.id, revertId: waiting.id };
					runner.tell(
						'info',
						l10n.t('The revert {0} for {1} waits for you.', waiting.branch, waiting.incident.key),
						{ title: l10n.t('Open Window'), act: () => openWindow(waiting.workspace) },
						{ title: l10n.t('Continue Revert'), command: 'faultline.continueRevert', args: [about] },
						{ title: l10n.t('Abort Revert'), command: 'faultline.abortRevert', args: [about] },
					);
				}
			}
		} catch (error) {
			app.log.warn(`reverts in ${uri.fsPath}`, error);
		}
	}
}

/** What of the git extension is used: https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts */
interface GitExtension {
	getAPI(version: 1): {
		openRepository(root: vscode.Uri): Promise<{
			readonly state: {
				readonly mergeChanges: readonly { readonly uri: vscode.Uri }[];
				readonly onDidChange: vscode.Event<void>;
			};
			status(): Promise<void>;
		} | null>;
	};
}

/** Files whose merge editors are opened at once. */
const OPENED = 3;
/** So long the git extension may take to read a large worktree. */
const READ_MS = 20_000;

/** In the window in which conflicts are resolved: opens the merge editor, and says how to go on. @param tree its worktree */
export async function greetRevertWindow({ app, runner }: Needs, tree: string): Promise<void> {
	app.revertWindow.show();
	const files = await conflictsIn(tree).catch((error: unknown) => app.log.warn('no conflicts were found', error));
	try {
		for (const uri of (files ?? []).slice(0, OPENED)) {
			await vscode.commands.executeCommand('git.openMergeEditor', uri);
		}
	} catch (error) {
		app.log.warn('the merge editor did not open', error);
	}
	runner.tell('info', l10n.t('Resolve conflicts, then “Continue Revert” in the status bar.'));
}

async function conflictsIn(tree: string): Promise<readonly vscode.Uri[]> {
	const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
	const repository = await (await extension?.activate())?.getAPI(1).openRepository(vscode.Uri.file(tree));
	if (!repository) {
		return [];
	}
	const { state } = repository;
	await repository.status();
	if (state.mergeChanges.length === 0) {
		await changed(state.onDidChange, () => state.mergeChanges.length > 0);
	}
	return state.mergeChanges.map(({ uri }) => uri);
}

/** Waits until something is so, by an event that may tell of it, but not for ever. */
async function changed(event: vscode.Event<void>, isSo: () => boolean): Promise<void> {
	await new Promise<void>((resolve) => {
		const timer = setTimeout(() => end(), READ_MS);
		const listening = event(() => isSo() && end());
		const end = () => {
			clearTimeout(timer);
			listening.dispose();
			resolve();
		};
	});
}
