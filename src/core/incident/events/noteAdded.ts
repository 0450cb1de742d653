import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';
import { TimeSchema } from './schemas';

/** What a person adds to the timeline, at the time when it happened. */
const Note = v.object({
	text: v.string(),
	happenedAt: v.optional(TimeSchema),
	/** Page of the issue that it is a comment of. */
	from: v.optional(v.string()),
});

export const noteAdded = defineEvent('note.added', Note, {
	apply: (state, { payload: { text, happenedAt, from }, id, at, actor }) => ({
		...state,
		notes: [
			...(state.notes ?? []),
			{ id, text, at: happenedAt ?? stampMs(at), actor, ...(from !== undefined && { from }) },
		],
	}),
	describe: ({ payload: { text } }) => text,
	provenance: 'reported',
	words: ({ text }) => [text],
	happenedAt: ({ happenedAt }) => happenedAt,
});
