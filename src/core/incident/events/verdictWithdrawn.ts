import * as l10n from '@vscode/l10n';
import { defineEvent } from './define';
import { commitName, NamedCommitSchema } from './verdicts';

/** Takes the verdict on a commit back: it is neither confirmed nor dismissed again. */
export const verdictWithdrawn = defineEvent('verdict.withdrawn', NamedCommitSchema, {
	apply: (state, { payload: { sha } }) => ({
		...state,
		verdicts: (state.verdicts ?? []).filter((verdict) => verdict.sha !== sha),
	}),
	describe: ({ payload }) => l10n.t('Verdict taken back: {0}', commitName(payload)),
	provenance: 'reported',
});
