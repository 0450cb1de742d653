import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';
import { withNote } from './rootCauseNotes';

const Deleted = v.object({
	/** Id of the note, or of the note whose reply is deleted. */
	note: v.string(),
	reply: v.optional(v.string()),
});

export const rootCauseNoteDeleted = defineEvent('rootCauseNote.deleted', Deleted, {
	apply: (state, { payload: { note, reply } }) =>
		withNote(state, note, (one) =>
			reply === undefined ? undefined : { ...one, replies: one.replies.filter(({ id }) => id !== reply) },
		),
	describe: ({ payload: { note, reply } }, earlier) =>
		l10n.t('Deleted: {0}', earlier(reply ?? note)?.sentence ?? l10n.t('a root-cause note')),
	provenance: 'reported',
});
