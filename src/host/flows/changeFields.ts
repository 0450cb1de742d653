import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Priority } from '../../core/incident/priority';
import type { IncidentSummary } from '../../core/incident/summary';
import { overrideFor } from '../../core/incident/triage/move';
import type { App } from '../app';
import type { Run } from '../run';
import { settings } from '../settings';
import { changeEach, tellOutcomes } from './changeEach';

/** Gives incidents a priority; where impact and urgency do not give it, it is an override, and a reason is asked for. */
export async function changePriority(
	app: App,
	run: Run,
	some: readonly IncidentSummary[],
	to: Priority,
): Promise<void> {
	const matrix = settings.priorityMatrix();
	const overrides = new Map(some.map((one) => [one.id, overrideFor(one, to, matrix)]));
	const isOverride = [...overrides.values()].some((priority) => priority !== null);
	const reason = isOverride ? await askReason(some, to) : '';
	if (reason === undefined) {
		return;
	}
	const incidents = await app.incidents();
	const outcomes = await changeEach(some, ({ id }) =>
		incidents.overridePriority(id, overrides.get(id) ?? null, overrides.get(id) ? reason : ''),
	);
	tellOutcomes(run, outcomes, (count) => l10n.t('{0} incidents are {1} now.', count, to));
}

/** @param to none where `null` */
export async function changeService(
	app: App,
	run: Run,
	some: readonly IncidentSummary[],
	to: string | null,
): Promise<void> {
	const incidents = await app.incidents();
	const outcomes = await changeEach(some, ({ id }) => incidents.edit(id, { service: to ?? undefined }));
	tellOutcomes(run, outcomes, (count) =>
		to === null
			? l10n.t('{0} incidents name no service now.', count)
			: l10n.t('{0} incidents are of {1} now.', count, to),
	);
}

/** @param to nobody where `null` */
export async function changeAssignee(
	app: App,
	run: Run,
	some: readonly IncidentSummary[],
	to: string | null,
): Promise<void> {
	const incidents = await app.incidents();
	const outcomes = await changeEach(some, ({ id }) => incidents.assign(id, 'assignee', to));
	tellOutcomes(run, outcomes, (count) =>
		to === null
			? l10n.t('{0} incidents are assigned to nobody now.', count)
			: l10n.t('{0} incidents are assigned to {1} now.', count, to),
	);
}

/** @returns undefined when the person goes away from it */
async function askReason(some: readonly IncidentSummary[], to: Priority): Promise<string | undefined> {
	const [first] = some;
	const reason = await vscode.window.showInputBox({
		title:
			first && some.length === 1
				? l10n.t('Priority of {0}: {1}', first.key, to)
				: l10n.t('Priority of {0} Incidents: {1}', some.length, to),
		prompt: l10n.t('Why is it another priority than impact and urgency give?'),
		ignoreFocusOut: true,
		validateInput: (value) => (value.trim() === '' ? l10n.t('This is needed for the timeline.') : undefined),
	});
	return reason?.trim();
}
