import * as l10n from '@vscode/l10n';
import type { Command } from '../app';
import { askSteps, newName, required } from '../flows/askSteps';
import { chooseIncident } from '../flows/chooseIncident';
import { knownPeople } from '../flows/people';
import { settings } from '../settings';

/** Calls somebody in, and records how far up, who and why. The level above the last one is offered first. */
export const escalate: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const levels = settings.escalationLevels();
	const now = incident.escalations?.at(-1)?.level ?? 0;
	const people = await knownPeople(app, incident);
	const answers = await askSteps(
		l10n.t('Escalate {0}', incident.key),
		[
			{
				kind: 'choice',
				name: 'level',
				prompt: l10n.t('How far up?'),
				value: String(Math.min(now + 1, levels.length)),
				choices: levels.map((label, place) => ({
					value: String(place + 1),
					label,
					description: place + 1 === now ? l10n.t('level {0}, where it is now', now) : l10n.t('level {0}', place + 1),
				})),
			},
			{
				kind: 'choice',
				name: 'to',
				prompt: l10n.t('To whom? Choose, or type a name'),
				choices: people.map((name) => ({ value: name, label: name })),
				typed: newName,
			},
			{
				kind: 'text',
				name: 'reason',
				prompt: l10n.t('Why is it escalated?'),
				fault: required(l10n.t('This is needed for the timeline.')),
			},
		],
		app.unsent.of('escalation', incident.id),
	);
	if (!answers) {
		return;
	}
	const { level, to = '', reason = '' } = answers;
	await (await app.incidents()).escalate(incident.id, { level: Number(level), to, reason });
	app.unsent.forget('escalation', incident.id);
	run.tell('info', l10n.t('{0} is escalated to {1}.', incident.key, to));
};
