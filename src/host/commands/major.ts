import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { notMajor } from '../../app/incidentErrors';
import { isMajor } from '../../core/incident/major';
import type { Incident } from '../../core/incident/record';
import type { Command } from '../app';
import { duration } from '../clockWords';
import { askSteps, newName, required, type StepQuestion } from '../flows/askSteps';
import { chooseIncident } from '../flows/chooseIncident';
import { knownPeople } from '../flows/people';
import { wordingHint } from '../flows/wordingHint';
import { settings } from '../settings';
import { minutesIn, nextUpdateChoices, nextUpdateIn } from '../updateTimes';

/** Begins the major-incident mode: why, who is told, how often, and who leads; or changes its terms where it goes on. */
export const declareMajor: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const isOn = isMajor(incident);
	const answers = await askSteps(
		isOn ? l10n.t('Terms of Major Incident {0}', incident.key) : l10n.t('Declare {0} a Major Incident', incident.key),
		declaration(incident, await knownPeople(app, incident)),
		app.unsent.of('major', incident.id),
	);
	if (!answers) {
		return;
	}
	const { reason = '', audience = '', minutes = '', commander = '', communications = '' } = answers;
	await (await app.incidents()).declareMajor(incident.id, {
		...{ reason, audience, commander, communications },
		updateMinutes: minutesIn(minutes) ?? 0,
	});
	app.unsent.forget('major', incident.id);
	app.active.set(incident.id);
	run.tell(
		'info',
		isOn
			? l10n.t('The terms of major incident {0} are changed.', incident.key)
			: l10n.t('{0} is a major incident now. The status bar counts down to the next update.', incident.key),
		{ title: l10n.t('Write Update…'), command: 'faultline.writeUpdate', args: [{ incidentId: incident.id }] },
	);
};

function declaration({ major, roles = {}, priority }: Incident, people: readonly string[]): readonly StepQuestion[] {
	const before = major?.stoodDown ? undefined : major;
	const names = people.map((name) => ({ value: name, label: name }));
	const usual = settings.targets()[priority].update;
	const intervals = [...new Set([usual, 15, 30, 60, 120])].sort((a, b) => a - b);
	return [
		{
			kind: 'text',
			name: 'reason',
			prompt: l10n.t('Why is it a major incident?'),
			value: before?.reason ?? '',
			fault: required(l10n.t('Say why: it is the first thing that is asked afterwards.')),
		},
		{
			kind: 'text',
			name: 'audience',
			prompt: l10n.t('Who is told? For instance: support, management, all customers'),
			value: before?.audience ?? '',
			fault: required(l10n.t('Say who is told, so that somebody is.')),
		},
		{
			kind: 'choice',
			name: 'minutes',
			prompt: l10n.t('How often is an update promised? Choose, or type minutes'),
			value: String(before?.updateMinutes ?? usual),
			choices: intervals.map((minutes) => ({
				value: String(minutes),
				label: l10n.t('Every {0}', duration(minutes * 60_000, vscode.env.language)),
				...(minutes === usual && { description: l10n.t('usual for {0}', priority) }),
			})),
			isTypedFirst: true,
			typed: (text) => (minutesIn(text) === undefined ? undefined : l10n.t('minutes')),
		},
		{
			kind: 'choice',
			name: 'commander',
			prompt: l10n.t('Who is incident commander? Choose, or type a name'),
			value: roles.commander ?? '',
			choices: [...names, nobody()],
			typed: newName,
		},
		{
			kind: 'choice',
			name: 'communications',
			prompt: l10n.t('Who leads communications? Choose, or type a name'),
			value: roles.communications ?? '',
			choices: [...names, nobody()],
			typed: newName,
		},
	];
}

const nobody = () => ({ value: '', label: l10n.t('$(circle-slash) Nobody yet') });

/** Writes what those who wait are told: what is known, the impact, what is done, and when they hear again. */
export const writeUpdate: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const last = incident.updates?.at(-1);
	const interval = incident.major?.updateMinutes ?? settings.targets()[incident.priority].update;
	const isNothing = (text: string, { known = '', impact = '' }: Readonly<Record<string, string>>) =>
		[text, known, impact].every((part) => part.trim() === '')
			? l10n.t('Say what is known, whom it concerns, or what is being done.')
			: undefined;
	const answers = await askSteps(
		l10n.t('Update on {0}', incident.key),
		[
			{ kind: 'text', name: 'known', prompt: l10n.t('What do we know?'), value: last?.known ?? '', hint: wordingHint },
			{
				kind: 'text',
				name: 'impact',
				prompt: l10n.t('Who notices it, and how?'),
				value: last?.impact ?? '',
				hint: wordingHint,
			},
			{
				kind: 'text',
				name: 'doing',
				prompt: l10n.t('What are we doing?'),
				value: last?.doing ?? '',
				hint: wordingHint,
				fault: isNothing,
			},
			{
				kind: 'choice',
				name: 'next',
				prompt: l10n.t('When is the next update? Choose, or type minutes or a time such as 14:30'),
				value: isMajor(incident) ? String(interval) : 'none',
				choices: nextUpdateChoices(interval, vscode.env.language),
				isTypedFirst: true,
				typed: (text) => {
					const at = nextUpdateIn(text, Date.now());
					return at === undefined
						? undefined
						: new Date(at).toLocaleString(vscode.env.language, { timeStyle: 'short' });
				},
			},
		],
		app.unsent.of('update', incident.id),
	);
	if (!answers) {
		return;
	}
	const { known = '', impact = '', doing = '', next = '' } = answers;
	const nextAt = nextUpdateIn(next, Date.now()) ?? null;
	await (await app.incidents()).writeUpdate(incident.id, { known, impact, doing, nextAt });
	app.unsent.forget('update', incident.id);
	run.tell('info', l10n.t('The update is in the timeline of {0}.', incident.key));
};

/** Ends the major-incident mode, with how it ended. */
export const standDown: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	if (!isMajor(incident)) {
		throw notMajor(incident.key);
	}
	const answers = await askSteps(
		l10n.t('Stand Down from {0}', incident.key),
		[
			{
				kind: 'text',
				name: 'summary',
				prompt: l10n.t('How did the major incident end?'),
				fault: required(l10n.t('Sum it up in a sentence: it is kept with the incident.')),
			},
		],
		app.unsent.of('standDown', incident.id),
	);
	if (answers) {
		await (await app.incidents()).standDown(incident.id, answers.summary ?? '');
		app.unsent.forget('standDown', incident.id);
		run.tell('info', l10n.t('{0} is no major incident any more.', incident.key));
	}
};
