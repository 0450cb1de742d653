import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { ACTION_KINDS, type ActionItem, actionKindName, isDay } from '../../core/incident/actions';
import type { Incident } from '../../core/incident/record';
import { localDay } from '../actionWords';
import type { App, Command } from '../app';
import { args } from '../args';
import { draftActionIssue } from '../flows/actionIssue';
import { askSteps, required, type StepQuestion } from '../flows/askSteps';
import { chooseIncident } from '../flows/chooseIncident';
import type { Run } from '../run';

/** Adds something that is to be done about an incident. */
export const addAction: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const answers =
		incident &&
		(await askSteps(
			l10n.t('Action Item of {0}', incident.key),
			questions(incident, app.view.named('assignee')),
			app.unsent.of('action', incident.id),
		));
	if (incident && answers) {
		await (await app.incidents()).addAction(incident.id, fieldsOf(answers));
		app.unsent.forget('action', incident.id);
	}
};

/** Changes what an action item says. */
export const editAction: Command = async (app, run, argument) => {
	const found = await actionOf(app, run, argument);
	if (!found) {
		return;
	}
	const { incident, action } = found;
	const kept = app.unsent.of('action', action.id);
	const answers = await askSteps(
		l10n.t('Action Item of {0}', incident.key),
		questions(incident, app.view.named('assignee'), action),
		kept,
	);
	if (answers) {
		const { text, kind, owner, due, issue } = fieldsOf(answers);
		await (await app.incidents()).editAction(incident.id, action.id, { text, kind, owner, due, issue });
		app.unsent.forget('action', action.id);
	}
};

const settle =
	(isDone: boolean): Command =>
	async (app, run, argument) => {
		const found = await actionOf(app, run, argument);
		if (found) {
			await (await app.incidents()).settleAction(found.incident.id, found.action.id, isDone);
		}
	};

export const completeAction: Command = settle(true);
export const reopenAction: Command = settle(false);

/** Takes an action item away; it stays in the timeline. */
export const removeAction: Command = async (app, run, argument) => {
	const found = await actionOf(app, run, argument);
	if (!found) {
		return;
	}
	const incidents = await app.incidents();
	const { incident, action } = found;
	const after = await incidents.removeAction(incident.id, action.id);
	const removed = after.timeline.findLast(({ type }) => type === 'action.removed');
	run.tell('info', l10n.t('Removed an action item of {0}.', incident.key), {
		title: l10n.t('Undo'),
		act: async () => {
			await incidents.undo(incident.id, removed?.eventId);
		},
	});
};

/** Creates an issue of an action item, which the person sees and edits before it is sent; it is done once that is closed. */
export const createActionIssue: Command = async (app, run, argument) => {
	const found = await actionOf(app, run, argument);
	if (found) {
		await draftActionIssue(app, run, found.incident, found.action);
	}
};

/** Opens the issue of an action item in the browser. */
export const openActionIssue: Command = async (app, run, argument) => {
	const found = await actionOf(app, run, argument);
	const { issue } = found?.action ?? {};
	if (issue !== undefined) {
		await vscode.env.openExternal(vscode.Uri.parse(issue, true));
	}
};

async function actionOf(app: App, run: Run, argument: unknown) {
	const ref = args.action(argument);
	const incident = ref && (await chooseIncident(app, run, ref));
	const action = incident?.actions?.find(({ id }) => id === ref?.actionId);
	return incident && action ? { incident, action } : undefined;
}

function questions(incident: Incident, people: readonly string[], action?: ActionItem): readonly StepQuestion[] {
	const owners = [...new Set([...Object.values(incident.roles ?? {}), ...people])].filter((name) => name !== '');
	return [
		{
			...{ kind: 'text', name: 'text', prompt: l10n.t('What is to be done?'), value: action?.text ?? '' },
			fault: required(l10n.t('Say what is to be done.')),
		},
		{
			...{ kind: 'choice', name: 'kind', prompt: l10n.t('What is it to do about incidents like this one?') },
			value: action?.kind ?? 'prevent',
			choices: ACTION_KINDS.map((value) => ({ value, label: actionKindName(value) })),
		},
		{
			...{ kind: 'choice', name: 'owner', prompt: l10n.t('Who looks after it? A person or a team') },
			value: action?.owner ?? '',
			choices: [{ value: '', label: l10n.t('Nobody yet') }, ...owners.map((value) => ({ value, label: value }))],
			typed: (text) => text,
		},
		{
			...{
				kind: 'text',
				name: 'due',
				prompt: l10n.t('When is it due? A day, such as {0}; empty for none', localDay(Date.now())),
			},
			value: action?.due ?? '',
			fault: (text) =>
				text.trim() === '' || isDay(text.trim()) ? undefined : l10n.t('Write a day such as 2026-12-01.'),
		},
		{
			...{ kind: 'text', name: 'issue', prompt: l10n.t('Address of its issue; empty for none') },
			value: action?.issue ?? '',
			fault: (text) =>
				text.trim() === '' || /^https?:\/\/\S+$/.test(text.trim())
					? undefined
					: l10n.t('Write an address that begins with https://.'),
		},
	];
}

function fieldsOf(answers: Readonly<Record<string, string>>) {
	const { text = '', owner = '', due = '', issue = '' } = answers;
	return { text, kind: ACTION_KINDS.find((kind) => kind === answers.kind) ?? 'prevent', owner, due, issue } as const;
}
