import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { unknownIncident } from '../../app/incidentErrors';
import type { Incident } from '../../core/incident/record';
import type { IncidentSummary } from '../../core/incident/summary';
import type { App } from '../app';
import { args } from '../args';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { inTreeOrder } from '../views/nodes';
import { statusName } from '../words';

/**
 * The incident a command is about: its argument, else what is selected in the tree, else the person is asked.
 *
 * @returns undefined when there is none, or the person chose none
 * @throws FaultlineError `incident.unknown` when the argument names one that is not there
 */
export async function chooseIncident(app: App, run: Run, argument: unknown): Promise<Incident | undefined> {
	const incidents = await run.work(l10n.t('Reading incidents'), () => app.incidents());
	const named = args.incident(argument);
	const selected = named ?? app.view.selectedIncident();
	const known = selected === undefined ? undefined : incidents.find(selected);
	const isThere = known !== undefined && !known.isDeleted;
	if (!isThere && named !== undefined) {
		throw unknownIncident(named);
	}
	const chosen = isThere ? known : await ask(run, inTreeOrder(incidents.list()));
	return chosen && run.work(l10n.t('Reading incidents'), () => incidents.get(chosen.id));
}

async function ask(run: Run, incidents: readonly IncidentSummary[]): Promise<IncidentSummary | undefined> {
	if (incidents.length === 0) {
		run.tell(
			'info',
			l10n.t('There are no incidents yet.'),
			{ title: l10n.t('New Incident…'), command: 'faultline.newIncident' },
			{ title: l10n.t('Create from Clipboard'), command: 'faultline.createIncidentFromClipboard' },
		);
		return undefined;
	}
	const items = incidents.map((incident) => ({
		label: plainLabel(incident.title),
		description: `${incident.key} · ${incident.priority} · ${statusName(incident.status)}`,
		incident,
	}));
	const chosen = await vscode.window.showQuickPick(items, {
		placeHolder: l10n.t('Choose an incident'),
		matchOnDescription: true,
	});
	return chosen?.incident;
}
