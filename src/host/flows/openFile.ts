import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { assertNever } from '../../base/assertNever';
import type { LineHints } from '../../core/frames/byContent';
import type { Drift } from '../../core/frames/drift';
import type { Commit, Repository } from '../../core/ports/repository';
import type { App } from '../app';
import { driftSentence, goneSentence } from '../driftSentence';
import { gitUri } from '../editor/gitDocuments';
import type { Button, Run } from '../run';
import { shortSha } from '../words';
import { whereNow } from './whereNow';

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
	/** What else is known of the line; asked where the deployed text is not in the repository. */
	readonly hints?: (() => Promise<LineHints>) | undefined;
	/** `revision` stands in for the deployed one, which is not here. */
	readonly isStandIn?: boolean | undefined;
}

/** Opens a place of the deployed code where it is now, open buffers included, and says so where it is not what it was. */
export async function openDeployedPlace(app: App, run: Run, place: DeployedPlace): Promise<void> {
	const { repository, path } = place;
	if (repository.isBare) {
		await openAtRevision(app, place);
		return;
	}
	const { uri, drift, renamedTo } = await run.work(l10n.t('Finding the line'), (_report, signal) =>
		whereNow(app, place, signal),
	);
	if (drift.kind === 'fileGone' || !uri) {
		openGone(app, run, place, drift.kind === 'fileGone' ? drift.removedBy : undefined);
		return;
	}
	await app.lines.open(uri, place.line === undefined ? undefined : drift.line);
	if (renamedTo !== undefined) {
		say(l10n.t('{0} is called {1} now.', path, renamedTo));
	}
	if (place.line !== undefined) {
		await tellDrift(app, run, { ...place, line: place.line }, drift);
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
	const atRevision = { title: l10n.t('Open at Deployed Revision'), act: () => openAtRevision(app, place) };
	switch (drift.kind) {
		case 'exact':
			return;
		case 'moved':
			say(driftSentence(place, drift));
			return;
		case 'elsewhere':
		case 'guessed':
			run.tell('info', driftSentence(place, drift), atRevision);
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
				atRevision,
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

/** Says that a file is not there any more, by which commit where one can be named, and offers the deployed one. */
export function openGone(app: App, run: Run, place: DeployedPlace, removedBy: Commit | undefined): void {
	run.tell('info', goneSentence(place.path, removedBy), {
		title: l10n.t('Open at Deployed Revision'),
		act: () => openAtRevision(app, place),
	});
}

/** How a line came to be where it is; empty where it did not move. */
export function say(sentence: string): void {
	if (sentence !== '') {
		vscode.window.setStatusBarMessage(`$(info) ${sentence}`, STATUS_MS);
	}
}
