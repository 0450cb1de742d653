import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { AUDIENCES } from '../../chat/model';
import { stampMs } from '../hlc';
import { defineEvent } from './define';
import { TimeSchema } from './schemas';

const Update = v.object({
	/** What we know. */
	known: v.string(),
	/** Who notices it, and how. */
	impact: v.string(),
	/** What we do. */
	doing: v.string(),
	/** When the next one is promised; `null` where none is. */
	nextAt: v.nullable(TimeSchema),
	/** Who it was written for; absent where nobody said, which is for the inside. */
	audience: v.optional(v.picklist(AUDIENCES)),
});
export type WrittenUpdate = v.InferOutput<typeof Update>;

/** What those who wait are told. Written here, whichever way it is sent. */
export const updateWritten = defineEvent('update.written', Update, {
	apply: ({ updateSnoozedUntil: _, ...state }, { payload, at, actor }) => ({
		...state,
		updates: [...(state.updates ?? []), { ...payload, at: stampMs(at), actor }],
	}),
	describe: ({ payload: { known, impact, doing } }) =>
		l10n.t('Update: {0}', [known, impact, doing].filter((part) => part.trim() !== '').join(' · ')),
	provenance: 'reported',
	words: ({ known, impact, doing }) => [known, impact, doing],
});
