import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';

/** Evidence only ever grows: what two people add is all there, in the order of their clocks. */
export const evidenceAdded = defineEvent(
	'evidence.added',
	v.object({
		text: v.string(),
		excerptOf: v.optional(v.string()),
		fingerprints: v.optional(v.pipe(v.array(v.string()), v.readonly())),
	}),
	{
		apply: (state, { payload }) => ({ ...state, evidence: [...state.evidence, payload] }),
		describe: ({ payload }) =>
			payload.excerptOf ? l10n.t('Evidence added: {0}', payload.excerptOf) : l10n.t('Evidence added'),
		provenance: 'reported',
	},
);
