import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import type { Repository } from '../../core/ports/repository';
import type { Trace } from '../../core/trace/model';
import type { App } from '../app';
import { otherFolders } from '../flows/otherFolders';
import { mapFolders } from '../mapFolders';
import { settings } from '../settings';
import type { Places } from './tracePreview';

/** So many traces of a text are looked up: the preview shows no more frames than they have. */
const LOOKED_UP = 3;

/**
 * Where the frames of a pasted text are in the workspace's repository: at the deployed revision that was typed, else at the current commit.
 *
 * @param release as typed; may be empty, or of no revision yet
 * @returns undefined where no folder is a repository that may be read
 * @throws `signal.reason` when cancelled
 */
export async function tracePlaces(
	app: App,
	traces: readonly Trace[],
	release: string,
	signal: AbortSignal,
): Promise<Places | undefined> {
	const repository = await firstRepository(app, signal);
	if (!repository) {
		return undefined;
	}
	const { revision, at } = await revisionOf(app, repository, release.trim(), signal);
	const request = {
		...{ repository, revision },
		others: await otherFolders(app, repository, signal),
		openRepository: app.openRepository,
		mappings: settings.pathMappings(),
		choices: [...app.fileChoices.of(repository.root)],
		maps: { maps: app.sourceMaps, ...mapFolders(at) },
	};
	const placed = [];
	for (const trace of traces.slice(0, LOOKED_UP)) {
		placed.push(await app.placeTrace(trace, request, signal));
	}
	return { at, traces: placed };
}

async function firstRepository(app: App, signal: AbortSignal): Promise<Repository | undefined> {
	if (!vscode.workspace.isTrusted) {
		return undefined;
	}
	for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
		try {
			if (uri.scheme === 'file') {
				return await app.openRepository(uri.fsPath, signal);
			}
		} catch (error) {
			signal.throwIfAborted();
			if (!FaultlineError.is(error, 'git.notARepository')) {
				throw error;
			}
		}
	}
	return undefined;
}

/** What is being typed is no revision for most of the time; then the current commit has to do. */
async function revisionOf(app: App, repository: Repository, release: string, signal: AbortSignal) {
	if (release !== '') {
		try {
			return { revision: await app.deployedRevision(repository, release, signal), at: release };
		} catch (error) {
			signal.throwIfAborted();
			if (!FaultlineError.is(error)) {
				throw error;
			}
		}
	}
	return { revision: await repository.resolve('HEAD', signal), at: 'HEAD' };
}
