import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { KINDS, permissionsOf, type SourceSetting } from '../../core/alerts/kinds';
import { sourceWords } from '../alertWords';
import type { App } from '../app';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { setAlertSources } from '../settings';
import { addAlertSource, askToken } from './addAlertSource';
import { showRules } from './showRules';

/** Shows the monitors and how they answer, and what can be done about each. */
export async function manageAlertSources(app: App, run: Run): Promise<void> {
	const { sources, state } = app.alerts;
	const chosen = await vscode.window.showQuickPick(
		[
			...sources.all().map((setting) => ({
				label: `$(${state(setting.id).trouble === undefined ? 'bell' : 'warning'}) ${plainLabel(setting.name)}`,
				description: plainLabel(`${KINDS[setting.kind].name} · ${setting.url}`),
				detail: plainLabel(sourceWords(state(setting.id), Date.now(), vscode.env.language)),
				setting,
			})),
			{ label: `$(add) ${l10n.t('Add Alert Source…')}`, setting: undefined },
		],
		{ title: l10n.t('Alert Sources'), placeHolder: l10n.t('How monitors answer; choose one to change it') },
	);
	if (chosen) {
		await (chosen.setting ? change(app, run, chosen.setting) : addAlertSource(app, run));
	}
}

async function change(app: App, run: Run, setting: SourceSetting): Promise<void> {
	const { sources } = app.alerts;
	const { name, url, kind } = setting;
	const actions = [
		{
			label: `$(refresh) ${l10n.t('Fetch Alerts Now')}`,
			act: async () => {
				await vscode.commands.executeCommand('faultline.fetchAlerts');
			},
		},
		{
			label: `$(key) ${l10n.t('Set Token…')}`,
			act: async () => {
				const { token: need, tokenLooks: looks } = KINDS[kind];
				const token = await askToken({
					...{ title: name, name, url, looks, permissions: permissionsOf(setting) },
					isNeeded: need === 'required',
				});
				if (token !== undefined) {
					const about = await run.work(l10n.t('Asking {0}', name), async (_report, signal) =>
						(await sources.try(setting, token)).check(signal),
					);
					await sources.setToken(setting, token);
					run.tell('info', l10n.t('{0} answers: {1}.', name, about));
					await vscode.commands.executeCommand('faultline.fetchAlerts');
				}
			},
		},
		...(KINDS[kind].hasRules
			? [{ label: `$(list-unordered) ${l10n.t('Show Alerting Rules…')}`, act: () => showRules(app, run, setting) }]
			: []),
		{
			label: `$(link-external) ${l10n.t('Open in Browser')}`,
			act: () => vscode.commands.executeCommand('vscode.open', url),
		},
		{
			label: `$(trash) ${l10n.t('Remove')}`,
			act: async () => {
				await setAlertSources(sources.all().filter(({ id }) => id !== setting.id));
				await sources.forgetToken(setting.id);
				run.tell('info', l10n.t('{0} is asked no more. Incidents of its alerts stay.', name));
			},
		},
	];
	const action = await vscode.window.showQuickPick(actions, { title: name, placeHolder: url });
	await action?.act();
}
