import * as vscode from 'vscode';
import { assertNever } from '../../base/assertNever';
import { isSameFile, isWebAddress } from '../../core/incident/links';
import type { Incident } from '../../core/incident/record';
import type { Opening } from '../../protocol/page';
import type { App } from '../app';
import { fileInside } from '../editor/insideRepository';
import { fileGone } from '../errors';
import { remedyOf } from '../remedies';
import { problemsOf } from './pageEvidence';

/**
 * Opens what the page was asked for. A page may be out of date, and what it says comes from texts of others: only what the incident holds is
 * opened.
 *
 * @throws FaultlineError `workspace.*`
 */
export async function open(app: App, incident: Incident, what: Opening): Promise<void> {
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
		case 'whyNot':
			return run('faultline.whyNotThisCommit', what.sha === undefined ? {} : { sha: what.sha });
		case 'suspectFile':
			return run('faultline.openSuspectFile', { path: what.path });
		case 'attachedFile':
			return openAttached(app, incident, what);
		case 'link':
			if (isWebAddress(what.url) && (incident.links ?? []).some(({ url }) => url === what.url)) {
				await vscode.env.openExternal(vscode.Uri.parse(what.url, true));
			}
			return;
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

async function openAttached(
	app: App,
	{ files = [], repository: own }: Incident,
	what: Extract<Opening, { kind: 'attachedFile' }>,
): Promise<void> {
	const file = files.find((one) => isSameFile(one, what));
	if (!file) {
		return;
	}
	const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
	const roots = file.repository === undefined ? [...(own === undefined ? [] : [own]), ...folders] : [file.repository];
	for (const root of roots) {
		const found = await fileInside(root, file.path);
		if (found !== undefined) {
			await app.lines.open(vscode.Uri.file(found), undefined);
			return;
		}
	}
	throw fileGone(file.path);
}
