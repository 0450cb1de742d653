import type { Command } from '../app';
import { analyzeIncident } from '../flows/analyze';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import { chooseRevision } from '../flows/chooseRevision';

/** Says anew which revision was running when it broke, and looks for suspects from there. */
export const setDeployedRevision: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const repository = incident && (await chooseRepository(app, run, incident));
	const chosen = repository && (await chooseRevision(app, run, incident, repository, true));
	if (!incident || !chosen) {
		return;
	}
	const edited = await (await app.incidents()).edit(incident.id, { release: chosen.revision });
	if (edited.evidence.length > 0) {
		await analyzeIncident(app, run, edited);
	}
};
