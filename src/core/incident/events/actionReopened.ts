import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { ActionIdSchema, actionName, withAction } from './actionItems';
import { defineEvent } from './define';

/** An action item is to be done after all. */
export const actionReopened = defineEvent(
	'action.reopened',
	v.object({ action: ActionIdSchema, by: v.picklist(['person', 'issue']) }),
	{
		apply: (state, { payload: { action } }) => withAction(state, action, ({ done: _done, ...rest }) => rest),
		describe: ({ payload: { action, by } }, earlier) =>
			by === 'issue'
				? l10n.t('Action item reopened with its issue: {0}', actionName(action, earlier))
				: l10n.t('Action item reopened: {0}', actionName(action, earlier)),
		provenance: ({ by }) => (by === 'issue' ? 'observed' : 'reported'),
	},
);
