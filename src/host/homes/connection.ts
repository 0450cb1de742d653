import type * as vscode from 'vscode';

const KEY = 'faultline.postgres.connection';

/** The connection string of the team's server: in the secret storage and nowhere else. */
export class Connection {
	constructor(private readonly secrets: vscode.SecretStorage) {}

	get(): Thenable<string | undefined> {
		return this.secrets.get(KEY);
	}

	set(connectionString: string): Thenable<void> {
		return this.secrets.store(KEY, connectionString);
	}

	forget(): Thenable<void> {
		return this.secrets.delete(KEY);
	}

	/** Tells when it was changed, in another window too. */
	onDidChange(listener: () => void): vscode.Disposable {
		return this.secrets.onDidChange(({ key }) => {
			if (key === KEY) {
				listener();
			}
		});
	}
}
