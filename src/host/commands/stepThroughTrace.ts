import * as l10n from '@vscode/l10n';
import type { Command } from '../app';
import { args } from '../args';
import { analyzeIncident } from '../flows/analyze';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';

/** Opens a trace as a call stack that stands still, frame after frame in the code. One that was not analysed yet is analysed first. */
export const stepThroughTrace: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const { traces } = await run.work(l10n.t('Reading the trace'), () => app.tracesOf(incident.evidence));
	if (traces.length === 0) {
		run.tell('info', l10n.t('{0} has no stack trace to step through.', incident.key), {
			title: l10n.t('Add Stack Trace'),
			command: 'faultline.editIncident',
			args: [{ incidentId: incident.id }],
		});
		return;
	}
	if (!incident.analysis) {
		await analyzeIncident(app, run, incident);
	}
	const known = await (await app.incidents()).get(incident.id);
	if (!known?.analysis) {
		return; // The person chose no repository or no revision, or was told why there is no answer.
	}
	const repository = await chooseRepository(app, run, known);
	if (repository) {
		await app.stepThrough(known, repository, args.tracePlace(argument));
	}
};
