import * as vscode from 'vscode';
import { isWebAddress } from '../../core/incident/links';
import { partAt } from '../../core/review/evidence';
import type { App } from '../app';

/** Opens what a review links to as evidence: a part of a record that is here, or a page of the web. What somebody wrote opens nothing else. */
export async function openEvidence(app: App, url: string): Promise<void> {
	const found = partAt(url);
	if (!found) {
		if (isWebAddress(url)) {
			await vscode.commands.executeCommand('vscode.open', url);
		}
		return;
	}
	const incidentId = (await app.incidents()).find(found.key)?.id;
	if (incidentId === undefined) {
		return;
	}
	const { part } = found;
	switch (part.kind) {
		case 'event':
			return app.openPage(incidentId, { entry: part.id });
		case 'commit':
			return vscode.commands.executeCommand('faultline.showCommitDiff', { incidentId, sha: part.sha });
		case 'note':
			return vscode.commands.executeCommand('faultline.showRootCauseNote', { incidentId, noteId: part.id });
		default: {
			const [trace, exception, frame] = part.at;
			return vscode.commands.executeCommand('faultline.openFrame', { incidentId, trace, exception, frame });
		}
	}
}
