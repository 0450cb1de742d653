import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';
import { withNote } from './rootCauseNotes';

const Replied = v.object({
	/** Id of the note. */
	note: v.string(),
	/** Markdown. */
	text: v.string(),
});

/** An answer to a note; the event's id is the reply's. */
export const rootCauseNoteReplied = defineEvent('rootCauseNote.replied', Replied, {
	apply: (state, { id, at, actor, payload: { note, text } }) =>
		withNote(state, note, (one) => ({ ...one, replies: [...one.replies, { id, text, at: stampMs(at), actor }] })),
	describe: ({ payload: { text } }) => l10n.t('Reply to a root-cause note: {0}', text),
	provenance: 'reported',
	words: ({ text }) => [text],
});
