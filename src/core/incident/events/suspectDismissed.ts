import * as l10n from '@vscode/l10n';
import { defineEvent } from './define';
import { commitName, JudgedCommitSchema, withVerdict } from './verdicts';

/** A person says that this commit did not do it; the last word on a commit counts. */
export const suspectDismissed = defineEvent('suspect.dismissed', JudgedCommitSchema, {
	apply: (state, event) => withVerdict(state, { ...event.payload, verdict: 'dismissed', by: 'person' }, event.at),
	describe: ({ payload }) => l10n.t('Dismissed: {0}', commitName(payload)),
	provenance: 'reported',
});
