import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';

/** Failures of chats, each with the sentence that a person reads. After all but `unclear` and `malformed` the message surely is not there. */
export const chatErrors = {
	unauthorized: (name: string, cause: unknown) =>
		new FaultlineError(
			'chat.unauthorized',
			l10n.t('{0} does not accept the token any more. What was to be sent is kept; connect {0} again.', name),
			{ cause },
		),
	missingScope: (name: string, scope: string, cause: unknown) =>
		new FaultlineError(
			'chat.missingScope',
			l10n.t(
				'The token for {0} lacks the permission {1}. Add it to the app under “OAuth & Permissions”, install the app anew, and try again.',
				name,
				scope,
			),
			{ cause },
		),
	notInChannel: (name: string, cause: unknown) =>
		new FaultlineError(
			'chat.notInChannel',
			l10n.t('The app is not in {0}, so nothing was sent. Invite it there by /invite, and try again.', name),
			{ cause },
		),
	channelGone: (name: string, cause: unknown) =>
		new FaultlineError(
			'chat.channelGone',
			l10n.t('{0} is not there, or the app may not see it, so nothing was sent. Connect another channel.', name),
			{ cause },
		),
	archived: (name: string, cause: unknown) =>
		new FaultlineError(
			'chat.archived',
			l10n.t('{0} is archived, so nothing was sent. Unarchive it, or connect another channel.', name),
			{ cause },
		),
	revoked: (name: string, cause: unknown) =>
		new FaultlineError(
			'chat.revoked',
			l10n.t('The webhook of {0} does not work any more, so nothing was sent. Make a new one, and connect it.', name),
			{ cause },
		),
	nameTaken: (name: string, cause: unknown) =>
		new FaultlineError(
			'chat.nameTaken',
			l10n.t('There is a channel {0} already, so none was created. Choose another name.', name),
			{ cause },
		),
	refused: (name: string, said: string, cause: unknown) =>
		new FaultlineError('chat.refused', l10n.t('{0} did not take it: {1}. It is kept.', name, said), { cause }),
	rateLimited: (name: string, cause: unknown) =>
		new FaultlineError(
			'chat.rateLimited',
			l10n.t('{0} takes no more messages for now. It is kept; try again in a minute.', name),
			{ cause },
		),
	/** Nobody knows whether it was done. */
	unclear: (name: string, cause: unknown) =>
		new FaultlineError(
			'chat.unclear',
			l10n.t('{0} did not say whether it was done. Look there before it is tried again.', name),
			{ cause },
		),
	malformed: (name: string, cause: unknown) =>
		new FaultlineError(
			'chat.malformed',
			l10n.t('{0} answered with something else than expected. Is the address the one of its API?', name),
			{ cause },
		),
};
