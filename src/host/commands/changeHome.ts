import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { copyIncidents, moveIncidents } from '../../app/copyIncidents';
import { FaultlineError } from '../../base/errors';
import type { HomeKind, StoreHome } from '../../core/ports/storeHome';
import type { App, Command } from '../app';
import { askConnection } from '../flows/askConnection';
import type { Run } from '../run';
import { setHome, settings } from '../settings';

/**
 * Changes where incidents are kept, and brings along those that are there. The setting changes once they are copied and compared: whatever goes wrong
 * before, everything stays as it was. Where they are moved, what other windows write until they know of it comes along after that.
 */
export const changeHome: Command = async (app, run) => {
	const before = settings.home();
	const kind = await chooseKind(before);
	if (kind === undefined || kind === before) {
		return;
	}
	const place = await placeFor(app, run, kind);
	if (!place) {
		return;
	}
	const incidents = await incidentsBefore(app);
	const count = incidents?.list().length ?? 0;
	const bring = count === 0 ? 'leave' : await chooseBringing(count, before);
	if (bring === undefined) {
		return;
	}
	const switchTo = async () => {
		await setHome(kind);
		await app.homes.refresh();
	};
	let told = l10n.t('Incidents are kept {0} from now on.', words(kind).where);
	if (incidents && bring !== 'leave') {
		const copied = await run.work(l10n.t('Copying incidents'), async (report, signal) => {
			const target = await app.homes.openBeside(place);
			try {
				const result =
					bring === 'move'
						? await moveIncidents(() => openBefore(app, before), target.incidents, switchTo, report, signal)
						: await copyIncidents(incidents, target.incidents, report, signal);
				await target.settle();
				return result;
			} finally {
				target.dispose();
			}
		});
		told = l10n.t('Incidents copied and compared: {0}; all of them are {1} now.', copied.incidents, words(kind).where);
	}
	if (bring === 'move') {
		const kept = await app.homes.setAside();
		told = l10n.t('{0} What was there is kept in {1}.', told, kept);
	}
	await switchTo();
	await run.work(l10n.t('Reading incidents'), () => app.incidents());
	run.tell('info', told);
};

interface KindItem extends vscode.QuickPickItem {
	readonly home: HomeKind;
}

async function chooseKind(now: HomeKind): Promise<HomeKind | undefined> {
	const items = (['user', 'repository', 'postgres'] as const).map((home): KindItem => {
		const { label, icon, detail } = words(home);
		return { label: `$(${icon}) ${label}`, description: home === now ? l10n.t('now') : '', detail, home };
	});
	const chosen = await vscode.window.showQuickPick(items, {
		title: l10n.t('Change Incident Home'),
		placeHolder: l10n.t('Where should incidents be kept?'),
		matchOnDetail: true,
	});
	return chosen?.home;
}

/** Where it will be; asks for what is not known yet. */
async function placeFor(app: App, run: Run, kind: HomeKind): Promise<StoreHome | undefined> {
	try {
		return await app.homes.placeOf(kind);
	} catch (error) {
		if (!FaultlineError.is(error, 'home.noConnection')) {
			throw error;
		}
		return (await askConnection(app, run)) === undefined ? undefined : app.homes.placeOf(kind);
	}
}

/** A home that cannot be opened has nothing to bring along, and must not keep anybody from leaving it. */
async function incidentsBefore(app: App) {
	try {
		return await app.incidents();
	} catch (error) {
		app.log.warn('the home that is left could not be read', error);
		return undefined;
	}
}

async function openBefore(app: App, kind: HomeKind) {
	return app.homes.openBeside(await app.homes.placeOf(kind));
}

type Bringing = 'copy' | 'move' | 'leave';

async function chooseBringing(count: number, from: HomeKind): Promise<Bringing | undefined> {
	const all: readonly (vscode.QuickPickItem & { readonly bring: Bringing })[] = [
		{ label: l10n.t('Copy'), detail: l10n.t('They stay where they are as well.'), bring: 'copy' },
		{
			label: l10n.t('Move'),
			detail: l10n.t('They are copied and compared, and then what was here is set aside.'),
			bring: 'move',
		},
		{ label: l10n.t('Leave'), detail: l10n.t('The new home begins with what is in it.'), bring: 'leave' },
	];
	// What others share is not ours to take away.
	const offered = all.filter(({ bring }) => bring !== 'move' || from === 'user');
	const chosen = await vscode.window.showQuickPick(offered, {
		title: l10n.t('Change Incident Home'),
		placeHolder: l10n.t('What about the {0} incidents that are kept {1}?', count, words(from).where),
	});
	return chosen?.bring;
}

function words(kind: HomeKind): { label: string; where: string; icon: string; detail: string } {
	switch (kind) {
		case 'user':
			return {
				label: l10n.t('My Own Folder'),
				where: l10n.t('in your own folder'),
				icon: 'account',
				detail: l10n.t('Only on this machine, the same for all workspaces.'),
			};
		case 'repository':
			return {
				label: l10n.t('This Repository'),
				where: l10n.t('in the repository'),
				icon: 'repo',
				detail: l10n.t('In .faultline, shared with the team by committing it.'),
			};
		case 'postgres':
			return {
				label: l10n.t('PostgreSQL Server'),
				where: l10n.t('on the server'),
				icon: 'server',
				detail: l10n.t('Shared with the team at once; what changes offline is sent later.'),
			};
	}
}
