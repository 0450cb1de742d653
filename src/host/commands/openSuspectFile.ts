import * as l10n from '@vscode/l10n';
import type { Command } from '../app';
import { args } from '../args';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import { openDeployedPlace } from '../flows/openFile';

/** Opens a suspect file at the line that is asked for, or else at the one the trace names in it, if it names one. */
export const openSuspectFile: Command = async (app, run, argument) => {
	const ref = args.file(argument);
	const incident = ref && (await chooseIncident(app, run, ref));
	const analysis = incident?.analysis;
	if (incident && !analysis) {
		run.tell('info', l10n.t('{0} is not analyzed yet: wait for the analysis, then open it again.', incident.key));
		return;
	}
	const repository = incident && analysis && (await chooseRepository(app, run, incident));
	if (ref && analysis && repository) {
		const line = ref.line ?? analysis.locations.flat(2).find((location) => location?.path === ref.path)?.line;
		await openDeployedPlace(app, run, { repository, revision: analysis.revision, path: ref.path, line });
	}
};
