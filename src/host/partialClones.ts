import * as v from 'valibot';
import type * as vscode from 'vscode';

const KEY = 'faultline.partialClones';

const Stored = v.array(v.string());

/** Partial clones whose files a person let Faultline fetch when it reads them; kept with the workspace, by root folder. */
export class PartialClones {
	constructor(private readonly state: vscode.Memento) {}

	mayFetch(root: string): boolean {
		return this.all().includes(root);
	}

	async allow(root: string): Promise<void> {
		await this.state.update(KEY, [...new Set([...this.all(), root])]);
	}

	private all(): readonly string[] {
		const stored = v.safeParse(Stored, this.state.get(KEY));
		return stored.success ? stored.output : [];
	}
}
