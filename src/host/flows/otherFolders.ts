import * as vscode from 'vscode';
import type { RepositoryAt } from '../../app/locateFrames';
import type { Repository } from '../../core/ports/repository';
import type { App } from '../app';

/** The repositories of the other workspace folders, each at its current commit; a folder that is in none is left out. */
export async function otherFolders(
	app: Pick<App, 'openRepository' | 'log'>,
	repository: Repository,
	signal: AbortSignal,
): Promise<RepositoryAt[]> {
	const found = new Map<string, RepositoryAt>();
	for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
		if (uri.scheme !== 'file') {
			continue;
		}
		try {
			const other = await app.openRepository(uri.fsPath, signal);
			if (other.root !== repository.root && !found.has(other.root)) {
				found.set(other.root, { repository: other, revision: await other.resolve('HEAD', signal) });
			}
		} catch (error) {
			signal.throwIfAborted();
			app.log.debug(`${uri.fsPath} is not looked into`, error);
		}
	}
	return [...found.values()];
}
