import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { assertNever } from '../../base/assertNever';
import type { Drift } from '../../core/frames/drift';
import type { Commit, Repository } from '../../core/ports/repository';
import type { App } from '../app';
import { driftSentence } from '../driftSentence';
import { gitUri } from '../editor/gitDocuments';
import { fileInside } from '../editor/insideRepository';
import type { Button, Run } from '../run';
import { ago, shortSha } from '../words';

const STATUS_MS = 8000;

/** A place in the code as it was deployed. */
export interface DeployedPlace {
	readonly repository: Repository;
	/** Full object name. */
	readonly revision: string;
	/** Repository-relative, slashes. */
	readonly path: string;
	/** 1-based. */
	readonly line: number | undefined;
}

/** Opens a place of the deployed code where it is now, open buffers included, and says so where it is not what it was. */
export async function openDeployedPlace(app: App, run: Run, place: DeployedPlace): Promise<void> {
	const { repository, path } = place;
	if (repository.isBare) {
		await openAtRevision(app, place);
		return;
	}
	const { file, drift } = await run.work(l10n.t('Finding the line'), async (_report, signal) => {
		const found = await fileInside(repository.root, path);
		const text = found === undefined ? undefined : await textNow(found);
		const line = place.line ?? 1;
		return { file: found, drift: await app.whereIsLineNow({ ...place, line, text }, signal) };
	});
	if (drift.kind === 'fileGone') {
		await openGone(app, run, place, drift);
	} else if (file !== undefined) {
		await app.lines.open(vscode.Uri.file(file), place.line === undefined ? undefined : drift.line);
		if (place.line !== undefined) {
			await tellDrift(app, run, { ...place, line: place.line }, drift);
		}
	}
}

/** Says where the line is not what it was: in passing where it only moved, with the commit where it was edited or deleted. */
async function tellDrift(
	app: App,
	run: Run,
	place: DeployedPlace & { readonly line: number },
	drift: Exclude<Drift, { kind: 'fileGone' }>,
): Promise<void> {
	const { repository } = place;
	switch (drift.kind) {
		case 'exact':
			return;
		case 'moved':
			say(driftSentence(place, drift));
			return;
		case 'changed':
		case 'gone': {
			const commit = await run.work(l10n.t('Looking for the change'), (_report, signal) =>
				app.whoChangedLine(place, signal),
			);
			run.tell(
				'info',
				driftSentence(place, drift, commit),
				...(commit ? [showChange(repository, place.path, commit)] : []),
				{ title: l10n.t('Open at Deployed Revision'), act: () => openAtRevision(app, place) },
			);
			return;
		}
		default:
			assertNever(drift);
	}
}

/** The file before and after the commit, side by side. */
function showChange(repository: Repository, path: string, { sha, parents, subject }: Commit): Button {
	return {
		title: l10n.t('Show Change'),
		act: async () => {
			const [parent] = parents;
			const left = gitUri(repository, parent ?? sha, path);
			await vscode.commands.executeCommand(
				'vscode.diff',
				left,
				gitUri(repository, sha, path),
				`${shortSha(sha)} ${subject}`,
			);
		},
	};
}

/** Opens the file as it was at the deployed revision, read-only. */
export async function openAtRevision(app: App, { repository, revision, path, line }: DeployedPlace): Promise<void> {
	await app.lines.open(gitUri(repository, revision, path), line);
}

export async function openGone(
	app: App,
	run: Run,
	place: DeployedPlace,
	{ removedBy, renamedTo }: Extract<Drift, { kind: 'fileGone' }>,
): Promise<void> {
	const file = renamedTo === undefined ? undefined : await fileInside(place.repository.root, renamedTo);
	if (renamedTo !== undefined && file !== undefined) {
		const text = await textNow(file);
		const drift = await run.work(l10n.t('Finding the line'), (_report, signal) =>
			app.whereIsLineNow({ ...place, line: place.line ?? 1, text }, signal),
		);
		await app.lines.open(vscode.Uri.file(file), drift.kind === 'fileGone' ? undefined : drift.line);
		say(l10n.t('{0} is called {1} now.', place.path, renamedTo));
		return;
	}
	const sentence = removedBy
		? l10n.t(
				'{0} was deleted in {1} “{2}” ({3}).',
				place.path,
				shortSha(removedBy.sha),
				removedBy.subject,
				ago(removedBy.date, Date.now(), vscode.env.language),
			)
		: l10n.t('{0} is not in the working tree.', place.path);
	run.tell('info', sentence, {
		title: l10n.t('Open at Deployed Revision'),
		act: () => openAtRevision(app, place),
	});
}

/** The file's text as the person sees it: the open buffer where there is one. */
export async function textNow(file: string): Promise<string> {
	return (await vscode.workspace.openTextDocument(vscode.Uri.file(file))).getText();
}

/** How a line came to be where it is; empty where it did not move. */
export function say(sentence: string): void {
	if (sentence !== '') {
		vscode.window.setStatusBarMessage(`$(info) ${sentence}`, STATUS_MS);
	}
}
