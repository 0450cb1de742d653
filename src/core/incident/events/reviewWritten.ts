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

const DAY_MS = 24 * 3_600_000;

/**
 * The post-incident review as a whole, in Markdown: the last one written counts; one that its writer had not seen is remembered beside it. It stays so
 * while the same person goes on writing that day: VS Code saves every few seconds, and before the next time nobody may have looked at it.
 */
export const reviewWritten = defineEvent('review.written', Written, {
	apply: (state, { payload: { text, base }, at, actor }) => {
		const { review: before } = state;
		const ms = stampMs(at);
		const isSeen = before === undefined || base === undefined || base === hashOf(before.text) || before.text === text;
		const earlier = before?.overwrote;
		const isStill = earlier && earlier.text !== text && before.actor === actor && ms - earlier.at < DAY_MS;
		const overwrote = isSeen
			? isStill
				? earlier
				: undefined
			: { text: before.text, at: before.at, actor: before.actor };
		return { ...state, review: { ...{ text, at: ms, actor }, ...(overwrote && { overwrote }) } };
	},
	describe: () => l10n.t('Post-incident review written'),
	provenance: 'reported',
	words: ({ text }) => [text],
});
