import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';
import { withNote } from './rootCauseNotes';

export const rootCauseNoteResolved = defineEvent('rootCauseNote.resolved', v.object({ note: v.string() }), {
	apply: (state, { at, actor, payload: { note } }) =>
		withNote(state, note, (one) => ({ ...one, resolved: { at: stampMs(at), actor } })),
	describe: ({ payload: { note } }, earlier) =>
		l10n.t('Resolved: {0}', earlier(note)?.sentence ?? l10n.t('a root-cause note')),
	provenance: 'reported',
});
