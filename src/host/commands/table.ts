import type { Command } from '../app';
import { acknowledge } from './acknowledge';
import {
	addAction,
	completeAction,
	createActionIssue,
	editAction,
	openActionIssue,
	removeAction,
	reopenAction,
} from './actions';
import {
	acknowledgeAlert,
	addAlertSource,
	annotateIncident,
	createIncidentFromPayload,
	escalateAlert,
	fetchAlerts,
	manageAlertSources,
	openAlert,
	resolveAlert,
} from './alerts';
import { analyzeSuspects } from './analyzeSuspects';
import { clearFilter, filterIncidents, groupBy, showMoreIncidents, sortBy } from './arrangeIncidents';
import { assign, assignToMe } from './assign';
import { assignRole } from './assignRole';
import { attachFile, detachFile, openAttachedFile } from './attachFile';
import { bisect } from './bisect';
import { changeHome } from './changeHome';
import { checkOff } from './checkOff';
import { chooseActiveIncident } from './chooseActiveIncident';
import { chooseSourceMapFolder } from './chooseSourceMapFolder';
import { compareFrame } from './compareFrame';
import { composeUpdate } from './composeUpdate';
import { connectSlack, connectTeams, disconnectChat } from './connectChat';
import { connectPostgres } from './connectPostgres';
import { copySha } from './copySha';
import { copyAsEmail, copyStatusPageText } from './copyUpdate';
import { correctTimes } from './correctTimes';
import { createIncidentFromClipboard } from './createIncidentFromClipboard';
import { createIncidentFromDebugger } from './createIncidentFromDebugger';
import { createIncidentFromSelection } from './createIncidentFromSelection';
import { createIncidentFromTerminal } from './createIncidentFromTerminal';
import { createIncidentFromTestFailure } from './createIncidentFromTestFailure';
import { createSlackChannel } from './createSlackChannel';
import { deleteIncident } from './deleteIncident';
import { deletePermanently } from './deletePermanently';
import { editIncident } from './editIncident';
import { escalate } from './escalate';
import { exportAllIncidents, exportIncident } from './exportIncident';
import { fetchFiles } from './fetchFiles';
import { fetchHistory } from './fetchHistory';
import { removeGitHubToken, setGitHubToken, signInToGitHub } from './gitHubSignIn';
import { handOverNote } from './handOver';
import { importIncidents } from './importIncidents';
import { importRecords } from './importRecords';
import { createIncidentFromIssue, createIssue, importIssues, linkIssue, sendToIssue, syncIssues } from './issues';
import { confirmSuspect, dismissSuspect, withdrawVerdict } from './judgeSuspect';
import { addLink, copyLink, openLink, removeLink } from './links';
import { declareMajor, standDown, writeUpdate } from './major';
import { mapFramePath } from './mapFramePath';
import { nameCause } from './nameCause';
import { newIncident } from './newIncident';
import { nextFrame, previousFrame } from './nextFrame';
import { addNote, removeNote, showNote } from './notes';
import { openDashboard } from './openDashboard';
import { openFrame } from './openFrame';
import { openFrameAtRevision } from './openFrameAtRevision';
import { openIncident } from './openIncident';
import { openPullRequest } from './openPullRequest';
import { openSuspectFile } from './openSuspectFile';
import { openWalkthrough } from './openWalkthrough';
import { reopen } from './reopen';
import { abortRevert, cherryPickFix, continueRevert, createPullRequest, revertSuspect, rollBack } from './revert';
import {
	addRootCauseNote,
	cancelRootCauseNoteEdit,
	deleteRootCauseNote,
	discardRootCauseNote,
	editRootCauseNote,
	groupRootCauseNotes,
	reopenRootCauseNote,
	replyToRootCauseNote,
	resolveRootCauseNote,
	saveRootCauseNote,
	saveRootCauseNoteEdit,
	showRootCauseNote,
} from './rootCauseNotes';
import { searchIncidents } from './searchIncidents';
import { secondOpinion } from './secondOpinion';
import { discardMessage, sendMessageAgain } from './sendMessageAgain';
import { setDeployedRevision } from './setDeployedRevision';
import { setPriority } from './setPriority';
import { setService } from './setService';
import { setStatus } from './setStatus';
import { showBisectOutput } from './showBisectOutput';
import { showCommitDiff } from './showCommitDiff';
import { showLog } from './showLog';
import { showRedactionRules } from './showRedactionRules';
import { showSuspectPrecision } from './showSuspectPrecision';
import { snoozeUpdate } from './snoozeUpdate';
import { stepThroughTrace } from './stepThroughTrace';
import { undoChange } from './undoChange';
import { undoDelete } from './undoDelete';
import { whyNotThisCommit } from './whyNotThisCommit';
import { editReviewAsMarkdown, exportReview, postReview, requestReview, saveReview, writeReview } from './writeReview';

/** Every command, by the id package.json knows it by; a test holds the two together. */
export const commands: Readonly<Record<string, Command | undefined>> = {
	'faultline.createIncidentFromClipboard': createIncidentFromClipboard,
	'faultline.createIncidentFromSelection': createIncidentFromSelection,
	'faultline.createIncidentFromTerminal': createIncidentFromTerminal,
	'faultline.createIncidentFromTestFailure': createIncidentFromTestFailure,
	'faultline.createIncidentFromDebugger': createIncidentFromDebugger,
	'faultline.newIncident': newIncident,
	'faultline.editIncident': editIncident,
	'faultline.openIncident': openIncident,
	'faultline.searchIncidents': searchIncidents,
	'faultline.openDashboard': openDashboard,
	'faultline.analyzeSuspects': analyzeSuspects,
	'faultline.setDeployedRevision': setDeployedRevision,
	'faultline.chooseSourceMapFolder': chooseSourceMapFolder,
	'faultline.fetchFiles': fetchFiles,
	'faultline.fetchHistory': fetchHistory,
	'faultline.openFrame': openFrame,
	'faultline.openFrameAtRevision': openFrameAtRevision,
	'faultline.compareFrame': compareFrame,
	'faultline.stepThroughTrace': stepThroughTrace,
	'faultline.nextFrame': nextFrame,
	'faultline.previousFrame': previousFrame,
	'faultline.openSuspectFile': openSuspectFile,
	'faultline.showCommitDiff': showCommitDiff,
	'faultline.copySha': copySha,
	'faultline.confirmSuspect': confirmSuspect,
	'faultline.dismissSuspect': dismissSuspect,
	'faultline.withdrawVerdict': withdrawVerdict,
	'faultline.nameCause': nameCause,
	'faultline.showSuspectPrecision': showSuspectPrecision,
	'faultline.secondOpinion': secondOpinion,
	'faultline.whyNotThisCommit': whyNotThisCommit,
	'faultline.bisect': bisect,
	'faultline.showBisectOutput': showBisectOutput,
	'faultline.revertSuspect': revertSuspect,
	'faultline.createPullRequest': createPullRequest,
	'faultline.rollBack': rollBack,
	'faultline.cherryPickFix': cherryPickFix,
	'faultline.continueRevert': continueRevert,
	'faultline.abortRevert': abortRevert,
	'faultline.setStatus': setStatus,
	'faultline.groupBy': groupBy,
	'faultline.sortBy': sortBy,
	'faultline.filterIncidents': filterIncidents,
	'faultline.clearFilter': clearFilter,
	'faultline.showMoreIncidents': showMoreIncidents,
	'faultline.setPriority': setPriority,
	'faultline.setService': setService,
	'faultline.assign': assign,
	'faultline.assignToMe': assignToMe,
	'faultline.attachFile': attachFile,
	'faultline.openAttachedFile': openAttachedFile,
	'faultline.detachFile': detachFile,
	'faultline.addLink': addLink,
	'faultline.openLink': openLink,
	'faultline.copyLink': copyLink,
	'faultline.removeLink': removeLink,
	'faultline.createIssue': createIssue,
	'faultline.linkIssue': linkIssue,
	'faultline.createIncidentFromIssue': createIncidentFromIssue,
	'faultline.importIssues': importIssues,
	'faultline.syncIssues': syncIssues,
	'faultline.sendToIssue': sendToIssue,
	'faultline.addAlertSource': addAlertSource,
	'faultline.manageAlertSources': manageAlertSources,
	'faultline.fetchAlerts': fetchAlerts,
	'faultline.createIncidentFromPayload': createIncidentFromPayload,
	'faultline.acknowledgeAlert': acknowledgeAlert,
	'faultline.resolveAlert': resolveAlert,
	'faultline.escalateAlert': escalateAlert,
	'faultline.annotateIncident': annotateIncident,
	'faultline.openAlert': openAlert,
	'faultline.openPullRequest': openPullRequest,
	'faultline.signInToGitHub': signInToGitHub,
	'faultline.setGitHubToken': setGitHubToken,
	'faultline.removeGitHubToken': removeGitHubToken,
	'faultline.addNote': addNote,
	'faultline.showNote': showNote,
	'faultline.removeNote': removeNote,
	'faultline.addRootCauseNote': addRootCauseNote,
	'faultline.saveRootCauseNote': saveRootCauseNote,
	'faultline.discardRootCauseNote': discardRootCauseNote,
	'faultline.replyToRootCauseNote': replyToRootCauseNote,
	'faultline.resolveRootCauseNote': resolveRootCauseNote,
	'faultline.reopenRootCauseNote': reopenRootCauseNote,
	'faultline.editRootCauseNote': editRootCauseNote,
	'faultline.saveRootCauseNoteEdit': saveRootCauseNoteEdit,
	'faultline.cancelRootCauseNoteEdit': cancelRootCauseNoteEdit,
	'faultline.deleteRootCauseNote': deleteRootCauseNote,
	'faultline.showRootCauseNote': showRootCauseNote,
	'faultline.groupRootCauseNotes': groupRootCauseNotes,
	'faultline.acknowledge': acknowledge,
	'faultline.assignRole': assignRole,
	'faultline.escalate': escalate,
	'faultline.declareMajor': declareMajor,
	'faultline.writeUpdate': writeUpdate,
	'faultline.standDown': standDown,
	'faultline.composeUpdate': composeUpdate,
	'faultline.sendMessageAgain': sendMessageAgain,
	'faultline.discardMessage': discardMessage,
	'faultline.snoozeUpdate': snoozeUpdate,
	'faultline.copyStatusPageText': copyStatusPageText,
	'faultline.copyAsEmail': copyAsEmail,
	'faultline.handOverNote': handOverNote,
	'faultline.createSlackChannel': createSlackChannel,
	'faultline.connectSlack': connectSlack,
	'faultline.connectTeams': connectTeams,
	'faultline.disconnectChat': disconnectChat,
	'faultline.correctTimes': correctTimes,
	'faultline.reopen': reopen,
	'faultline.undoChange': undoChange,
	'faultline.writeReview': writeReview,
	'faultline.editReviewAsMarkdown': editReviewAsMarkdown,
	'faultline.saveReview': saveReview,
	'faultline.requestReview': requestReview,
	'faultline.exportReview': exportReview,
	'faultline.postReview': postReview,
	'faultline.checkOff': checkOff,
	'faultline.addAction': addAction,
	'faultline.editAction': editAction,
	'faultline.completeAction': completeAction,
	'faultline.reopenAction': reopenAction,
	'faultline.removeAction': removeAction,
	'faultline.createActionIssue': createActionIssue,
	'faultline.openActionIssue': openActionIssue,
	'faultline.chooseActiveIncident': chooseActiveIncident,
	'faultline.deleteIncident': deleteIncident,
	'faultline.deletePermanently': deletePermanently,
	'faultline.exportIncident': exportIncident,
	'faultline.exportAllIncidents': exportAllIncidents,
	'faultline.importIncidents': importIncidents,
	'faultline.importRecords': importRecords,
	'faultline.undoDelete': undoDelete,
	'faultline.mapFramePath': mapFramePath,
	'faultline.changeHome': changeHome,
	'faultline.connectPostgres': connectPostgres,
	'faultline.showRedactionRules': showRedactionRules,
	'faultline.showLog': showLog,
	'faultline.openWalkthrough': openWalkthrough,
};
