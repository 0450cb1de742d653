import * as vscode from 'vscode';
import type { Drift } from '../../core/frames/drift';
import type { App } from '../app';
import { fileInside } from '../editor/insideRepository';
import type { DeployedPlace } from './openFile';

export interface PlaceNow {
	/** The file in the work tree that the line is in; undefined where it is in none any more. */
	readonly uri: vscode.Uri | undefined;
	readonly drift: Drift;
	/** What the file is called now, where it was renamed. */
	readonly renamedTo?: string;
}

/**
 * Where a deployed place is in the work tree, open buffers included; a renamed file is followed.
 *
 * @param isFollowed whether a line that was moved to another file is looked for there
 * @throws FaultlineError `git.*`, `workspace.outsideRepository`; `signal.reason` when cancelled
 */
export async function whereNow(
	app: Pick<App, 'whereIsLineNow'>,
	place: DeployedPlace,
	signal: AbortSignal,
	isFollowed = true,
): Promise<PlaceNow> {
	const { repository, path, line = 1 } = place;
	const otherText = otherTexts(repository.root);
	const lookUp = async (as: string): Promise<PlaceNow> => {
		const file = await fileInside(repository.root, as);
		const text = file === undefined ? undefined : await textNow(file);
		const question = { ...place, line, text, ...(isFollowed && { otherText }) };
		const drift = await app.whereIsLineNow(question, signal);
		const found = drift.kind === 'elsewhere' ? await fileInside(repository.root, drift.path) : file;
		return { uri: found === undefined ? undefined : vscode.Uri.file(found), drift };
	};
	const first = await lookUp(path);
	if (first.drift.kind !== 'fileGone' || first.drift.renamedTo === undefined) {
		return first;
	}
	const { renamedTo } = first.drift;
	const second = await lookUp(renamedTo);
	return second.uri ? { ...second, renamedTo } : first;
}

/** The file's text as the person sees it: the open buffer where there is one. */
export async function textNow(file: string): Promise<string> {
	return (await vscode.workspace.openTextDocument(vscode.Uri.file(file))).getText();
}

/** The texts of a repository's other files, as the person sees them; undefined for what is no text file there. */
export function otherTexts(root: string): (path: string) => Promise<string | undefined> {
	return async (path) => {
		try {
			const file = await fileInside(root, path);
			return file === undefined ? undefined : await textNow(file);
		} catch {
			return undefined; // too large for an editor, or outside by a link
		}
	};
}
