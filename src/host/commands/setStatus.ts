import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Need, nextStatuses, transition } from '../../core/incident/status';
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
	const step = transition(incident, chosen.status);
	const said: Partial<Record<'note' | 'review', string>> = {};
	for (const need of step.allowed ? step.needs : []) {
		const text = await ask(need, `${title}: ${chosen.label}`);
		if (text === undefined) {
			return;
		}
		said[need === 'review' ? 'review' : 'note'] = text;
	}
	await (await app.incidents()).setStatus(incident.id, chosen.status, said.note, said.review);
};

/** @returns undefined when the person goes away from it */
async function ask(need: Need, title: string): Promise<string | undefined> {
	const text = await vscode.window.showInputBox({
		title,
		prompt: needQuestion(need),
		...(need === 'review' && { placeHolder: l10n.t('One paragraph will do; it can be written out later.') }),
		ignoreFocusOut: true,
		validateInput: (value) => (value.trim() === '' ? whyNeeded(need) : undefined),
	});
	return text?.trim();
}

function whyNeeded(need: Need): string {
	return need === 'review'
		? l10n.t('It is P1 or was a major incident, so it is not closed without a review.')
		: l10n.t('This is needed for the timeline.');
}
