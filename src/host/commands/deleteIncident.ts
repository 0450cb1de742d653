import * as l10n from '@vscode/l10n';
import type { IncidentSummary } from '../../core/incident/summary';
import type { Command } from '../app';
import { changeEach } from '../flows/changeEach';
import { chooseIncidents } from '../flows/chooseIncidents';

/** Deletes without asking, since it can be undone: nothing leaves the log. */
export const deleteIncident: Command = async (app, run, argument, selected) => {
	const chosen = await chooseIncidents(app, run, argument, selected);
	if (chosen.length === 0) {
		return;
	}
	const incidents = await app.incidents();
	const outcomes = await changeEach(chosen, ({ id }) => incidents.delete(id));
	const deleted = outcomes.filter(({ refused }) => !refused);
	const ids = deleted.map(({ id }) => id);
	if (ids.length === 0) {
		throw outcomes[0]?.refused;
	}
	app.deleted.push(...ids);
	run.tell('info', sentence(chosen.filter(({ id }) => ids.includes(id))), {
		title: l10n.t('Undo'),
		command: 'faultline.undoDelete',
		args: [ids.map((incidentId) => ({ incidentId }))],
	});
};

function sentence(deleted: readonly IncidentSummary[]): string {
	const [only] = deleted;
	return only && deleted.length === 1
		? l10n.t('Deleted {0} “{1}”.', only.key, only.title)
		: l10n.t('Deleted {0} incidents.', deleted.length);
}
