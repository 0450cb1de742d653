import * as l10n from '@vscode/l10n';
import type { Command } from '../app';
import { args } from '../args';
import { chooseIncident } from '../flows/chooseIncident';
import { fillFromIssue } from '../flows/fillFromIssue';
import { findIssue } from '../flows/findIssue';
import { importLabelled } from '../flows/importLabelled';
import { draftIssue, linkIssue as link } from '../flows/sendIssue';
import { reviewAndSend, syncNow } from '../flows/syncIssues';

/** Creates an issue about an incident, which the person sees and edits before it is sent. */
export const createIssue: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (incident) {
		await draftIssue(app, run, incident);
	}
};

/** Links an incident to an issue that is there: found as the person types, by its number, or by its address. */
export const linkIssue: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const found =
		incident &&
		(await findIssue(app, run, {
			incident,
			title: (repository) => l10n.t('Link {0} to an issue of {1}', incident.key, repository),
			why: l10n.t('Faultline looks for the issue that you want to link. It writes nothing there.'),
		}));
	if (found) {
		const { issue } = found;
		await link(app, run, incident, issue, l10n.t('{0} is linked to issue #{1}.', incident.key, issue.number));
	}
};

/** Opens the form of a new incident with what an issue says; it is linked to the issue when it is created. */
export const createIncidentFromIssue: Command = async (app, run) => {
	const found = await findIssue(app, run, {
		title: (repository) => l10n.t('Create an incident from an issue of {0}', repository),
		why: l10n.t('Faultline looks for the issue that you want an incident of. It writes nothing there.'),
	});
	if (found) {
		await fillFromIssue(app, run, found);
	}
};

/** Takes in what is new on the issues of an incident. */
export const syncIssues: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (incident) {
		await syncNow(app, run, incident, args.linkAddress(argument));
	}
};

/** Shows what waits to be sent to an issue, and sends what is picked of it. */
export const sendToIssue: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (incident) {
		await reviewAndSend(app, run, incident, args.linkAddress(argument));
	}
};

/** Makes incidents of open issues with a label, those that the person picks; an issue that has an incident gets no second one. */
export const importIssues: Command = (app, run) => importLabelled(app, run);
