import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { App } from '../app';
import type { Run } from '../run';

/**
 * Asks for the connection string of the team's server, and keeps it once the server has answered.
 *
 * @returns undefined when the person gave it up
 * @throws FaultlineError `store.*` where the server does not let us in, `home.notConnected` where it cannot be reached
 */
export async function askConnection(app: App, run: Run): Promise<string | undefined> {
	const typed = await vscode.window.showInputBox({
		title: l10n.t('Connect to PostgreSQL'),
		prompt: l10n.t('It is kept in the secret storage of this machine, and shown nowhere.'),
		placeHolder: 'postgresql://user:password@host:5432/database?sslmode=require',
		password: true,
		ignoreFocusOut: true,
		validateInput: (value) =>
			value === '' || /^postgres(?:ql)?:\/\//i.test(value.trim()) ? undefined : l10n.t('It begins with postgresql://'),
	});
	const connectionString = typed?.trim();
	if (!connectionString) {
		return undefined;
	}
	await run.work(l10n.t('Connecting to the server'), async (_report, signal) => {
		await app.homes.tryConnection(connectionString, signal);
	});
	await app.homes.setConnection(connectionString);
	return connectionString;
}
