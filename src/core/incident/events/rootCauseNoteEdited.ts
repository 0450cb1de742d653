import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { NOTE_KINDS } from '../../notes/note';
import { stampMs } from '../hlc';
import { defineEvent } from './define';
import { withNote } from './rootCauseNotes';

const Edited = v.object({
	/** Id of the note, or of the reply in it. */
	note: v.string(),
	reply: v.optional(v.string()),
	/** Markdown. */
	text: v.string(),
	/** Of a note; as it was where absent. */
	kind: v.optional(v.picklist(NOTE_KINDS)),
});
export type RootCauseNoteEdit = Readonly<v.InferOutput<typeof Edited>>;

export const rootCauseNoteEdited = defineEvent('rootCauseNote.edited', Edited, {
	apply: (state, { at, payload: { note: id, reply, text, kind } }) =>
		withNote(state, id, (note) =>
			reply === undefined
				? { ...note, text, kind: kind ?? note.kind, editedAt: stampMs(at) }
				: { ...note, replies: note.replies.map((one) => (one.id === reply ? { ...one, text } : one)) },
		),
	describe: ({ payload: { text } }) => l10n.t('Root-cause note edited: {0}', text),
	provenance: 'reported',
	words: ({ text }) => [text],
});
