import { actionAdded } from './actionAdded';
import { actionDone } from './actionDone';
import { actionEdited } from './actionEdited';
import { actionLinked } from './actionLinked';
import { actionRemoved } from './actionRemoved';
import { actionReopened } from './actionReopened';
import { alertsSeen } from './alertsSeen';
import { bisectionFinished } from './bisectionFinished';
import { branchPrepared } from './branchPrepared';
import { branchPushed } from './branchPushed';
import { changeUndone } from './changeUndone';
import { checkRecorded } from './checkRecorded';
import type { EventType } from './define';
import { escalationRaised } from './escalationRaised';
import { evidenceAdded } from './evidenceAdded';
import { fileAttached } from './fileAttached';
import { fileDetached } from './fileDetached';
import { frameChosen } from './frameChosen';
import { incidentCreated } from './incidentCreated';
import { incidentDeleted } from './incidentDeleted';
import { incidentEdited } from './incidentEdited';
import { incidentErased } from './incidentErased';
import { incidentRestored } from './incidentRestored';
import { issueSynced } from './issueSynced';
import { linkAdded } from './linkAdded';
import { linkRemoved } from './linkRemoved';
import { majorDeclared } from './majorDeclared';
import { majorStoodDown } from './majorStoodDown';
import { messageClaimed } from './messageClaimed';
import { messageComposed } from './messageComposed';
import { messageDiscarded } from './messageDiscarded';
import { messageFailed } from './messageFailed';
import { messageSent } from './messageSent';
import { noteAdded } from './noteAdded';
import { priorityOverridden } from './priorityOverridden';
import { pullRequestOpened } from './pullRequestOpened';
import { reviewWritten } from './reviewWritten';
import { roleAssigned } from './roleAssigned';
import { rootCauseNoteAdded } from './rootCauseNoteAdded';
import { rootCauseNoteDeleted } from './rootCauseNoteDeleted';
import { rootCauseNoteEdited } from './rootCauseNoteEdited';
import { rootCauseNoteReopened } from './rootCauseNoteReopened';
import { rootCauseNoteReplied } from './rootCauseNoteReplied';
import { rootCauseNoteResolved } from './rootCauseNoteResolved';
import { statusChanged } from './statusChanged';
import { suspectConfirmed } from './suspectConfirmed';
import { suspectDismissed } from './suspectDismissed';
import { suspectsAnalyzed } from './suspectsAnalyzed';
import { timesCorrected } from './timesCorrected';
import { updateSnoozed } from './updateSnoozed';
import { updateWritten } from './updateWritten';
import { verdictWithdrawn } from './verdictWithdrawn';

/** Every type of event this version knows; a new one is a file and a line here. */
export const eventTypes: readonly EventType[] = [
	incidentCreated,
	incidentEdited,
	statusChanged,
	evidenceAdded,
	suspectsAnalyzed,
	suspectConfirmed,
	suspectDismissed,
	verdictWithdrawn,
	bisectionFinished,
	branchPrepared,
	branchPushed,
	pullRequestOpened,
	frameChosen,
	priorityOverridden,
	timesCorrected,
	roleAssigned,
	escalationRaised,
	majorDeclared,
	majorStoodDown,
	updateWritten,
	updateSnoozed,
	messageComposed,
	messageClaimed,
	messageSent,
	messageFailed,
	messageDiscarded,
	noteAdded,
	rootCauseNoteAdded,
	rootCauseNoteEdited,
	rootCauseNoteReplied,
	rootCauseNoteResolved,
	rootCauseNoteReopened,
	rootCauseNoteDeleted,
	linkAdded,
	linkRemoved,
	issueSynced,
	alertsSeen,
	fileAttached,
	fileDetached,
	reviewWritten,
	actionAdded,
	actionEdited,
	actionLinked,
	actionDone,
	actionReopened,
	actionRemoved,
	checkRecorded,
	changeUndone,
	incidentDeleted,
	incidentRestored,
	incidentErased,
];

const byType = new Map(eventTypes.map((known) => [known.type, known]));

/** What is known about a type; undefined for one of a newer version. */
export function eventType(type: string): EventType | undefined {
	return byType.get(type);
}
