import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../base/errors';
import type { Need, Status } from '../core/incident/status';
import { statusWord } from '../core/incident/statusWord';

export const unknownIncident = (what: string) =>
	new FaultlineError(
		'incident.unknown',
		l10n.t(
			'There is no incident {0} any more, so nothing was changed. It may have been deleted in another window.',
			what,
		),
	);

export const illegalTransition = (key: string, from: Status, to: Status) =>
	new FaultlineError(
		'incident.illegalTransition',
		l10n.t(
			'{0} is {1} and cannot become {2} from there, so nothing was changed. Choose another status.',
			key,
			statusWord(from),
			statusWord(to),
		),
	);

export const noteMissing = (key: string, to: Status, need: Need) =>
	new FaultlineError(
		'incident.noteMissing',
		need === 'verificationNote'
			? l10n.t('{0} was not changed to {1}: say how it was verified that the incident is over.', key, statusWord(to))
			: l10n.t('{0} was not changed to {1}: say why it is reopened.', key, statusWord(to)),
	);
