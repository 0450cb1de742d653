import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { PRIORITIES } from '../priority';
import { defineEvent } from './define';

/** A priority in place of the matrix's, and why; `null` goes back to the matrix. */
export const priorityOverridden = defineEvent(
	'priority.overridden',
	v.object({ priority: v.nullable(v.picklist(PRIORITIES)), reason: v.string() }),
	{
		apply: (state, { payload: { priority, reason } }) => ({
			...state,
			priorityOverride: priority === null ? undefined : { priority, reason },
		}),
		describe: ({ payload: { priority, reason } }) =>
			priority !== null
				? l10n.t('Priority set to {0}: {1}', priority, reason)
				: reason === ''
					? l10n.t('Priority is what impact and urgency give again')
					: l10n.t('Priority is what impact and urgency give again: {0}', reason),
		provenance: 'reported',
		words: ({ reason }) => [reason],
	},
);
