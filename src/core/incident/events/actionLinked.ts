import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { ActionIdSchema, actionName, IssueSchema, withAction } from './actionItems';
import { defineEvent } from './define';

/** The issue that an action item is followed by; `null`: none any more. */
export const actionLinked = defineEvent(
	'action.linked',
	v.object({ action: ActionIdSchema, issue: v.nullable(IssueSchema) }),
	{
		apply: (state, { payload: { action, issue } }) =>
			withAction(state, action, ({ issue: _before, ...rest }) => ({ ...rest, ...(issue !== null && { issue }) })),
		describe: ({ payload: { action, issue } }, earlier) =>
			issue === null
				? l10n.t('Action item {0} is not followed by an issue any more', actionName(action, earlier))
				: l10n.t('Action item {0} is followed by the issue {1}', actionName(action, earlier), issue),
		provenance: 'reported',
		words: ({ issue }) => (issue === null ? [] : [issue]),
	},
);
