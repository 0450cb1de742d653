import * as v from 'valibot';
import type * as vscode from 'vscode';

const KEY = 'faultline.bisectCommand';

/** The reproducing command that was used last; kept with the workspace. */
export class BisectCommands {
	constructor(private readonly state: vscode.Memento) {}

	last(): string {
		const stored = v.safeParse(v.string(), this.state.get(KEY));
		return stored.success ? stored.output : '';
	}

	async keep(command: string): Promise<void> {
		await this.state.update(KEY, command);
	}
}
