import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { PRIORITIES, priorityOf } from '../../core/incident/priority';
import type { Command } from '../app';
import { changePriority } from '../flows/changeFields';
import { chooseIncidents } from '../flows/chooseIncidents';
import { settings } from '../settings';

/** Gives incidents another priority, with a reason where impact and urgency do not give it. */
export const setPriority: Command = async (app, run, argument, selected) => {
	const some = await chooseIncidents(app, run, argument, selected);
	const [first] = some;
	if (!first) {
		return;
	}
	const given = priorityOf(first.impact, first.urgency, settings.priorityMatrix());
	const chosen = await vscode.window.showQuickPick(
		PRIORITIES.map((priority) => ({
			label: priority,
			...(some.length === 1 &&
				priority === given && { description: l10n.t('by impact and urgency, no reason needed') }),
			priority,
		})),
		{
			title:
				some.length === 1 ? l10n.t('Priority of {0}', first.key) : l10n.t('Priority of {0} Incidents', some.length),
			placeHolder: some.length === 1 ? l10n.t('Now: {0}. Change to…', first.priority) : l10n.t('Change to…'),
		},
	);
	if (chosen) {
		await changePriority(app, run, some, chosen.priority);
	}
};
