import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { utcText } from '../../review/zonedTime';
import { defineEvent } from './define';
import { TimeSchema } from './schemas';

/** The next update comes later than it was promised, for a reason. */
export const updateSnoozed = defineEvent('update.snoozed', v.object({ until: TimeSchema, reason: v.string() }), {
	apply: (state, { payload: { until } }) => ({ ...state, updateSnoozedUntil: until }),
	describe: ({ payload: { until, reason } }) => l10n.t('The next update waits until {0}: {1}', utcText(until), reason),
	provenance: 'reported',
	words: ({ reason }) => [reason],
});
