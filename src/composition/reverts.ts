import * as vscode from 'vscode';
import { lazy } from '../base/lazy';
import type { Mitigations } from '../core/ports/mitigation';
import type { App } from '../host/app';
import { PreviewDocuments } from '../host/editor/previewDocuments';
import { RevertWindow, revertTree } from '../host/revertWindow';
import type { Ground } from './ground';

interface Reverts extends Pick<App, 'mitigations' | 'previews' | 'revertWindow'> {
	/** Clears up behind reverts of killed windows once incidents are read, and greets who comes to resolve conflicts. */
	watch(): void;
}

/** The folder of worktrees in which reverts wait. */
export const revertsFolderOf = ({ globalStorageUri }: vscode.ExtensionContext): string =>
	vscode.Uri.joinPath(globalStorageUri, 'reverts').fsPath;

/** Reverts, rollbacks and picks on branches of their own. @param app asked for with the first one */
export function reverts({ context, log, runner, owned, alive: signal }: Ground, app: () => App): Reverts {
	const folder = revertsFolderOf(context);
	const revertWindow = owned.add(new RevertWindow(revertTree(folder)));
	const previews = new PreviewDocuments();
	owned.add(previews.register());
	const opened = new Map<string, () => Promise<Mitigations>>();
	const open = async (root: string) => {
		const [{ mitigationsIn }, { recorder }] = await Promise.all([
			import('../adapters/git/revert/mitigations'),
			import('../host/flows/revert/prepared'),
		]);
		const where = { homes: folder, openTree: revertWindow.tree };
		const { signal: never } = new AbortController(); // of all who wait for it, each may go away
		const mitigations = await mitigationsIn(root, where, () => app().partialClones.mayFetch(root), log, never);
		await mitigations.recover(recorder(app()));
		return mitigations;
	};
	return {
		...{ previews, revertWindow },
		mitigations: async ({ root }, cancelled) => {
			const known = opened.get(root) ?? lazy(() => open(root));
			opened.set(root, known); // each once, so that a window knows what it works on itself
			const mitigations = await known();
			cancelled.throwIfAborted();
			return mitigations;
		},
		watch: () => {
			const load = () => import('../host/leftReverts');
			const needs = () => ({ app: app(), runner, signal });
			const look = lazy(async () => (await load()).lookForLeftReverts(needs()));
			owned.add(app().onDidChangeIncidents(() => void look()));
			const { tree } = revertWindow;
			if (tree !== undefined) {
				const greet = lazy(async () => (await load()).greetRevertWindow(needs(), tree));
				owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => void greet()));
				if (vscode.workspace.isTrusted) {
					void greet();
				}
			}
		},
	};
}
