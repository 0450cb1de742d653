import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../../base/errors';

export const notJson = (name: string, cause: unknown) =>
	new FaultlineError(
		'exchange.notJson',
		l10n.t('{0} is no JSON, so nothing was imported. Choose a file that Faultline exported.', name),
		{ cause },
	);

export const notOurs = (name: string) =>
	new FaultlineError(
		'exchange.notOurs',
		l10n.t('{0} holds no incidents, so nothing was imported. Choose a file that Faultline exported as JSON.', name),
	);

export const newerFile = (name: string) =>
	new FaultlineError(
		'exchange.newer',
		l10n.t(
			'{0} was exported by a newer version of Faultline, so nothing was imported. Update Faultline and try again.',
			name,
		),
	);

export const unreadFile = (name: string, cause: unknown) =>
	new FaultlineError(
		'exchange.notRead',
		l10n.t(
			'{0} could not be read, so nothing was imported. See that it is there and may be read, and try again.',
			name,
		),
		{ cause },
	);

export const unwrittenFile = (name: string, cause: unknown) =>
	new FaultlineError(
		'exchange.notWritten',
		l10n.t('{0} could not be written. The incidents are unchanged; choose another place.', name),
		{ cause },
	);

export const tooLargeFile = (name: string, limitMb: number) =>
	new FaultlineError(
		'exchange.tooLarge',
		l10n.t('{0} is larger than {1} MB, so nothing was imported. Export fewer incidents at a time.', name, limitMb),
	);
