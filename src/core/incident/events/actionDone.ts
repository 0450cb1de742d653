import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { ActionIdSchema, actionName, withAction } from './actionItems';
import { defineEvent } from './define';

const Done = v.object({
	action: ActionIdSchema,
	/** A person says so, or its issue was closed. */
	by: v.picklist(['person', 'issue']),
});

/** An action item is done; the first word on that counts until it is reopened. */
export const actionDone = defineEvent('action.done', Done, {
	apply: (state, { payload: { action, by }, at, actor }) =>
		withAction(state, action, (before) => ({ ...before, done: before.done ?? { at: stampMs(at), actor, by } })),
	describe: ({ payload: { action, by } }, earlier) =>
		by === 'issue'
			? l10n.t('Action item done, its issue is closed: {0}', actionName(action, earlier))
			: l10n.t('Action item done: {0}', actionName(action, earlier)),
	provenance: ({ by }) => (by === 'issue' ? 'observed' : 'reported'),
});
