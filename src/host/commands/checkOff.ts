import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { CHECKS, checkName, gatesOf } from '../../core/incident/closure';
import type { Command } from '../app';
import { args } from '../args';
import { chooseIncident } from '../flows/chooseIncident';
import { settings } from '../settings';

/** Says what of an incident was verified: what is picked is, what is not picked is not. One alone where the argument names it. */
export const checkOff: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const incidents = await app.incidents();
	const one = args.check(argument);
	if (one) {
		await incidents.recordCheck(incident.id, one.check, one.isDone);
		return;
	}
	const rules = settings.closure();
	const gates = gatesOf(incident, rules);
	const done = new Set((incident.checks ?? []).map(({ check }) => check));
	const picked = await vscode.window.showQuickPick(
		CHECKS.map((check) => ({
			label: checkName(check, rules),
			...(gates.includes(check) && { description: l10n.t('needed to close') }),
			picked: done.has(check),
			check,
		})),
		{
			title: l10n.t('Verified of {0}', incident.key),
			placeHolder: l10n.t('Pick what was verified'),
			canPickMany: true,
			ignoreFocusOut: true,
		},
	);
	if (picked) {
		const now = new Set(picked.map(({ check }) => check));
		for (const check of CHECKS.filter((each) => now.has(each) !== done.has(each))) {
			await incidents.recordCheck(incident.id, check, now.has(check));
		}
	}
};
