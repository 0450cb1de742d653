import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';

/** Somebody was called in. How levels are called is a setting, so an event holds their number: 1 is the lowest. */
export const escalationRaised = defineEvent(
	'escalation.raised',
	v.object({ level: v.pipe(v.number(), v.integer(), v.minValue(1)), to: v.string(), reason: v.string() }),
	{
		apply: (state, { payload, at, actor }) => ({
			...state,
			escalations: [...(state.escalations ?? []), { ...payload, at: stampMs(at), actor }],
		}),
		describe: ({ payload: { level, to, reason } }) => l10n.t('Escalated to level {0}, {1}: {2}', level, to, reason),
		provenance: 'reported',
		words: ({ to, reason }) => [to, reason],
	},
);
