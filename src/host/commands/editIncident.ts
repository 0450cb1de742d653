import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';

/** The same form on an existing incident. */
export const editIncident: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (incident) {
		await app.openForm({ incidentId: incident.id });
	}
};
