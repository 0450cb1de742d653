import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { defineEvent } from './define';

/** What of a message is not sent is not to be. What was sent stays so. */
export const messageDiscarded = defineEvent('message.discarded', v.object({ message: v.string() }), {
	apply: (state, { payload: { message } }) =>
		state.messages
			? {
					...state,
					messages: state.messages.map((one) => (one.id === message ? { ...one, isDiscarded: true as const } : one)),
				}
			: state,
	describe: () => l10n.t('What was not sent of a message was discarded'),
	provenance: 'reported',
});
