import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../../base/errors';
import { GitExit } from '../run';

export const oldGit = (cause: unknown) =>
	new FaultlineError(
		'revert.oldGit',
		l10n.t('git 2.38 or newer is needed for this. Nothing was changed; install a newer git, and try again.'),
		{ cause },
	);

export const branchTaken = (branch: string, cause?: unknown) =>
	new FaultlineError(
		'revert.branchTaken',
		l10n.t('There is a branch {0} already, so none was made. Choose another name, or delete that branch.', branch),
		{ cause },
	);

export const branchMoved = (branch: string, cause: unknown) =>
	new FaultlineError(
		'revert.branchMoved',
		l10n.t('The branch {0} was changed meanwhile, so it was left as it is. Try again.', branch),
		{ cause },
	);

export const checkedOut = (branch: string, folder: string) =>
	new FaultlineError(
		'revert.checkedOut',
		l10n.t(
			'{0} is checked out in {1}, where its files would not change with it, so nothing was done. Check out another branch there, and try again.',
			branch,
			folder,
		),
	);

export const noPlaceForFile = (path: string, cause: unknown) =>
	new FaultlineError(
		'revert.noPlaceForFile',
		l10n.t(
			'{0} cannot be a file in that branch: something else is in its way there. Nothing was changed; choose another folder in the setting “faultline.reviews.folder”.',
			path,
		),
		{ cause },
	);

export const badBranchName = (branch: string) =>
	new FaultlineError(
		'revert.badBranchName',
		l10n.t('“{0}” cannot be the name of a branch. Choose another one.', branch),
	);

const noIdentity = (cause: unknown) =>
	new FaultlineError(
		'revert.noIdentity',
		l10n.t(
			'git does not know whose commit it is, so none was made. Set user.name and user.email ("git config --global user.name …"), and try again.',
		),
		{ cause },
	);

const signing = (cause: unknown) =>
	new FaultlineError(
		'revert.signing',
		l10n.t(
			'The commit could not be signed, as the configuration wants it, so none was made. Unlock the key or check user.signingKey, and try again.',
		),
		{ cause },
	);

export const gone = () =>
	new FaultlineError(
		'revert.gone',
		l10n.t('That revert is not there any more: it was finished or aborted, maybe in another window.'),
	);

export const busy = () =>
	new FaultlineError(
		'revert.busy',
		l10n.t('That revert is being worked on in another window. Wait until it is done there.'),
	);

export const pushRejected = (branch: string, remote: string, cause: unknown) =>
	new FaultlineError(
		'revert.pushRejected',
		l10n.t(
			'{1} did not take {0}: there is such a branch with other commits, or a rule forbids it. Your local branch is kept; choose another name or remote.',
			branch,
			remote,
		),
		{ cause },
	);

export const pushFailed = (branch: string, remote: string, cause: unknown) =>
	new FaultlineError(
		'revert.pushFailed',
		l10n.t(
			'{0} could not be pushed to {1}: it cannot be reached, or wants a password. Your local branch is kept; try again, or run "git push" in a terminal.',
			branch,
			remote,
		),
		{ cause },
	);

/** What git's refusal of a commit means; undefined where it is none that we know. */
export function commitRefusal(error: unknown): FaultlineError | undefined {
	if (!(error instanceof GitExit)) {
		return undefined;
	}
	if (/tell me who you are|empty ident name|unable to auto-detect email/i.test(error.message)) {
		return noIdentity(error);
	}
	return /failed to sign the data|gpg failed|load (?:public )?key|private key|write commit object|signing failed|user\.signingkey|ssh-keygen/i.test(
		error.message,
	)
		? signing(error)
		: undefined;
}
