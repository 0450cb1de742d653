import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import {
	DATADOG_NEEDS,
	type DatadogPartName,
	isSafeForToken,
	KINDS,
	permissionsOf,
	SOURCE_KINDS,
	type SourceKind,
	type SourceSetting,
	sourceAddress,
	withAccounts,
} from '../../core/alerts/kinds';
import { tellNews } from '../alerts/news';
import type { App } from '../app';
import { type Run, withoutLinks } from '../run';
import { setAlertSources } from '../settings';
import { askSteps } from './askSteps';

/** Asks for a monitor step by step, and keeps it once it has answered; what is wrong with an answer is said, and asked anew. */
export async function addAlertSource(app: App, run: Run): Promise<void> {
	const picked = await vscode.window.showQuickPick(
		SOURCE_KINDS.map((one) => ({ label: KINDS[one].name, description: KINDS[one].permissions ?? '', of: one })),
		{
			title: l10n.t('Add Alert Source'),
			placeHolder: l10n.t('Which monitor tells of alerts?'),
			matchOnDescription: true,
		},
	);
	if (!picked) {
		return;
	}
	const typed = new Map<string, string>();
	for (;;) {
		const asked = await askSource(picked.of, typed);
		if (!asked) {
			return;
		}
		const { setting, token } = asked;
		try {
			const about = await run.work(l10n.t('Asking {0}', setting.name), async (_report, signal) =>
				(await app.alerts.sources.try(setting, token)).check(signal),
			);
			await app.alerts.sources.setToken(setting, token);
			await setAlertSources(withAccounts([...app.alerts.sources.all(), setting]));
			run.tell('info', l10n.t('{0} answers: {1}. Its alerts are taken in from now on.', setting.name, about));
			const sync = await app.alerts.sync();
			const news = await run.work(l10n.t('Asking {0}', setting.name), (_report, signal) => sync.fetch(signal));
			await tellNews(app, run.tell, news ?? { opened: [], settled: [] });
			return;
		} catch (error) {
			if (!FaultlineError.is(error)) {
				throw error;
			}
			app.log.warn(`${setting.name}: ${error.code}: ${error.message}`, error.cause);
			const again = l10n.t('Correct It…');
			const answer = await vscode.window.showErrorMessage(
				withoutLinks(l10n.t('{0} Nothing was kept yet.', error.message)),
				{ modal: false },
				again,
			);
			if (answer !== again) {
				return;
			}
		}
	}
}

async function askSource(
	kind: SourceKind,
	typed: Map<string, string>,
): Promise<{ readonly setting: SourceSetting; readonly token: string } | undefined> {
	const { name, addresses, looks = 'https://', tokenLooks, token: need } = KINDS[kind];
	const title = l10n.t('Add {0}', name);
	const addressFault = (text: string) =>
		sourceAddress(text) === undefined
			? l10n.t('An address begins with https:// or http://, and has no password in it.')
			: undefined;
	const answers = await askSteps(
		title,
		[
			addresses
				? {
						kind: 'choice',
						name: 'url',
						prompt: l10n.t('Where is your account?'),
						choices: addresses.map((value) => ({ value, label: new URL(value).host })),
						typed: (text) => (addressFault(text) === undefined ? l10n.t('your own address') : undefined),
					}
				: {
						kind: 'text',
						name: 'url',
						prompt: l10n.t('Address of {0}, with the path that it is served under', name),
						placeHolder: looks,
						fault: addressFault,
					},
			{
				kind: 'text',
				name: 'name',
				prompt: l10n.t('What it is called here'),
				value: typed.get('name') ?? name,
				fault: (text) =>
					text === '' || text.length > 60 ? l10n.t('Give it a name of up to 60 characters.') : undefined,
			},
		],
		typed,
	);
	const url = sourceAddress(answers?.url ?? '');
	if (!answers || url === undefined) {
		return undefined;
	}
	const parts = await askParts(title, kind, typed);
	if (parts === undefined) {
		return undefined;
	}
	const chosen = parts.length > 0 ? { parts } : {};
	const token = await askToken({
		title,
		name: answers.name ?? name,
		url,
		looks: tokenLooks,
		isNeeded: need === 'required',
		permissions: permissionsOf({ kind, ...chosen }),
	});
	if (token === undefined) {
		return undefined;
	}
	const id = `${kind}-${Math.random().toString(36).slice(2, 10)}`;
	return { setting: { id, kind, name: answers.name ?? name, url, ...chosen }, token };
}

/** What a monitor tells of, as people call it there. */
const partNames = (): Readonly<Record<DatadogPartName, string>> => ({
	monitors: l10n.t('Monitors'),
	incidents: l10n.t('Incidents'),
	errors: l10n.t('Error Tracking'),
});

/** @returns none where there is nothing to choose; undefined when the person went away from it */
async function askParts(
	title: string,
	kind: SourceKind,
	typed: Map<string, string>,
): Promise<DatadogPartName[] | undefined> {
	const { parts = [] } = KINDS[kind];
	if (parts.length === 0) {
		return [];
	}
	const before = typed.get('parts')?.split(' ') ?? [...parts];
	const names = partNames();
	const picked = await vscode.window.showQuickPick(
		parts.map((part) => ({
			...{ label: names[part], description: DATADOG_NEEDS[part], part },
			picked: before.includes(part),
		})),
		{ title, placeHolder: l10n.t('What of it opens incidents?'), canPickMany: true, ignoreFocusOut: true },
	);
	if (!picked || picked.length === 0) {
		return undefined;
	}
	typed.set('parts', picked.map(({ part }) => part).join(' '));
	return picked.map(({ part }) => part);
}

/** @returns empty where none is wanted; undefined when the person went away from it */
export async function askToken({
	title,
	name,
	url,
	looks,
	isNeeded,
	permissions,
}: {
	readonly title: string;
	readonly name: string;
	readonly url: string;
	readonly looks: string;
	readonly isNeeded: boolean;
	readonly permissions?: string | undefined;
}): Promise<string | undefined> {
	const kept = l10n.t('It is kept in the secret storage of this machine, and sent to {0} only.', new URL(url).host);
	const least = permissions === undefined ? '' : l10n.t('It needs: {0}.', permissions);
	const typed = await vscode.window.showInputBox({
		title,
		prompt: [isNeeded ? '' : l10n.t('Leave it empty where {0} asks for none.', name), least, kept]
			.filter(Boolean)
			.join(' '),
		placeHolder: looks,
		password: true,
		ignoreFocusOut: true,
		validateInput: (value) => {
			const text = value.trim();
			if (text === '') {
				return isNeeded ? l10n.t('{0} lets nobody in without one.', name) : undefined;
			}
			if (!isSafeForToken(url)) {
				return l10n.t('A token is sent over https only. Leave it empty, or correct the address.');
			}
			return /^[\x20-\x7e]+$/.test(text) ? undefined : l10n.t('A token has plain characters only.');
		},
	});
	return typed?.trim();
}
