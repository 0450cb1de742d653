import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ChangedFile, Repository } from '../../core/ports/repository';
import type { Command } from '../app';
import { args } from '../args';
import { gitUri, messageUri } from '../editor/gitDocuments';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import { shortSha } from '../words';

/** One file in VS Code's multi-file diff: the file, its left side and its right side. */
type Row = readonly [vscode.Uri, vscode.Uri | undefined, vscode.Uri | undefined];

/** A commit's message and all its files against its first parent, in one editor. */
export const showCommitDiff: Command = async (app, run, argument) => {
	const ref = args.commit(argument);
	const incident = ref && (await chooseIncident(app, run, ref));
	const repository = incident && (await chooseRepository(app, run, incident));
	if (!ref || !incident || !repository) {
		return;
	}
	const { commit, files } = await run.work(l10n.t('Reading the commit'), async (_report, signal) => ({
		commit: (await repository.commits([ref.sha], signal)).get(ref.sha),
		files: await repository.changedFiles(ref.sha, signal),
	}));
	if (files.length === 0) {
		run.tell('info', l10n.t('Commit {0} changed no file.', shortSha(ref.sha)));
		return;
	}
	const subject = commit?.subject ?? incident.analysis?.commits.find(({ sha }) => sha === ref.sha)?.subject ?? '';
	await vscode.commands.executeCommand('vscode.changes', `${shortSha(ref.sha)} ${subject}`.trim(), [
		messageRow(repository, ref.sha),
		...files.map((file) => rowOf(repository, ref.sha, commit?.parents[0], file)),
	]);
};

/** The message stands first, as reviewers read it (after Gerrit). */
function messageRow(repository: Repository, sha: string): Row {
	const uri = messageUri(repository, sha);
	return [uri, undefined, uri];
}

/** An added file has no left side, a deleted one no right side, and a root commit no left side at all. */
function rowOf(repository: Repository, sha: string, parent: string | undefined, file: ChangedFile): Row {
	const { status, path, oldPath = path } = file;
	const left = parent === undefined || status === 'A' ? undefined : gitUri(repository, parent, oldPath);
	const right = status === 'D' ? undefined : gitUri(repository, sha, path);
	return [right ?? left ?? gitUri(repository, sha, path), left, right];
}
