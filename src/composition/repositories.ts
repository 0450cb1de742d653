import * as vscode from 'vscode';
import type { Repository } from '../core/ports/repository';
import type { App } from '../host/app';
import { untrusted } from '../host/errors';
import type { PartialClones } from '../host/partialClones';

/** Opens repositories, each once; none in an untrusted workspace. */
export function repositories(log: vscode.LogOutputChannel, partialClones: PartialClones): App['openRepository'] {
	const opened = new Map<string, Repository>();
	return async (folder, signal) => {
		if (!vscode.workspace.isTrusted) {
			throw untrusted();
		}
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
