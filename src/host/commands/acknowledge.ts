import * as l10n from '@vscode/l10n';
import type { Command } from '../app';
import { changeStatus } from '../flows/changeStatus';
import { chooseIncidents } from '../flows/chooseIncidents';

/** Says that somebody has taken notice of new incidents; those that are further already stay as they are. */
export const acknowledge: Command = async (app, run, argument, selected) => {
	const some = await chooseIncidents(app, run, argument, selected);
	const unanswered = some.filter(({ status }) => status === 'new');
	if (unanswered.length > 0) {
		await changeStatus(app, run, unanswered, 'acknowledged');
	} else if (some[0]) {
		run.tell('info', l10n.t('{0} was acknowledged before.', some[0].key));
	}
};
