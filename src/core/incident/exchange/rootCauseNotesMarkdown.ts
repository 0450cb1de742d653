import * as l10n from '@vscode/l10n';
import { isoText } from '../../../base/isoTime';
import { noteKindName, placeOf, type RootCauseNote } from '../../notes/note';
import type { Incident } from '../record';
import { code, quoted, text } from './markdownText';

/** What was learned about lines of code, each note with its place and what was answered. */
export function rootCauseNotesMarkdown({ rootCauseNotes = [] }: Incident): readonly string[] {
	return rootCauseNotes.length === 0
		? []
		: [`## ${l10n.t('Root-Cause Notes')}`, ...rootCauseNotes.flatMap(noteMarkdown)];
}

function noteMarkdown({ kind, anchor, text: said, actor, at, resolved, replies }: RootCauseNote): readonly string[] {
	const where = code(placeOf(anchor));
	const by = [actor && text(actor), isoText(at), resolved && l10n.t('resolved')].filter(Boolean).join(', ');
	return [
		`**${noteKindName(kind)}** ${where} ${l10n.t('at {0}', code(anchor.commit.slice(0, 10)))} (${by})`,
		quoted(said),
		...replies.flatMap((reply) => [
			`${reply.actor === '' ? l10n.t('Reply') : text(reply.actor)}, ${isoText(reply.at)}:`,
			quoted(reply.text),
		]),
	];
}
