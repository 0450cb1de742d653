import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';

/** The major-incident mode begins; while it goes on, another declaration changes its terms and not its beginning. */
export const majorDeclared = defineEvent(
	'major.declared',
	v.object({
		reason: v.string(),
		audience: v.string(),
		updateMinutes: v.pipe(v.number(), v.integer(), v.minValue(1)),
	}),
	{
		apply: (state, { payload, at }) => {
			const before = state.major?.stoodDown ? undefined : state.major;
			return { ...state, major: { ...payload, declaredAt: before?.declaredAt ?? stampMs(at) } };
		},
		describe: ({ payload: { reason, audience, updateMinutes } }) =>
			l10n.t('Declared a major incident: {0} (updates every {1} min for {2})', reason, updateMinutes, audience),
		provenance: 'reported',
		words: ({ reason, audience }) => [reason, audience],
	},
);
