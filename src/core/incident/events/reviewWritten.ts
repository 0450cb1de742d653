import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';

/** The post-incident review as a whole, in Markdown: the last one written counts. */
export const reviewWritten = defineEvent('review.written', v.object({ text: v.string() }), {
	apply: (state, { payload: { text }, at, actor }) => ({ ...state, review: { text, at: stampMs(at), actor } }),
	describe: () => l10n.t('Post-incident review written'),
	provenance: 'reported',
	words: ({ text }) => [text],
});
