import * as l10n from '@vscode/l10n';
import { defineEvent } from './define';
import { commitName, JudgedCommitSchema, withVerdict } from './verdicts';

/** A person says that this commit did it, whether an analysis named it or not; the last word on a commit counts. */
export const suspectConfirmed = defineEvent('suspect.confirmed', JudgedCommitSchema, {
	apply: (state, event) => withVerdict(state, { ...event.payload, verdict: 'confirmed', by: 'person' }, event.at),
	describe: ({ payload }) => l10n.t('Confirmed as the cause: {0}', commitName(payload)),
	provenance: 'reported',
});
