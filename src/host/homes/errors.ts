import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';

export const noRepositoryForHome = (cause: unknown) =>
	new FaultlineError(
		'home.noRepository',
		l10n.t(
			'Incidents are kept in the repository, and the open folder is in none. Open its folder, or change the home.',
		),
		{ cause },
	);

export const notConnected = (problem: string) =>
	new FaultlineError(
		'home.notConnected',
		l10n.t(
			'The server did not answer, so the connection was not kept and incidents stay where they are. Check the address, the network, and whether the server runs.',
		),
		{ cause: new Error(problem) },
	);

export const noConnection = () =>
	new FaultlineError(
		'home.noConnection',
		l10n.t(
			'Incidents are kept on a PostgreSQL server, and this machine does not know how to reach it. Enter the connection, or change the home.',
		),
	);
