import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { App, Command } from '../app';
import { args } from '../args';
import { askSteps, required } from '../flows/askSteps';
import { chooseIncident } from '../flows/chooseIncident';
import { lastUndoing } from '../flows/lastUndoing';
import { wordingHint } from '../flows/wordingHint';
import { localTimeIn } from '../localTime';
import type { Run } from '../run';
import { ago } from '../words';

/** Adds a note to an incident's timeline, of now or of a time that is given. */
export const addNote: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const answers = await askSteps(
		l10n.t('Note on {0}', incident.key),
		[
			{
				kind: 'text',
				name: 'text',
				prompt: l10n.t('What happened, or what you found out'),
				fault: required(l10n.t('Say what happened.')),
				hint: wordingHint,
			},
			{
				kind: 'text',
				name: 'at',
				prompt: l10n.t(
					'When did it happen? Your local time, such as 2026-11-20 14:05, or 14:05 for today; empty for now',
				),
				placeHolder: l10n.t('now'),
				fault: timeFault,
			},
		],
		app.unsent.of('note', incident.id),
	);
	if (answers) {
		const { text = '', at = '' } = answers;
		await (await app.incidents()).addNote(incident.id, text, localTimeIn(at, Date.now()));
		app.unsent.forget('note', incident.id);
	}
};

function timeFault(text: string): string | undefined {
	const at = localTimeIn(text, Date.now());
	if (text !== '' && at === undefined) {
		return l10n.t('Write a time such as 2026-11-20 14:05 or 14:05.');
	}
	return at !== undefined && at > Date.now() ? l10n.t('This is in the future.') : undefined;
}

/** Shows all of a note. */
export const showNote: Command = async (app, run, argument) => {
	const found = await noteOf(app, run, argument);
	if (found) {
		const { note } = found;
		const when = ago(note.at, Date.now(), vscode.env.language);
		// A message shows text as text; only its buttons do anything.
		await vscode.window.showInformationMessage(
			[note.actor, when].filter((part) => part !== '').join(' · ') || l10n.t('Note'),
			{ modal: true, detail: note.text },
		);
	}
};

/** Takes a note back; it stays in the timeline, as undone. */
export const removeNote: Command = async (app, run, argument) => {
	const found = await noteOf(app, run, argument);
	if (!found) {
		return;
	}
	const { incident, note } = found;
	const incidents = await app.incidents();
	const undoing = lastUndoing((await incidents.undo(incident.id, note.id)).incident);
	run.tell('info', l10n.t('Took back a note on {0}.', incident.key), {
		title: l10n.t('Undo'),
		act: async () => {
			await incidents.undo(incident.id, undoing);
		},
	});
};

async function noteOf(app: App, run: Run, argument: unknown) {
	const ref = args.note(argument);
	const incident = ref && (await chooseIncident(app, run, ref));
	const note = incident?.notes?.find(({ id }) => id === ref?.noteId);
	return incident && note ? { incident, note } : undefined;
}
