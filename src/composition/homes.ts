import { userInfo } from 'node:os';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Disposables } from '../base/disposables';
import { Emitter } from '../base/emitter';
import type { HomeKind, HomeState, StoreHome } from '../core/ports/storeHome';
import type { App } from '../host/app';
import { Connection } from '../host/homes/connection';
import { HomeStatus } from '../host/homes/homeStatus';
import { Homes, type OpenedHome } from '../host/homes/homes';
import { placeOfHome } from '../host/homes/placeOfHome';
import { showLog } from '../host/run';
import { onDidChangeSettings, settings } from '../host/settings';
import type { Ground } from './ground';

/** The incidents of the home that is open, and the ways to change which that is. */
export interface OpenHomes extends Pick<App, 'incidents' | 'homes'> {
	/** Ids of incidents that changed. */
	readonly onDidChangeIncidents: App['onDidChangeIncidents'];
}

/** Follows what may change the home of incidents. */
export function openHomes(ground: Ground, openRepository: App['openRepository']): OpenHomes {
	const { context, log, owned, alive } = ground;
	const storage = context.globalStorageUri;
	const changed = owned.add(new Emitter<readonly string[]>());
	const connection = new Connection(context.secrets);
	const status = owned.add(new HomeStatus());
	const open = homeOpener(ground, changed);
	const beside = homeOpener(ground, new Emitter());
	const placeOf = (kind: HomeKind) => placeOfHome(kind, { storage, connection, openRepository }, alive);
	const homes = owned.add(
		new Homes({
			kind: () => settings.home(),
			placeOf,
			open: (home) => {
				status.hide();
				return open(home, (state) => status.show(state));
			},
			...{ changed, log },
		}),
	);
	const refresh = () => void homes.refresh();
	owned.add(onDidChangeSettings('home', refresh));
	owned.add(onDidChangeSettings('priorityMatrix', () => void homes.reopen()));
	owned.add(vscode.workspace.onDidChangeWorkspaceFolders(refresh));
	owned.add(vscode.workspace.onDidGrantWorkspaceTrust(refresh));
	owned.add(connection.onDidChange(refresh));
	const openBeside = async (home: StoreHome, onState: (state: HomeState) => void = () => {}) => {
		const opened = await beside(home, onState);
		try {
			await opened.incidents.load(alive);
		} catch (error) {
			opened.dispose();
			throw error;
		}
		return opened;
	};
	return {
		onDidChangeIncidents: changed.event,
		incidents: async () => {
			const all = await homes.incidents();
			await all.load(alive);
			return all;
		},
		homes: {
			placeOf,
			openBeside: (home) => openBeside(home),
			refresh: () => homes.refresh(),
			setAside: async () => {
				const { setAside } = await import('../host/homes/setAside');
				homes.close();
				return setAside(folderOf(context));
			},
			tryConnection: async (connectionString, signal) => {
				const { tryConnection } = await import('../host/homes/tryConnection');
				const queueFolder = vscode.Uri.joinPath(storage, 'queue').fsPath;
				return tryConnection({ kind: 'postgres', connectionString, queueFolder }, openBeside, signal);
			},
			setConnection: async (connectionString) => connection.set(connectionString),
		},
	};
}

/** The folder of the log of incidents: this person's, the same for every workspace. */
export function folderOf({ globalStorageUri }: vscode.ExtensionContext): string {
	return vscode.Uri.joinPath(globalStorageUri, 'incidents').fsPath;
}

/** Opens homes of incidents, each with its store in a worker of its own. @param changed told of incidents that change there */
function homeOpener(
	{ context, log, runner, strings, clock, breather }: Ground,
	changed: Emitter<readonly string[]>,
): (home: StoreHome, onState: (state: HomeState) => void) => Promise<OpenedHome> {
	return async (home, onState) => {
		const [{ createIncidents }, { redactIncidents }, { storeInWorker }, { snapshotName }, { ulid }] = await Promise.all(
			[
				import('../app/createIncidents'),
				import('../app/redactIncidents'),
				import('../adapters/projection/inWorker'),
				import('../host/homes/snapshotName'),
				import('ulid'),
			],
		);
		const owned = new Disposables();
		const warn = (message: string) => runner.tell('warning', message, showLog());
		const snapshot = vscode.Uri.joinPath(context.globalStorageUri, 'projection', snapshotName(home)).fsPath;
		const store = owned.add(
			storeInWorker({
				file: context.asAbsolutePath('dist/storeWorker.js'),
				options: { home, snapshot, matrix: settings.priorityMatrix(), strings },
				log,
				news: { onState, onDamage: ({ message, isKnown }) => isKnown || warn(message) },
				onRestart: () =>
					warn(l10n.t('The incident store stopped and was started again. Nothing that was saved is lost.')),
			}),
		);
		const incidents = owned.add(
			createIncidents({
				store,
				log,
				actor: nameOfPerson(),
				clock,
				newId: () => ulid(),
				closure: () => settings.closure(),
				onDamage: ({ message }) => warn(message),
			}),
		);
		owned.add(incidents.onDidChange((ids) => changed.fire(ids)));
		const clean = redactIncidents(incidents, settings.redaction, breather);
		return { incidents: clean, settle: () => store.flushSnapshot(), dispose: () => owned.dispose() };
	};
}

/** The account's name; empty where the system knows none, as in containers with a made-up user id. */
function nameOfPerson(): string {
	try {
		return userInfo().username;
	} catch {
		return '';
	}
}
