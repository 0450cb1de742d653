import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { App, Command } from '../app';
import { args } from '../args';
import { chooseIncident } from '../flows/chooseIncident';
import { lastUndoing } from '../flows/lastUndoing';
import type { Run } from '../run';
import { ago } from '../words';

/** Adds a note to an incident's timeline. */
export const addNote: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const text =
		incident &&
		(await vscode.window.showInputBox({
			title: l10n.t('Note on {0}', incident.key),
			prompt: l10n.t('What happened, or what you found out'),
			ignoreFocusOut: true,
		}));
	if (incident && text?.trim()) {
		await (await app.incidents()).addNote(incident.id, text.trim());
	}
};

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
