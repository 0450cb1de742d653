import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import type { HostAddress } from '../../core/github/address';
import { GITHUB } from '../../core/github/remote';
import { settings } from '../settings';

/** Writing needs it, and GitHub has no lesser one for private repositories. */
const WRITE = ['repo'];
/** Enough for what everybody may see. */
const READ: string[] = [];

const notSignedIn = (host: string, cause?: unknown) =>
	new FaultlineError('github.notSignedIn', l10n.t('Nobody is signed in to {0}, so nothing was sent.', host), { cause });

/**
 * The token of VS Code's own sign-in to a host.
 *
 * @param why given, the person is asked where there is none, and told so; else nobody is asked, and there may be none
 * @param isAnew asks even where there is one: the host takes that no more
 * @throws FaultlineError `github.notSignedIn` where the person was asked and did not sign in
 */
export async function sessionToken({ host }: HostAddress, why?: string, isAnew = false): Promise<string | undefined> {
	const provider = host === GITHUB ? 'github' : 'github-enterprise';
	if (provider === 'github-enterprise' && settings.github().editorsEnterprise?.host !== host) {
		if (why === undefined) {
			return undefined;
		}
		throw notSignedIn(host); // VS Code signs in to the server that its own setting names, and to no other
	}
	if (why === undefined) {
		return (await silently(provider, WRITE)) ?? (await silently(provider, READ));
	}
	try {
		const asked = { detail: why };
		const session = isAnew
			? await vscode.authentication.getSession(provider, WRITE, { forceNewSession: asked })
			: await vscode.authentication.getSession(provider, WRITE, { createIfNone: asked });
		return session.accessToken;
	} catch (error) {
		throw notSignedIn(host, error);
	}
}

async function silently(provider: string, scopes: string[]): Promise<string | undefined> {
	try {
		return (await vscode.authentication.getSession(provider, scopes, { silent: true }))?.accessToken;
	} catch {
		return undefined; // there is no such provider in this window
	}
}
