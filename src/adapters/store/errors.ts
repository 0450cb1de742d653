import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';

const full = (path: string, cause: unknown) =>
	new FaultlineError(
		'store.full',
		l10n.t('There is no space left to write {0}, so the change was not saved. Free some space and try again.', path),
		{ cause },
	);

const readOnly = (path: string, cause: unknown) =>
	new FaultlineError(
		'store.readOnly',
		l10n.t('{0} may not be written, so the change was not saved. Make it writable and try again.', path),
		{ cause },
	);

const writeFailed = (path: string, cause: unknown) =>
	new FaultlineError(
		'store.failed',
		l10n.t('Writing {0} failed, so the change was not saved. Try again; the log has the details.', path),
		{ cause },
	);

export const readFailed = (path: string, cause: unknown) =>
	new FaultlineError(
		'store.failed',
		l10n.t(
			'Incidents could not be read from {0}. Nothing was changed. Check that it may be read, and try again.',
			path,
		),
		{ cause },
	);

export const unfitEvent = (fault: string) =>
	new FaultlineError(
		'store.failed',
		l10n.t('The change was not saved, because it does not fit the incident log. The log output has the details.'),
		{ cause: new Error(fault) },
	);

export const tooLarge = (limitMb: number) =>
	new FaultlineError(
		'store.failed',
		l10n.t('The change was not saved, because it is larger than {0} MB. Shorten its evidence and try again.', limitMb),
	);

export const eraseUnfinished = (folder: string, cause: unknown) =>
	new FaultlineError(
		'store.eraseUnfinished',
		l10n.t(
			'The incident is deleted, but its text could not be removed from {0} yet. That is tried again the next time incidents are read or deleted.',
			folder,
		),
		{ cause, folder },
	);

export const tooLargeToRead = (path: string) =>
	l10n.t(
		'{0} is larger than a file of incidents can be, so it was left out. Nothing of it was changed; find out who made it.',
		path,
	);

/** What a refused write means for a person. */
export function explainedWrite(error: unknown, path: string): FaultlineError {
	if (FaultlineError.is(error)) {
		return error;
	}
	switch (errorCode(error)) {
		case 'ENOSPC':
		case 'EDQUOT':
		case 'EFBIG':
			return full(path, error);
		case 'EROFS':
		case 'EACCES':
		case 'EPERM':
			return readOnly(path, error);
		default:
			return writeFailed(path, error);
	}
}

/** `ENOENT` and the like. */
export function errorCode(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
