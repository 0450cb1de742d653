import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { ActionIdSchema, actionName } from './actionItems';
import { defineEvent } from './define';

/** An action item is not to be done; it stays in the timeline. */
export const actionRemoved = defineEvent('action.removed', v.object({ action: ActionIdSchema }), {
	apply: (state, { payload: { action } }) => ({
		...state,
		...(state.actions && { actions: state.actions.filter(({ id }) => id !== action) }),
	}),
	describe: ({ payload: { action } }, earlier) => l10n.t('Action item removed: {0}', actionName(action, earlier)),
	provenance: 'reported',
});
