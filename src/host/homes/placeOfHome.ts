import * as vscode from 'vscode';
import type { HomeKind, StoreHome } from '../../core/ports/storeHome';
import type { App } from '../app';
import { untrusted } from '../errors';
import type { Connection } from './connection';
import { noConnection, noRepositoryForHome } from './errors';

export interface PlaceNeeds {
	/** This person's folder for all workspaces. */
	readonly storage: vscode.Uri;
	readonly connection: Connection;
	readonly openRepository: App['openRepository'];
}

/**
 * Where a home is for this window.
 *
 * @throws FaultlineError `home.noRepository`, `home.noConnection`, `workspace.untrusted`, `git.*`
 */
export async function placeOfHome(
	kind: HomeKind,
	{ storage, connection, openRepository }: PlaceNeeds,
	signal: AbortSignal,
): Promise<StoreHome> {
	const inStorage = (name: string) => vscode.Uri.joinPath(storage, name).fsPath;
	switch (kind) {
		case 'user':
			return { kind, folder: inStorage('incidents') };
		case 'repository':
			return { kind, workTree: await rootOf(openRepository, signal), isTrusted: vscode.workspace.isTrusted };
		case 'postgres': {
			const connectionString = await connection.get();
			if (!connectionString) {
				throw noConnection();
			}
			return { kind, connectionString, queueFolder: inStorage('queue') };
		}
	}
}

/** The work tree of the first folder that is in one. */
async function rootOf(openRepository: App['openRepository'], signal: AbortSignal): Promise<string> {
	const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
	if (folders.length > 0 && !vscode.workspace.isTrusted) {
		throw untrusted();
	}
	let refusal: unknown;
	for (const { uri } of folders) {
		try {
			return (await openRepository(uri.fsPath, signal)).root;
		} catch (error) {
			refusal ??= error;
		}
	}
	throw noRepositoryForHome(refusal);
}
