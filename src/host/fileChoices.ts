import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { PathChoice } from '../core/frames/resolve';

const KEY = 'faultline.fileChoices';
/** So many are remembered for a workspace, the newest. */
const KEPT = 200;

const Stored = v.array(
	v.object({ root: v.string(), file: v.string(), path: v.string(), repository: v.optional(v.string()) }),
);

/** Which of several files a printed one was, as a person chose in earlier incidents; kept with the workspace, by repository. */
export class FileChoices {
	constructor(private readonly state: vscode.Memento) {}

	of(root: string): readonly PathChoice[] {
		return this.all().flatMap(({ root: own, ...choice }) => (own === root ? choice : []));
	}

	async remember(root: string, choice: PathChoice): Promise<void> {
		await this.state.update(KEY, [...this.without(root, choice.file), { root, ...choice }].slice(-KEPT));
	}

	async forget(root: string, file: string): Promise<void> {
		await this.state.update(KEY, this.without(root, file));
	}

	private without(root: string, file: string) {
		return this.all().filter((one) => one.root !== root || one.file !== file);
	}

	private all(): v.InferOutput<typeof Stored> {
		const stored = v.safeParse(Stored, this.state.get(KEY));
		return stored.success ? stored.output : [];
	}
}
