import * as vscode from 'vscode';
import type { Repository } from '../core/ports/repository';
import type { App } from '../host/app';
import { untrusted } from '../host/errors';
import type { PartialClones } from '../host/partialClones';
import { originOf } from '../host/revertWindow';

/**
 * Opens repositories, each once; none in an untrusted workspace. For a worktree in which a revert waits it is the person's own folder: the worktree goes
 * away before all is done.
 *
 * @param reverts the folder of such worktrees
 */
export function repositories(
	log: vscode.LogOutputChannel,
	partialClones: PartialClones,
	reverts: string,
): App['openRepository'] {
	const opened = new Map<string, Repository>();
	return async (asked, signal) => {
		if (!vscode.workspace.isTrusted) {
			throw untrusted();
		}
		const folder = (await originOf(asked, reverts)) ?? asked;
		const known = opened.get(folder);
		if (known) {
			return known;
		}
		const { openRepository } = await import('../adapters/git/openRepository');
		const repository = await openRepository(folder, log, signal, (root) => partialClones.mayFetch(root));
		opened.set(folder, repository);
		return repository;
	};
}
