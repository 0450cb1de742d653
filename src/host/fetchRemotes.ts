import * as v from 'valibot';
import type * as vscode from 'vscode';

const KEY = 'faultline.fetchRemotes';

const Stored = v.record(v.string(), v.string());

/** Which of several remotes a person last fetched from; kept with the workspace, by root folder. */
export class FetchRemotes {
	constructor(private readonly state: vscode.Memento) {}

	of(root: string): string | undefined {
		return this.all()[root];
	}

	async remember(root: string, remote: string): Promise<void> {
		await this.state.update(KEY, { ...this.all(), [root]: remote });
	}

	private all(): v.InferOutput<typeof Stored> {
		const stored = v.safeParse(Stored, this.state.get(KEY));
		return stored.success ? stored.output : {};
	}
}
