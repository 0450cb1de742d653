import type { Command } from '../app';
import { args } from '../args';
import { chooseIncident } from '../flows/chooseIncident';

/** The page of an incident: all of it, and what can be done about it. */
export const openIncident: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (incident) {
		await app.openPage(incident.id, { isPreview: args.isPreview(argument) });
	}
};
