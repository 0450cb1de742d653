import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../base/errors';

export const noFolder = () =>
	new FaultlineError(
		'workspace.noFolder',
		l10n.t('No folder is open. Open the folder of the repository that is deployed, then analyze again.'),
	);

export const untrusted = () =>
	new FaultlineError(
		'workspace.untrusted',
		l10n.t(
			'Git is not started in a workspace you do not trust, since its configuration can run programs. Incidents work without it.',
		),
	);

export const outsideRepository = (path: string) =>
	new FaultlineError(
		'workspace.outsideRepository',
		l10n.t('{0} leads out of the repository, so it was not opened.', path),
	);

export const goneRow = () =>
	new FaultlineError(
		'view.goneRow',
		l10n.t('The list changed while you chose, so it is not known what you meant. Nothing was done. Choose it again.'),
	);

export const unknownFrame = () =>
	new FaultlineError('frame.unknown', l10n.t('That frame is not in the incident’s stack trace any more.'));

export const notAFile = (name: string) =>
	new FaultlineError(
		'file.notAFile',
		l10n.t('{0} was not attached, since it is no file. Choose files, not folders.', name),
	);

export const fileGone = (path: string) =>
	new FaultlineError(
		'file.gone',
		l10n.t('{0} is not there any more, so it cannot be opened. You can detach it.', path),
	);

export const noHostedRepository = (folder: string) =>
	new FaultlineError(
		'github.noRepository',
		l10n.t(
			'No remote of {0} leads to GitHub. A server of GitHub Enterprise, or another name in your SSH configuration, is named in the settings.',
			folder,
		),
	);

export const draftClosed = () =>
	new FaultlineError('github.draftClosed', l10n.t('The draft was closed, so nothing was sent. Begin anew.'));

export const noLinkedIssue = (key: string) =>
	new FaultlineError(
		'github.noIssue',
		l10n.t('{0} is linked to no issue on GitHub. Link one first, or create it.', key),
	);
