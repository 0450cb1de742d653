import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { nothingToUndo } from '../../app/incidentErrors';
import { isSamePerson } from '../../core/incident/triage/filter';
import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';
import { lastUndoing } from '../flows/lastUndoing';
import { clip } from '../views/item';

/** Takes back the last change of an incident, and says which that was; somebody else's only after asking. */
export const undoChange: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const incidents = await app.incidents();
	const last = await incidents.lastChange(incident.id);
	if (!last) {
		throw nothingToUndo(incident.key);
	}
	const isMine = last.actor === incidents.me || isSamePerson(last.actor, incidents.me);
	if (!isMine && !(await isSure(incident.key, last.actor, last.sentence))) {
		return;
	}
	const { change, incident: after } = await incidents.undo(incident.id, last.eventId);
	const undoing = lastUndoing(after);
	run.tell(
		'info',
		l10n.t('{0}: undone: {1}', incident.key, clip(change.sentence, 200)),
		...(undoing === undefined
			? []
			: [
					{
						title: l10n.t('Do It Again'),
						act: async () => {
							await incidents.undo(incident.id, undoing);
						},
					},
				]),
	);
};

async function isSure(key: string, actor: string, sentence: string): Promise<boolean> {
	const undo = l10n.t('Undo');
	const who = actor.trim() === '' ? l10n.t('Somebody else') : actor;
	const answer = await vscode.window.showWarningMessage(
		l10n.t('The last change of {0} was not yours. Undo it?', key),
		{ modal: true, detail: l10n.t('{0}: {1}', who, clip(sentence, 1000)) },
		undo,
	);
	return answer === undo;
}
