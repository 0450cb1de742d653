import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { stampMs } from '../hlc';
import { defineEvent } from './define';

/** The major-incident mode is over; that it was one stays. */
export const majorStoodDown = defineEvent('major.stoodDown', v.object({ summary: v.string() }), {
	apply: (state, { payload: { summary }, at }) =>
		state.major && !state.major.stoodDown
			? { ...state, major: { ...state.major, stoodDown: { at: stampMs(at), summary } } }
			: state,
	describe: ({ payload: { summary } }) => l10n.t('Stood down from a major incident: {0}', summary),
	provenance: 'reported',
	words: ({ summary }) => [summary],
});
