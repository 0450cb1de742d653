import * as l10n from '@vscode/l10n';
import { unknownIncident } from '../../app/incidentErrors';
import type { IncidentSummary } from '../../core/incident/summary';
import type { App } from '../app';
import { args } from '../args';
import type { Run } from '../run';
import { chooseIncident } from './chooseIncident';

/**
 * The incidents a command is about: those of its arguments, else all that are selected in the tree, else the person is asked for one.
 *
 * @param selected the command's second argument: what else is selected
 * @returns empty when there is none, or the person chose none
 * @throws FaultlineError `incident.unknown` when the arguments name one that is not there
 */
export async function chooseIncidents(
	app: App,
	run: Run,
	argument: unknown,
	selected: unknown,
): Promise<readonly IncidentSummary[]> {
	const incidents = await run.work(l10n.t('Reading incidents'), () => app.incidents());
	const named = args.incidents(argument, selected);
	const ids = named.length > 0 ? named : app.view.selectedIncidents();
	const found = ids.map((id) => [id, incidents.find(id)] as const);
	const missing = found.find(([, incident]) => incident === undefined || incident.isDeleted);
	if (missing && named.length > 0) {
		throw unknownIncident(missing[1]?.key ?? missing[0]);
	}
	const there = found.flatMap(([, incident]) => (incident && !incident.isDeleted ? incident : []));
	if (there.length > 0) {
		return there;
	}
	const chosen = await chooseIncident(app, run, undefined);
	const summary = chosen && incidents.find(chosen.id);
	return summary ? [summary] : [];
}
