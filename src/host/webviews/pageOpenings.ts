import * as vscode from 'vscode';
import { assertNever } from '../../base/assertNever';
import type { Incident } from '../../core/incident/record';
import type { Opening } from '../../protocol/page';
import { remedyOf } from '../remedies';
import { problemsOf } from './pageEvidence';

/**
 * Opens what the page was asked for, by the commands that do so elsewhere. A page may be out of date, and what it says comes from texts of others:
 * these commands open only what the incident holds.
 */
export async function open(incident: Incident, what: Opening): Promise<void> {
	const { id: incidentId } = incident;
	const run = (command: string, more: object = {}) =>
		vscode.commands.executeCommand<void>(command, { incidentId, ...more });
	switch (what.kind) {
		case 'frame': {
			const { trace, exception, frame } = what;
			return run('faultline.openFrame', { trace, exception, frame });
		}
		case 'diff':
			return run('faultline.showCommitDiff', { sha: what.sha });
		case 'revert':
			return run('faultline.revertSuspect', { sha: what.sha });
		case 'pullRequest':
			return run('faultline.openPullRequest', { sha: what.sha, number: what.number });
		case 'whyNot':
			return run('faultline.whyNotThisCommit', what.sha === undefined ? {} : { sha: what.sha });
		case 'suspectFile':
			return run('faultline.openSuspectFile', { path: what.path, line: what.line });
		case 'attachedFile': {
			const { path, repository } = what;
			return run('faultline.openAttachedFile', { path, ...(repository !== undefined && { repository }) });
		}
		case 'rootCauseNote':
			return run('faultline.showRootCauseNote', { noteId: what.noteId });
		case 'link':
			return run('faultline.openLink', { url: what.url });
		case 'alert':
			return run('faultline.openAlert', { alert: what.alert });
		case 'acknowledgeAlert':
			return run('faultline.acknowledgeAlert', { alert: what.alert });
		case 'escalateAlert':
			return run('faultline.escalateAlert', { alert: what.alert });
		case 'resolveAlert':
			return run('faultline.resolveAlert', { alert: what.alert });
		case 'issue':
			return run('faultline.sendToIssue', { url: what.url });
		case 'incident':
			return vscode.commands.executeCommand<void>('faultline.openIncident', { incidentId: what.id });
		case 'compose':
			return run('faultline.composeUpdate');
		case 'sendAgain':
			return run('faultline.sendMessageAgain', { message: what.message });
		case 'discardMessage':
			return run('faultline.discardMessage', { message: what.message });
		case 'review':
			return run('faultline.writeReview');
		case 'actionIssue':
			return run('faultline.openActionIssue', { actionId: what.action });
		case 'editAction':
			return run('faultline.editAction', { actionId: what.action });
		case 'edit':
			return run('faultline.editIncident');
		case 'analyze':
			return run('faultline.analyzeSuspects');
		case 'nameCause':
			return run('faultline.nameCause');
		case 'setRevision':
			return run('faultline.setDeployedRevision');
		case 'remedy': {
			const problem = problemsOf(incident)[what.problem];
			const remedy = problem && remedyOf(problem.code, incidentId);
			if (remedy) {
				await vscode.commands.executeCommand(remedy.command, ...remedy.args);
			}
			return;
		}
		default:
			return assertNever(what);
	}
}
