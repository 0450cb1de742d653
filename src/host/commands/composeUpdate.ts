import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';

/** Opens the composer: what is sent to whom, seen before it is. */
export const composeUpdate: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (incident) {
		await app.openComposer(incident);
	}
};
