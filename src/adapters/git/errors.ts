import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';
import { GitExit } from './run';

export const notARepository = (folder: string, cause?: unknown) =>
	new FaultlineError(
		'git.notARepository',
		l10n.t('{0} is not in a git repository. Open a folder that is, and analyse again.', folder),
		{ cause },
	);

export const noCommits = (folder: string, cause?: unknown) =>
	new FaultlineError(
		'git.noCommits',
		l10n.t('The repository {0} has no commits yet, so no change can be suspected.', folder),
		{ cause },
	);

export const unknownRevision = (revision: string, isShallow: boolean, cause?: unknown) =>
	new FaultlineError(
		'git.unknownRevision',
		isShallow
			? l10n.t(
					'Revision {0} is not in this shallow clone. Run "git fetch --unshallow --tags", or choose another one.',
					revision,
				)
			: l10n.t('Revision {0} is not in this repository. Fetch it, or choose another one.', revision),
		{ cause },
	);

export const ambiguousRevision = (revision: string) =>
	new FaultlineError(
		'git.unknownRevision',
		l10n.t('More than one commit or file of this repository begins with {0}. Give more of its characters.', revision),
	);

export const fetchFailed = (remote: string, cause: unknown) =>
	new FaultlineError(
		'git.fetchFailed',
		l10n.t(
			'Nothing more could be fetched from {0}: it cannot be reached, or wants a password. Run "git fetch" in a terminal, then analyse again.',
			remote,
		),
		{ cause },
	);

const partialClone = (folder: string, cause: unknown) =>
	new FaultlineError(
		'git.partialClone',
		l10n.t(
			'{0} is a partial clone, and some of the files that are needed are not on this machine. Nothing was fetched. Let Faultline fetch the files it reads, or run "git fetch --refetch".',
			folder,
		),
		{ cause, folder },
	);

const gitMissing = (cause: unknown) =>
	new FaultlineError(
		'git.missing',
		l10n.t('git was not found. Install git, make sure it is on the PATH, and try again.'),
		{
			cause,
		},
	);

const dubiousOwnership = (folder: string, cause: unknown) =>
	new FaultlineError(
		'git.dubiousOwnership',
		l10n.t(
			'git does not trust {0}, because another user owns it. Mark it as safe ("git config --global --add safe.directory …") and try again.',
			folder,
		),
		{ cause },
	);

const gitFailed = (cause: unknown) =>
	new FaultlineError(
		'git.failed',
		l10n.t('git failed while the history was read; nothing was changed. The log has the details.'),
		{
			cause,
		},
	);

/** What git's refusal means for a person; errors that are already ours, and cancellation, pass through. */
export function explained(error: unknown, folder: string, mayFetch = false): unknown {
	if (!(error instanceof GitExit)) {
		return error;
	}
	if (error.message.includes('from promisor remote')) {
		return mayFetch ? fetchFailed(folder, error) : partialClone(folder, error);
	}
	if (error.message.includes('ENOENT')) {
		return gitMissing(error);
	}
	if (error.message.includes('dubious ownership')) {
		return dubiousOwnership(folder, error);
	}
	if (error.message.includes('not a git repository')) {
		return notARepository(folder, error);
	}
	return gitFailed(error);
}
