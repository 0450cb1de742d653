import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { TimelineEntry } from '../../core/incident/record';
import { isSamePerson } from '../../core/incident/triage/filter';
import { clip } from '../views/item';

/**
 * Whether a change may be taken back: a person's own without a question, somebody else's only after asking.
 *
 * @param me who writes here
 */
export async function mayUndo(
	key: string,
	{ actor, sentence }: Pick<TimelineEntry, 'actor' | 'sentence'>,
	me: string,
): Promise<boolean> {
	if (actor === me || isSamePerson(actor, me)) {
		return true;
	}
	const undo = l10n.t('Undo');
	const who = actor.trim() === '' ? l10n.t('Somebody else') : actor;
	const answer = await vscode.window.showWarningMessage(
		l10n.t('The last change of {0} was not yours. Undo it?', key),
		{ modal: true, detail: l10n.t('{0}: {1}', who, clip(sentence, 1000)) },
		undo,
	);
	return answer === undo;
}
