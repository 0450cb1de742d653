import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { changeStatus, statusesFor } from '../flows/changeStatus';
import { chooseIncidents } from '../flows/chooseIncidents';
import { statusName } from '../words';

/** Offers the statuses that the incidents may go to, and asks for what the step needs. */
export const setStatus: Command = async (app, run, argument, selected) => {
	const some = await chooseIncidents(app, run, argument, selected);
	const [first] = some;
	if (!first) {
		return;
	}
	const isOne = some.length === 1;
	const chosen = await vscode.window.showQuickPick(
		statusesFor(some).map(({ to, count }) => ({
			label: statusName(to),
			...(count < some.length && { description: l10n.t('{0} of {1} may', count, some.length) }),
			to,
		})),
		{
			title: isOne ? l10n.t('Status of {0}', first.key) : l10n.t('Status of {0} Incidents', some.length),
			placeHolder: isOne ? l10n.t('Now: {0}. Change to…', statusName(first.status)) : l10n.t('Change to…'),
		},
	);
	if (chosen) {
		await changeStatus(app, run, some, chosen.to);
	}
};
