import type { Command } from '../app';
import { args } from '../args';
import { analyzeIncident } from '../flows/analyze';
import { chooseIncident } from '../flows/chooseIncident';

/** Looks for the change behind an incident. A second argument `{ revision }` names the deployed revision instead of asking for it. */
export const analyzeSuspects: Command = async (app, run, argument, options) => {
	const incident = await chooseIncident(app, run, argument);
	if (incident) {
		await app.view.reveal(incident.id);
		await analyzeIncident(app, run, incident, args.revision(options));
	}
};
