import * as l10n from '@vscode/l10n';
import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';

/** Deletes without asking, since it can be undone: nothing leaves the log. */
export const deleteIncident: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	await (await app.incidents()).delete(incident.id);
	app.deleted.push(incident.id);
	run.tell('info', l10n.t('Deleted {0} “{1}”.', incident.key, incident.title), {
		title: l10n.t('Undo'),
		command: 'faultline.undoDelete',
		args: [{ incidentId: incident.id }],
	});
};
