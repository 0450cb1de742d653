import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import { type AlertRecord, isOn } from '../../core/alerts/model';
import type { Incident } from '../../core/incident/record';
import type { Escalating, EscalationPolicy } from '../../core/ports/alertSource';
import type { App } from '../app';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { settings } from '../settings';
import { sourcesThat } from './sourcesThat';

/** An alert that its monitor can call people in for. */
interface Escalable {
	readonly alert: AlertRecord;
	readonly name: string;
	readonly escalating: Escalating;
}

/** Alerts of an incident for which people can be called in where these are from. @param only those alone, where given */
async function escalableOf(
	app: App,
	{ alerts = [] }: Incident,
	only: ((alert: AlertRecord) => boolean) | undefined,
): Promise<readonly Escalable[]> {
	const on = alerts.filter((alert) => isOn(alert) && (only?.(alert) ?? true));
	const sources = on.length === 0 ? [] : await sourcesThat(app, ({ escalates }) => escalates === true);
	return sources.flatMap(({ setting: { name }, source: { identity, escalating } }) =>
		on.flatMap((alert) => (escalating && alert.source === identity ? [{ alert, name, escalating }] : [])),
	);
}

/**
 * Calls people in by an escalation policy of the monitor: asks for the alert where there are several, the policy, and why, which the monitor and the
 * timeline are told. Sends nothing before the last answer.
 */
export async function escalateAlert(
	app: App,
	run: Run,
	incident: Incident,
	only?: (alert: AlertRecord) => boolean,
): Promise<void> {
	const all = await escalableOf(app, incident, only);
	const chosen = all.length > 1 ? await chooseAlert(incident, all) : all[0];
	if (!chosen) {
		if (all.length === 0) {
			run.tell(
				'info',
				l10n.t('{0} has no alert that is on and whose monitor calls people in, as Opsgenie does.', incident.key),
				{ title: l10n.t('Alert Sources…'), command: 'faultline.manageAlertSources' },
			);
		}
		return;
	}
	const { alert, name, escalating } = chosen;
	const policies = await run.work(l10n.t('Asking {0} who can be called in', name), (_report, signal) =>
		escalating.policies(alert, signal),
	);
	if (policies.length === 0) {
		run.tell('info', l10n.t('{0} has no escalation policy for this alert, so nobody was called in.', name));
		return;
	}
	const title = l10n.t('Escalate “{0}” in {1}', alert.title, name);
	const picked = await vscode.window.showQuickPick(
		policies.map((policy) => ({
			label: plainLabel(policy.name),
			description: plainLabel(policy.description ?? ''),
			policy,
		})),
		{ title, placeHolder: l10n.t('Whom shall {0} call in?', name), matchOnDescription: true },
	);
	const reason =
		picked &&
		(await vscode.window.showInputBox({
			title,
			prompt: l10n.t('Why is it escalated? {0} calls in “{1}” at once when you press Enter.', name, picked.label),
			ignoreFocusOut: true,
			validateInput: (text) => (text.trim() === '' ? l10n.t('This is needed for the timeline.') : undefined),
		}));
	if (picked && reason !== undefined) {
		await send(app, run, incident, chosen, picked.policy, reason.trim());
	}
}

async function chooseAlert({ key }: Incident, all: readonly Escalable[]): Promise<Escalable | undefined> {
	const picked = await vscode.window.showQuickPick(
		all.map((one) => ({ label: plainLabel(one.alert.title), description: plainLabel(one.name), one })),
		{
			title: l10n.t('Escalate Alert of {0}', key),
			placeHolder: l10n.t('Which alert is it?'),
			matchOnDescription: true,
		},
	);
	return picked?.one;
}

async function send(
	app: App,
	run: Run,
	incident: Incident,
	{ alert, name, escalating }: Escalable,
	policy: EscalationPolicy,
	reason: string,
): Promise<void> {
	const incidents = await app.incidents();
	const word = { who: incidents.me, note: `${incident.key}: ${reason}`.slice(0, 500) };
	try {
		await run.work(l10n.t('Escalating in {0}', name), (_report, signal) =>
			escalating.escalate(alert, policy, word, signal),
		);
	} catch (error) {
		if (!FaultlineError.is(error) || error.code === 'http.unclear') {
			throw error; // whether they were called is not known, so it is not offered to do it again
		}
		app.log.warn(`${name}: escalate`, `${error.code}: ${error.message}`);
		run.tell('error', l10n.t('Nobody was called in for {0}. {1}', incident.key, error.message), {
			title: l10n.t('Try Again'),
			act: (next) => send(app, next, incident, { alert, name, escalating }, policy, reason),
		});
		return;
	}
	const level = Math.min((incident.escalations?.at(-1)?.level ?? 0) + 1, settings.escalationLevels().length);
	await incidents.escalate(incident.id, { level, to: `${policy.name} (${name})`, reason });
	run.tell('info', l10n.t('{0} is escalated to {1}.', incident.key, policy.name));
}
