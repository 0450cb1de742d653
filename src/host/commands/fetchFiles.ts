import type { Command } from '../app';
import { args } from '../args';
import { analyzeIncident } from '../flows/analyze';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';

/**
 * Lets Faultline fetch the files it reads from the remote of a partial clone, now and later, and looks for suspects again.
 *
 * The argument may name the clone (`repository`), which is another one than the incident's where a frame is in a submodule.
 */
export const fetchFiles: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const root = args.partialClone(argument) ?? (await chooseRepository(app, run, incident))?.root;
	if (root === undefined) {
		return;
	}
	await app.partialClones.allow(root);
	if (incident.evidence.length > 0) {
		await analyzeIncident(app, run, incident);
	}
};
