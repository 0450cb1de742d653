import * as v from 'valibot';
import type * as vscode from 'vscode';

const KEY = 'faultline.fetchRemotes';

const Stored = v.record(v.string(), v.string());
const TIMES_KEY = 'faultline.fetchTimes';
const StoredTimes = v.record(v.string(), v.number());

/** Which of several remotes a person last fetched from; kept with the workspace, by root folder. */
export class FetchRemotes {
	constructor(private readonly state: vscode.Memento) {}

	of(root: string): string | undefined {
		return this.all()[root];
	}

	async remember(root: string, remote: string): Promise<void> {
		await this.state.update(KEY, { ...this.all(), [root]: remote });
	}

	/** When a person last fetched from here; epoch milliseconds. git notes nothing of those fetches. */
	timeOf(root: string): number | undefined {
		return this.times()[root];
	}

	async noteTime(root: string, at: number): Promise<void> {
		await this.state.update(TIMES_KEY, { ...this.times(), [root]: at });
	}

	private times(): v.InferOutput<typeof StoredTimes> {
		const stored = v.safeParse(StoredTimes, this.state.get(TIMES_KEY));
		return stored.success ? stored.output : {};
	}

	private all(): v.InferOutput<typeof Stored> {
		const stored = v.safeParse(Stored, this.state.get(KEY));
		return stored.success ? stored.output : {};
	}
}
