import * as l10n from '@vscode/l10n';
import { isSamePerson } from '../../core/incident/triage/filter';
import type { Command } from '../app';
import { askName } from '../flows/askName';
import { changeAssignee } from '../flows/changeFields';
import { chooseIncidents } from '../flows/chooseIncidents';

/** Says who takes care of incidents: somebody who is named in others, or a new name. */
export const assign: Command = async (app, run, argument, selected) => {
	const some = await chooseIncidents(app, run, argument, selected);
	const [first] = some;
	if (!first) {
		return;
	}
	const { me } = await app.incidents();
	const others = app.view.named('assignee').filter((name) => !isSamePerson(name, me));
	const person = await askName({
		title: some.length === 1 ? l10n.t('Assign {0}', first.key) : l10n.t('Assign {0} Incidents', some.length),
		placeHolder: l10n.t('Choose who takes care of it, or type a name'),
		known: me === '' ? others : [me, ...others],
		describe: (name) => (isSamePerson(name, me) ? l10n.t('me') : undefined),
		none: some.some((incident) => incident.assignee) ? l10n.t('Nobody') : undefined,
	});
	if (person !== undefined) {
		await changeAssignee(app, run, some, person);
	}
};

/** Takes incidents on; where the system knows no name of the person, it is asked for. */
export const assignToMe: Command = async (app, run, argument, selected) => {
	const { me } = await app.incidents();
	if (me === '') {
		await assign(app, run, argument, selected);
		return;
	}
	const some = await chooseIncidents(app, run, argument, selected);
	if (some.length > 0) {
		await changeAssignee(app, run, some, me);
	}
};
