import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { args } from '../args';
import { chooseIncident } from '../flows/chooseIncident';
import { plainLabel } from '../plainLabel';
import { inTreeOrder } from '../views/nodes';
import { statusName } from '../words';

/** Says which incident the status bar is about: the one that is named, else one of those that are not closed, or none. */
export const chooseActiveIncident: Command = async (app, run, argument) => {
	if (args.incident(argument) !== undefined) {
		const named = await chooseIncident(app, run, argument);
		app.active.set(named?.id);
		return;
	}
	const incidents = await run.work(l10n.t('Reading incidents'), () => app.incidents());
	const active = app.active.get();
	const items = inTreeOrder(incidents.list().filter(({ status }) => status !== 'closed')).map((incident) => ({
		label: `${incident.id === active ? '$(target) ' : ''}${plainLabel(incident.title)}`,
		description: `${incident.key} · ${incident.priority} · ${statusName(incident.status)}`,
		id: incident.id,
	}));
	const none = {
		label: l10n.t('$(circle-slash) None'),
		description: l10n.t('nothing in the status bar'),
		id: undefined,
	};
	const chosen = await vscode.window.showQuickPick([...items, none], {
		title: l10n.t('Active Incident'),
		placeHolder: l10n.t('Which incident is the status bar to show?'),
		matchOnDescription: true,
	});
	if (chosen) {
		app.active.set(chosen.id);
	}
};
