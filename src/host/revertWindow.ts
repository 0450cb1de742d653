import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** The worktree that this window is of, where it was opened to resolve the conflicts of a revert. @param homes the folder of such worktrees */
export function revertTree(homes: string): string | undefined {
	return (vscode.workspace.workspaceFolders ?? [])
		.map(({ uri }) => uri.fsPath)
		.find((folder) => isRevertTree(folder, homes));
}

const isRevertTree = (folder: string, homes: string) => folder.startsWith(homes + sep) && folder.endsWith(`${sep}tree`);

/** The person's own folder of the repository that a worktree of a revert is of, as `origin` beside it says; undefined for any other folder. */
export async function originOf(folder: string, homes: string): Promise<string | undefined> {
	if (!isRevertTree(folder, homes)) {
		return undefined;
	}
	const noted = await readFile(join(dirname(folder), 'origin'), 'utf8').catch(() => '');
	return noted || undefined;
}

/** The window in which the conflicts of a revert are resolved. Its way on stands in the status bar: a message would hide the merge editor's own button. */
export class RevertWindow implements vscode.Disposable {
	private item: vscode.StatusBarItem | undefined;
	private isOver = false;

	/** @param tree its worktree; undefined in any other window, where nothing of this is shown */
	constructor(readonly tree: string | undefined) {}

	/** Shows how it goes on. */
	show(): void {
		this.item ??= this.made();
		this.item.show();
	}

	/** It is over: nothing is left of the worktree. @returns whether this was its window */
	done(): boolean {
		this.item?.hide();
		this.isOver = this.tree !== undefined;
		return this.isOver;
	}

	/** When the window closes, what it was opened by goes, too; before that, VS Code would start it anew without it. */
	dispose(): void {
		this.item?.dispose();
		if (this.isOver && this.tree !== undefined) {
			rmSync(dirname(this.tree), { recursive: true, force: true });
		}
	}

	private made(): vscode.StatusBarItem {
		const item = vscode.window.createStatusBarItem('faultline.revert', vscode.StatusBarAlignment.Left, 1000);
		item.name = l10n.t('Faultline: Revert');
		item.text = `$(debug-continue) ${l10n.t('Continue Revert')}`;
		item.tooltip = l10n.t(
			'Goes on with the revert, once the conflicts are resolved. “Faultline: Abort Revert” takes it away.',
		);
		item.command = 'faultline.continueRevert';
		item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
		return item;
	}
}
