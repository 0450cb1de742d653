import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { CHECKS, type Check } from '../closure';
import { stampMs } from '../hlc';
import { defineEvent } from './define';

const Recorded = v.object({
	check: v.picklist(CHECKS),
	/** `false` where it turned out not to be so. */
	isDone: v.boolean(),
});

/** Somebody verified something that an incident is closed by, or takes that back. */
export const checkRecorded = defineEvent('check.recorded', Recorded, {
	apply: (state, { payload: { check, isDone }, at, actor }) => {
		const others = (state.checks ?? []).filter((one) => one.check !== check);
		return { ...state, checks: isDone ? [...others, { check, at: stampMs(at), actor }] : others };
	},
	describe: ({ payload: { check, isDone } }) =>
		isDone ? l10n.t('Verified: {0}', sentenceOf(check)) : l10n.t('Not verified any more: {0}', sentenceOf(check)),
	provenance: 'reported',
});

/** Without how long an alert has to be quiet, which is a setting and may have been another one then. */
function sentenceOf(check: Check): string {
	return {
		fixDeployed: l10n.t('the fix is deployed'),
		alertQuiet: l10n.t('the alert is quiet'),
		stakeholdersTold: l10n.t('stakeholders were told'),
		reviewHeld: l10n.t('the review was held'),
		actionsFiled: l10n.t('action items are filed'),
	}[check];
}
