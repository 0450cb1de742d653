import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { actionKindName } from '../actions';
import { stampMs } from '../hlc';
import { ActionKindSchema, ActionTextSchema, DaySchema, IssueSchema, OwnerSchema } from './actionItems';
import { defineEvent } from './define';

const Added = v.object({
	text: ActionTextSchema,
	kind: ActionKindSchema,
	owner: v.optional(OwnerSchema),
	due: v.optional(DaySchema),
	issue: v.optional(IssueSchema),
});

/** Something is to be done about incidents like this one; the event's id is the action item's. */
export const actionAdded = defineEvent('action.added', Added, {
	apply: (state, { id, payload, at }) => ({
		...state,
		actions: [...(state.actions ?? []), { id, ...payload, at: stampMs(at) }],
	}),
	describe: ({ payload: { text, kind, due } }) =>
		due === undefined
			? l10n.t('Action item added ({0}): {1}', actionKindName(kind), text)
			: l10n.t('Action item added ({0}, due {2}): {1}', actionKindName(kind), text, due),
	provenance: 'reported',
	words: ({ text, owner, issue }) => [
		text,
		...(owner === undefined ? [] : [owner]),
		...(issue === undefined ? [] : [issue]),
	],
});
