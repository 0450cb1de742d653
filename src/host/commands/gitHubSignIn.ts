import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import type { HostAddress } from '../../core/github/address';
import type { App, Command } from '../app';

/** Signs in to GitHub by VS Code, so that the pull requests of suspects can be shown. */
export const signInToGitHub: Command = async (app, run) => {
	const address = await chooseHost(app);
	if (!address) {
		return;
	}
	const { host } = address;
	const why = l10n.t(
		'Faultline shows the pull requests of suspects, and creates issues and pull requests when you ask for it. It writes nothing by itself.',
	);
	await app.github.tokens.forget(host); // a token that does not do any more would come first
	const nameOf = async (isAnew: boolean) => {
		const client = await app.github.signedIn(host, why, isAnew);
		return run.work(l10n.t('Signing in to {0}', host), (_report, signal) => client.me(signal));
	};
	const name = await nameOf(false).catch((error: unknown) => {
		if (FaultlineError.is(error, 'github.unauthorized')) {
			return nameOf(true); // VS Code keeps a session that was revoked on the host
		}
		throw error;
	});
	app.github.origins.retry();
	run.tell('info', l10n.t('Signed in to {0} as {1}.', host, name));
};

/** Takes a token for where nobody can sign in by VS Code. It is kept once the host has accepted it. */
export const setGitHubToken: Command = async (app, run) => {
	const address = await chooseHost(app);
	const typed =
		address &&
		(await vscode.window.showInputBox({
			title: l10n.t('Token for {0}', address.host),
			prompt: l10n.t(
				'It is kept in the secret storage of this machine, and sent to {0} only. To create issues and pull requests it needs “repo”.',
				address.host,
			),
			password: true,
			ignoreFocusOut: true,
			validateInput: (value) => (/^[\x21-\x7e]*$/.test(value.trim()) ? undefined : l10n.t('A token has no spaces.')),
		}));
	const token = typed?.trim();
	if (!address || !token) {
		return;
	}
	const client = await app.github.by(address, token);
	const name = await run.work(l10n.t('Asking {0}', address.host), (_report, signal) => client.me(signal));
	await app.github.tokens.set(address.host, token);
	app.github.origins.retry();
	run.tell('info', l10n.t('{0} knows you as {1}. The token is kept.', address.host, name));
};

export const removeGitHubToken: Command = async (app, run) => {
	const address = await chooseHost(app);
	if (!address) {
		return;
	}
	const known = await app.github.tokens.get(address.host);
	await app.github.tokens.forget(address.host);
	run.tell(
		'info',
		known === undefined
			? l10n.t('There is no token for {0}.', address.host)
			: l10n.t(
					'The token for {0} was removed from this machine. It still works until you revoke it there.',
					address.host,
				),
	);
};

/** The only host there is; of several the person is asked for one. */
async function chooseHost(app: App): Promise<HostAddress | undefined> {
	const all = app.github.addresses();
	if (all.length === 1) {
		return all[0];
	}
	const items = all.map((address) => ({ label: address.host, address }));
	return (await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Which host?') }))?.address;
}
