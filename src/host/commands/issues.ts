import * as l10n from '@vscode/l10n';
import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';
import { findIssue } from '../flows/findIssue';
import { draftIssue, linkIssue as link } from '../flows/sendIssue';

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
	const issue = incident && (await findIssue(app, run, incident));
	if (incident && issue) {
		await link(app, run, incident, issue, l10n.t('{0} is linked to issue #{1}.', incident.key, issue.number));
	}
};
