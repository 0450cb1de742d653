import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { hashOf } from '../../trace/hash';
import { stampMs } from '../hlc';
import { defineEvent } from './define';

const Written = v.object({
	text: v.string(),
	/** Hash of the text that it takes the place of, empty for none; absent where nobody kept it. */
	base: v.optional(v.string()),
});

/** The post-incident review as a whole, in Markdown: the last one written counts; one that its writer had not seen is remembered beside it. */
export const reviewWritten = defineEvent('review.written', Written, {
	apply: (state, { payload: { text, base }, at, actor }) => {
		const { review: before } = state;
		const isSeen = before === undefined || base === undefined || base === hashOf(before.text) || before.text === text;
		return {
			...state,
			review: {
				...{ text, at: stampMs(at), actor },
				...(!isSeen && { overwrote: { text: before.text, at: before.at, actor: before.actor } }),
			},
		};
	},
	describe: () => l10n.t('Post-incident review written'),
	provenance: 'reported',
	words: ({ text }) => [text],
});
