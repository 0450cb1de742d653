import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';

export const storeStopped = (cause: unknown) =>
	new FaultlineError(
		'store.stopped',
		l10n.t('The incident store stopped, so this was not done. What was saved is on disk. Reload the window to go on.'),
		{ cause },
	);
