import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';

export const notConnected = () =>
	new FaultlineError(
		'chat.notConnected',
		l10n.t(
			'This channel is not connected on this machine, so nothing was sent. It is kept; connect the channel first.',
		),
	);

/** @param scope that the person has to add */
export const cannotWrite = (team: string, scope: string) =>
	new FaultlineError(
		'chat.missingScope',
		l10n.t(
			'The token for {0} lacks the permission {1}, without which nothing can be sent. Add it to the app under “OAuth & Permissions”, install the app anew, and connect again.',
			team,
			scope,
		),
	);
