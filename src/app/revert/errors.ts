import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';

const short = (sha: string) => sha.slice(0, 8);

export const unknownCommit = (sha: string) =>
	new FaultlineError(
		'revert.unknownCommit',
		l10n.t('Commit {0} is not in this repository, so nothing was prepared. Fetch it, and try again.', short(sha)),
	);

export const notAnAncestor = (before: string, after: string) =>
	new FaultlineError(
		'revert.notAnAncestor',
		l10n.t(
			'{0} is not in the history of {1}, so there is no way back to it. Choose another revision, or another branch to start from.',
			short(before),
			short(after),
		),
	);

export const nothingSince = (good: string) =>
	new FaultlineError(
		'revert.nothingSince',
		l10n.t('There is no change since {0}, so there is nothing to roll back. Choose an older revision.', short(good)),
	);

export const tooManySince = (good: string, limit: number) =>
	new FaultlineError(
		'revert.tooManySince',
		l10n.t(
			'There are more than {1} changes since {0}. Choose a newer revision, or revert the suspects alone.',
			short(good),
			limit,
		),
	);
