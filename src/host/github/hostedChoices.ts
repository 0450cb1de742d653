import * as v from 'valibot';
import type * as vscode from 'vscode';
import { type HostedRepository, keyOf } from '../../core/github/remote';

const KEY = 'faultline.github.repositories';

const Stored = v.record(v.string(), v.string());

/** Which of several repositories on GitHub a person chose for a clone; kept with the workspace, by root folder. */
export class HostedChoices {
	constructor(private readonly state: vscode.Memento) {}

	/** That of `all` which was chosen. */
	of(root: string, all: readonly HostedRepository[]): HostedRepository | undefined {
		const chosen = this.all()[root];
		return all.find((one) => keyOf(one) === chosen);
	}

	async remember(root: string, repository: HostedRepository): Promise<void> {
		await this.state.update(KEY, { ...this.all(), [root]: keyOf(repository) });
	}

	private all(): v.InferOutput<typeof Stored> {
		const stored = v.safeParse(Stored, this.state.get(KEY));
		return stored.success ? stored.output : {};
	}
}
