import * as vscode from 'vscode';
import type { Drift } from '../../core/frames/drift';
import type { App } from '../app';
import { fileInside } from '../editor/insideRepository';
import type { DeployedPlace } from './openFile';
import { textNow } from './openFile';

export interface PlaceNow {
	/** The file in the work tree; undefined where it is not there any more. */
	readonly uri: vscode.Uri | undefined;
	readonly drift: Drift;
	/** What the file is called now, where it was renamed. */
	readonly renamedTo?: string;
}

/**
 * Where a deployed place is in the work tree, open buffers included; a renamed file is followed.
 *
 * @throws FaultlineError `git.*`, `workspace.outsideRepository`; `signal.reason` when cancelled
 */
export async function whereNow(
	app: Pick<App, 'whereIsLineNow'>,
	place: DeployedPlace,
	signal: AbortSignal,
): Promise<PlaceNow> {
	const { repository, path, line = 1 } = place;
	const lookUp = async (as: string): Promise<PlaceNow> => {
		const file = await fileInside(repository.root, as);
		const text = file === undefined ? undefined : await textNow(file);
		const drift = await app.whereIsLineNow({ ...place, line, text }, signal);
		return { uri: file === undefined ? undefined : vscode.Uri.file(file), drift };
	};
	const first = await lookUp(path);
	if (first.drift.kind !== 'fileGone' || first.drift.renamedTo === undefined) {
		return first;
	}
	const { renamedTo } = first.drift;
	const second = await lookUp(renamedTo);
	return second.uri ? { ...second, renamedTo } : first;
}
