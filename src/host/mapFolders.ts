import path from 'node:path';
import * as vscode from 'vscode';
import { mapFolder } from '../core/frames/mapFolder';
import { settings } from './settings';

/**
 * Where source maps of a deployed revision are looked for, as absolute folders: those of the setting, `${release}` filled in and relative ones
 * in each workspace folder, and the workspace folders themselves.
 *
 * @param release as the person calls it
 */
export function mapFolders(release: string): {
	readonly chosen: readonly string[];
	readonly folders: readonly string[];
} {
	const folders = (vscode.workspace.workspaceFolders ?? [])
		.filter(({ uri }) => uri.scheme === 'file')
		.map(({ uri }) => uri.fsPath);
	const chosen = settings.sourceMapFolders().flatMap((written) => {
		const folder = mapFolder(written, release);
		return path.isAbsolute(folder) ? [folder] : folders.map((own) => path.resolve(own, folder));
	});
	return { chosen: [...new Set(chosen)], folders };
}
