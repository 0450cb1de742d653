import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { gitUri } from '../editor/gitDocuments';
import { framePlace } from '../flows/framePlace';
import { openAtRevision, openGone } from '../flows/openFile';
import { whereNow } from '../flows/whereNow';
import { shortSha } from '../words';

/** The file of a frame as it was deployed beside what it is now, at the line. */
export const compareFrame: Command = async (app, run, argument) => {
	const place = await framePlace(app, run, argument);
	if (place && 'uri' in place) {
		await app.lines.open(place.uri, place.line);
		return;
	}
	if (place?.repository.isBare) {
		await openAtRevision(app, place);
		return;
	}
	const now =
		place && (await run.work(l10n.t('Finding the line'), (_report, signal) => whereNow(app, place, signal, false)));
	if (!place || !now) {
		return;
	}
	if (now.drift.kind === 'fileGone' || !now.uri) {
		openGone(app, run, place, now.drift.kind === 'fileGone' ? now.drift.removedBy : undefined);
		return;
	}
	const { repository, revision, path, line } = place;
	const name = (now.renamedTo ?? path).replace(/^.*\//, '');
	const start = new vscode.Position(now.drift.line - 1, 0);
	await vscode.commands.executeCommand(
		'vscode.diff',
		gitUri(repository, revision, path),
		now.uri,
		l10n.t('{0} (deployed {1} ↔ Working Tree)', name, shortSha(revision)),
		{ preview: true, ...(line !== undefined && { selection: new vscode.Range(start, start) }) },
	);
};
