import type * as vscode from 'vscode';

const KEY = 'faultline.github.token:';

/** Tokens that a person gave for hosts, where nobody can sign in: in the secret storage and nowhere else. */
export class GitHubTokens {
	constructor(private readonly secrets: vscode.SecretStorage) {}

	get(host: string): Thenable<string | undefined> {
		return this.secrets.get(`${KEY}${host}`);
	}

	set(host: string, token: string): Thenable<void> {
		return this.secrets.store(`${KEY}${host}`, token);
	}

	forget(host: string): Thenable<void> {
		return this.secrets.delete(`${KEY}${host}`);
	}
}
