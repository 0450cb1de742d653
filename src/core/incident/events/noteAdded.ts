import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';
import { TimeSchema } from './schemas';

/** What a person adds to the timeline, at the time when it happened. */
export const noteAdded = defineEvent('note.added', v.object({ text: v.string(), happenedAt: v.optional(TimeSchema) }), {
	apply: (state, { payload: { text, happenedAt }, id, at, actor }) => ({
		...state,
		notes: [...(state.notes ?? []), { id, text, at: happenedAt ?? stampMs(at), actor }],
	}),
	describe: ({ payload: { text } }) => text,
	provenance: 'reported',
	words: ({ text }) => [text],
	happenedAt: ({ happenedAt }) => happenedAt,
});
