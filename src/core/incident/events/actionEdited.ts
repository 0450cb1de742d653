import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { ActionItem } from '../actions';
import {
	ActionIdSchema,
	ActionKindSchema,
	ActionTextSchema,
	actionName,
	DaySchema,
	OwnerSchema,
	withAction,
} from './actionItems';
import { defineEvent } from './define';

const Edited = v.object({
	action: ActionIdSchema,
	text: v.optional(ActionTextSchema),
	kind: v.optional(ActionKindSchema),
	/** `null`: nobody. */
	owner: v.optional(v.nullable(OwnerSchema)),
	/** `null`: no day. */
	due: v.optional(v.nullable(DaySchema)),
});

/** What is said of an action item; what is absent stays as it is. */
export const actionEdited = defineEvent('action.edited', Edited, {
	apply: (state, { payload: { action, text, kind, owner, due } }) =>
		withAction(state, action, (before): ActionItem => {
			const { owner: ownedBy, due: dueOn, ...rest } = before;
			const newOwner = owner === undefined ? ownedBy : (owner ?? undefined);
			const newDue = due === undefined ? dueOn : (due ?? undefined);
			return {
				...rest,
				...(text !== undefined && { text }),
				...(kind !== undefined && { kind }),
				...(newOwner !== undefined && { owner: newOwner }),
				...(newDue !== undefined && { due: newDue }),
			};
		}),
	describe: ({ payload: { action, text } }, earlier) =>
		text === undefined
			? l10n.t('Action item edited: {0}', actionName(action, earlier))
			: l10n.t('Action item edited: {0} is “{1}” now', actionName(action, earlier), text),
	provenance: 'reported',
	words: ({ text, owner }) => [...(text === undefined ? [] : [text]), ...(owner ? [owner] : [])],
});
