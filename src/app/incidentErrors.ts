import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../base/errors';
import { isoText } from '../base/isoTime';
import { type Check, type ClosureRules, checkName } from '../core/incident/closure';
import type { Need, Status } from '../core/incident/status';
import { statusWord } from '../core/incident/statusWord';
import { timeName } from '../core/incident/timeName';
import type { IncidentTime } from '../core/incident/times';

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

export const noteMissing = (key: string, to: Status, need: Exclude<Need, 'review' | 'checks'>) =>
	new FaultlineError(
		'incident.noteMissing',
		need === 'verificationNote'
			? l10n.t('{0} was not changed to {1}: say how it was verified that the incident is over.', key, statusWord(to))
			: l10n.t('{0} was not changed to {1}: say why it is reopened.', key, statusWord(to)),
	);

export const reviewMissing = (key: string, to: Status) =>
	new FaultlineError(
		'incident.reviewMissing',
		l10n.t(
			'{0} was not changed to {1}: it is P1 or was a major incident, so a post-incident review is due. Write one first.',
			key,
			statusWord(to),
		),
	);

export const reviewIsDraft = (key: string) =>
	new FaultlineError(
		'incident.reviewIsDraft',
		l10n.t('{0} was not closed: its post-incident review is still a draft. Complete it first.', key),
	);

export const reviewChanged = (key: string) =>
	new FaultlineError(
		'incident.reviewChanged',
		l10n.t(
			'The review of {0} was changed elsewhere meanwhile, so it was not written over. What you wrote is kept; compare both.',
			key,
		),
	);

export const checksMissing = (key: string, checks: readonly Check[], rules: ClosureRules) =>
	new FaultlineError(
		'incident.checksMissing',
		l10n.t(
			'{0} was not closed. Not verified yet: {1}. Check them off first.',
			key,
			checks.map((check) => checkName(check, rules)).join('; '),
		),
	);

export const tooSoon = (key: string, from: number | undefined, minutes: number) =>
	new FaultlineError(
		'incident.tooSoon',
		from === undefined
			? l10n.t('{0} is not resolved yet, so its alert cannot have been quiet since. Resolve it first.', key)
			: from === Number.POSITIVE_INFINITY
				? l10n.t('An alert of {0} is still on, so it was not quiet. Check it off once that has ended.', key)
				: l10n.t(
						'The alert of {0} counts as quiet {1} minutes after it was resolved: from {2} on. Check it off then.',
						key,
						minutes,
						isoText(from),
					),
	);

export const actionGone = (key: string) =>
	new FaultlineError(
		'incident.actionGone',
		l10n.t('{0} has no such action item any more, so nothing was changed. It may have been removed elsewhere.', key),
	);

export const badAction = (key: string) =>
	new FaultlineError(
		'incident.badAction',
		l10n.t(
			'The action item of {0} was not saved: a day is written as 2026-12-01, an issue as its address. Correct it and try again.',
			key,
		),
	);

/** What a person has to say before something is recorded. */
export type Wanted =
	| 'overrideReason'
	| 'escalation'
	| 'major'
	| 'summary'
	| 'update'
	| 'note'
	| 'rootCauseNote'
	| 'review'
	| 'snooze'
	| 'action';

export const textMissing = (key: string, wanted: Wanted) =>
	new FaultlineError(
		'incident.textMissing',
		{
			overrideReason: l10n.t(
				'The priority of {0} was not changed: say why it is another one than the matrix gives.',
				key,
			),
			escalation: l10n.t('{0} was not escalated: say to whom, and why.', key),
			major: l10n.t('{0} was not declared a major incident: say why it is one, and who is to be told.', key),
			summary: l10n.t('{0} was not stood down: sum up how the major incident ended.', key),
			update: l10n.t(
				'No update was recorded for {0}: say what is known, whom it concerns, or what is being done.',
				key,
			),
			note: l10n.t('Nothing was added to the timeline of {0}: write what happened.', key),
			rootCauseNote: l10n.t(
				'The note on {0} was not saved: it is empty. Write what the lines have to do with it.',
				key,
			),
			review: l10n.t('The review of {0} was not saved: it is empty.', key),
			snooze: l10n.t('The next update of {0} was not put off: say why, for those who wait.', key),
			action: l10n.t('Nothing was added to {0}: say what is to be done.', key),
		}[wanted],
	);

export const badInterval = (key: string) =>
	new FaultlineError(
		'incident.badInterval',
		l10n.t('{0} was not declared a major incident: updates are due every so many whole minutes, one at least.', key),
	);

export const notMajor = (key: string) =>
	new FaultlineError(
		'incident.notMajor',
		l10n.t(
			'{0} is no major incident now, so there is nothing to stand down from. It may have been done elsewhere.',
			key,
		),
	);

export const timeAhead = (key: string, time: IncidentTime) =>
	new FaultlineError(
		'incident.timeAhead',
		l10n.t('The times of {0} were not changed: its {1} would be in the future.', key, timeName(time)),
	);

export const noteAhead = (key: string) =>
	new FaultlineError(
		'incident.timeAhead',
		l10n.t('Nothing was added to the timeline of {0}: it would have happened in the future.', key),
	);

export const timeNotReached = (key: string, time: IncidentTime) =>
	new FaultlineError(
		'incident.timeNotReached',
		l10n.t(
			'The times of {0} were not changed: there is no {1} yet that could be corrected. Change its status first.',
			key,
			timeName(time),
		),
	);

export const timesOutOfOrder = (
	key: string,
	[step, at]: readonly [IncidentTime, number],
	[next, nextAt]: readonly [IncidentTime, number],
) =>
	new FaultlineError(
		'incident.timesOutOfOrder',
		l10n.t(
			'The times of {0} were not changed: its {1} ({2}) would be later than its {3} ({4}). Choose another time, or correct both.',
			key,
			timeName(step),
			isoText(at),
			timeName(next),
			isoText(nextAt),
		),
	);

export const badAddress = (key: string) =>
	new FaultlineError(
		'incident.badAddress',
		l10n.t('{0} was not linked: an address begins with https:// or http://. Correct it and try again.', key),
	);

export const badPath = (key: string) =>
	new FaultlineError(
		'incident.badPath',
		l10n.t('Nothing was attached to {0}: the file is in no repository. Choose one that is.', key),
	);

export const badAnchor = (key: string) =>
	new FaultlineError(
		'incident.badAnchor',
		l10n.t('The note on {0} was not saved: it is about no lines of a file in a repository. Select some lines.', key),
	);

export const noteGone = (key: string) =>
	new FaultlineError(
		'incident.noteGone',
		l10n.t('That note of {0} is not there any more, so nothing was changed. It may have been deleted elsewhere.', key),
	);

export const nothingToUndo = (key: string) =>
	new FaultlineError('incident.nothingToUndo', l10n.t('There is no change of {0} that could be undone.', key));

export const cannotUndo = (key: string) =>
	new FaultlineError(
		'incident.cannotUndo',
		l10n.t('Nothing of {0} was undone: that change is not there, was undone before, or stays for good.', key),
	);

export const messageEmpty = (key: string) =>
	new FaultlineError(
		'message.empty',
		l10n.t('Nothing was sent about {0}: write a title, and choose where it goes. What you typed is kept.', key),
	);

export const messageTaken = (key: string) =>
	new FaultlineError(
		'message.taken',
		l10n.t('Nothing was sent about {0}: somebody else sends this, or it was sent or discarded meanwhile.', key),
	);

export const nothingDue = (key: string) =>
	new FaultlineError('incident.nothingDue', l10n.t('No update of {0} is due, so there is nothing to put off.', key));

export const snoozeBehind = (key: string) =>
	new FaultlineError(
		'incident.snoozeBehind',
		l10n.t('The next update of {0} was not put off: choose a time behind the one that was promised.', key),
	);

/** Why a message is not sent that says what another one says. */
export const saidAlready = (channel: string) =>
	l10n.t(
		'The same was sent to {0} a moment ago, from another window or by somebody else, so it was not sent twice. Discard it.',
		channel,
	);

export const cancelledSending = () => l10n.t('It was cancelled before it was sent.');

/** Why nobody sends it again by themselves. */
export const unknownSending = (channel: string) =>
	l10n.t(
		'The connection broke off before the chat answered. Look in {0} whether it is there before it is sent again.',
		channel,
	);
