import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { nothingDue } from '../../app/incidentErrors';
import { nextUpdateDue } from '../../core/incident/major';
import type { Command } from '../app';
import { duration } from '../clockWords';
import { askSteps, required } from '../flows/askSteps';
import { chooseIncident } from '../flows/chooseIncident';
import { nextUpdateIn } from '../updateTimes';

const MINUTE = 60_000;
/** By how much an update is usually put off, in minutes. */
const LATER = [15, 30, 60, 120, 240];

/** Puts the next update off, with a reason that those who wait can be told. */
export const snoozeUpdate: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const due = nextUpdateDue(incident);
	if (due === undefined) {
		throw nothingDue(incident.key);
	}
	/** From when it is due, or from now where that is over. */
	const from = () => Math.max(Date.now(), due);
	const time = (at: number) => new Date(at).toLocaleString(vscode.env.language, { timeStyle: 'short' });
	const answers = await askSteps(
		l10n.t('Put Off the Update of {0}', incident.key),
		[
			{
				...{ kind: 'choice', name: 'until', value: '15' },
				prompt: l10n.t('It is due at {0}. By how much is it put off? Choose, or type minutes or a time', time(due)),
				choices: LATER.map((minutes) => ({
					value: String(minutes),
					label: l10n.t('{0} later', duration(minutes * MINUTE, vscode.env.language)),
					description: time(from() + minutes * MINUTE),
				})),
				isTypedFirst: true,
				typed: (text) => {
					const at = nextUpdateIn(text, from());
					return at === undefined ? undefined : time(at);
				},
			},
			{
				...{ kind: 'text', name: 'reason', prompt: l10n.t('Why does it come later?') },
				fault: required(l10n.t('Say why: it is in the timeline.')),
			},
		],
		app.unsent.of('snooze', incident.id),
	);
	if (!answers) {
		return;
	}
	const until = nextUpdateIn(answers.until ?? '', from()) ?? 0;
	await (await app.incidents()).snoozeUpdate(incident.id, until, answers.reason ?? '');
	app.unsent.forget('snooze', incident.id);
	run.tell('info', l10n.t('The update of {0} is due at {1} now.', incident.key, time(until)));
};
