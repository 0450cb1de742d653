import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';

/** Opens the post-incident review on the incident's page, to be written. */
export const writeReview: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (incident) {
		await app.openPage(incident.id, { form: 'review' });
	}
};
