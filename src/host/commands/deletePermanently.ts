import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';
import { settings } from '../settings';

/** Removes an incident from its home for good, after asking: it cannot be undone. */
export const deletePermanently: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const remove = l10n.t('Delete Permanently');
	const inGit =
		settings.home() === 'repository'
			? l10n.t(' What was committed stays in git’s history, until somebody rewrites that.')
			: '';
	const answer = await vscode.window.showWarningMessage(
		l10n.t('Delete {0} “{1}” permanently?', incident.key, incident.title),
		{
			modal: true,
			detail: l10n.t(
				'Its evidence, suspects, verdicts and timeline are removed from where incidents are kept, for everybody who shares them. This cannot be undone.{0}',
				inGit,
			),
		},
		remove,
	);
	if (answer !== remove) {
		return;
	}
	await run.work(l10n.t('Deleting the incident'), async () => (await app.incidents()).erase(incident.id));
	app.deleted.take(incident.id); // there is nothing to bring back
	await app.forgetDraft(incident.id);
	run.tell('info', l10n.t('Deleted {0} permanently.', incident.key));
};
