import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { AnchorSchema, NOTE_KINDS, noteKindName, placeOf } from '../../notes/note';
import { stampMs } from '../hlc';
import { defineEvent } from './define';

const Added = v.object({
	kind: v.picklist(NOTE_KINDS),
	/** Markdown. */
	text: v.string(),
	anchor: AnchorSchema,
});
export type NewRootCauseNote = Readonly<v.InferOutput<typeof Added>>;

/** What was learned about lines of code; the event's id is the note's. */
export const rootCauseNoteAdded = defineEvent('rootCauseNote.added', Added, {
	apply: (state, { id, at, actor, payload }) => ({
		...state,
		rootCauseNotes: [...(state.rootCauseNotes ?? []), { ...payload, id, at: stampMs(at), actor, replies: [] }],
	}),
	describe: ({ payload: { kind, text, anchor } }) =>
		l10n.t('{0} noted at {1}: {2}', noteKindName(kind), placeOf(anchor), text),
	provenance: 'reported',
	words: ({ text, anchor }) => [text, anchor.path],
});
