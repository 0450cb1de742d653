import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { ROLES, roleName } from '../../core/incident/roles';
import { isSamePerson } from '../../core/incident/triage/filter';
import type { Command } from '../app';
import { askName } from '../flows/askName';
import { chooseIncident } from '../flows/chooseIncident';
import { knownPeople } from '../flows/people';

/** Says who has a role in an incident: assignee, commander, communications or operations lead. */
export const assignRole: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const title = incident && l10n.t('Roles of {0}', incident.key);
	const chosen =
		incident &&
		(await vscode.window.showQuickPick(
			ROLES.map((role) => ({
				label: roleName(role),
				description: incident.roles?.[role] ?? l10n.t('nobody yet'),
				role,
			})),
			{ title, placeHolder: l10n.t('Which role?') },
		));
	if (!incident || !chosen) {
		return;
	}
	const { me } = await app.incidents();
	const person = await askName({
		title: l10n.t('{0} of {1}', chosen.label, incident.key),
		placeHolder: l10n.t('Choose who it is, or type a name'),
		known: await knownPeople(app, incident),
		describe: (name) => (isSamePerson(name, me) ? l10n.t('me') : undefined),
		none: incident.roles?.[chosen.role] ? l10n.t('Nobody') : undefined,
	});
	if (person !== undefined) {
		await (await app.incidents()).assign(incident.id, chosen.role, person);
	}
};
