import { rename } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';

const notSetAside = (folder: string, cause: unknown) =>
	new FaultlineError(
		'home.notSetAside',
		l10n.t(
			'All incidents are copied, but {0} could not be renamed, so they are in both places. Change the home again and choose Copy.',
			folder,
		),
		{ cause },
	);

/** Renames a folder of incidents beside itself; nothing is removed. @returns where it is now @throws FaultlineError `home.notSetAside` */
export async function setAside(folder: string): Promise<string> {
	const aside = `${folder}-moved-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
	try {
		await rename(folder, aside);
	} catch (error) {
		throw notSetAside(folder, error);
	}
	return aside;
}
