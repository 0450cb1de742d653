import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';
import { withNote } from './rootCauseNotes';

export const rootCauseNoteReopened = defineEvent('rootCauseNote.reopened', v.object({ note: v.string() }), {
	apply: (state, { payload: { note } }) => withNote(state, note, ({ resolved: _, ...one }) => one),
	describe: ({ payload: { note } }, earlier) =>
		l10n.t('Reopened: {0}', earlier(note)?.sentence ?? l10n.t('a root-cause note')),
	provenance: 'reported',
});
