import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { nextStatuses, transition } from '../../core/incident/status';
import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';
import { needQuestion, statusName } from '../words';

/** Offers the statuses the incident may go to, and asks for what the step needs. */
export const setStatus: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const title = l10n.t('Status of {0}', incident.key);
	const chosen = await vscode.window.showQuickPick(
		nextStatuses(incident.status).map((status) => ({ label: statusName(status), status })),
		{ title, placeHolder: l10n.t('Now: {0}. Change to…', statusName(incident.status)) },
	);
	if (!chosen) {
		return;
	}
	const step = transition(incident.status, chosen.status);
	const [need] = step.allowed ? step.needs : [];
	const note =
		need === undefined
			? undefined
			: await vscode.window.showInputBox({
					title: `${title}: ${chosen.label}`,
					prompt: needQuestion(need),
					ignoreFocusOut: true,
					validateInput: (value) => (value.trim() === '' ? l10n.t('This is needed for the timeline.') : undefined),
				});
	if (need !== undefined && note === undefined) {
		return;
	}
	await (await app.incidents()).setStatus(incident.id, chosen.status, note?.trim());
};
