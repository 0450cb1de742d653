import * as vscode from 'vscode';
import { lazy } from '../base/lazy';
import type { Mitigations } from '../core/ports/mitigation';
import type { App } from '../host/app';
import { PreviewDocuments } from '../host/editor/previewDocuments';
import type { Ground } from './ground';

interface Reverts extends Pick<App, 'mitigations' | 'previews'> {
	/** Clears up behind reverts of killed windows once incidents are read, and greets who comes to resolve conflicts. */
	watch(): void;
}

/** Reverts, rollbacks and picks on branches of their own. @param app asked for with the first one */
export function reverts({ context, log, runner, owned, alive: signal }: Ground, app: () => App): Reverts {
	const folder = vscode.Uri.joinPath(context.globalStorageUri, 'reverts').fsPath;
	const previews = new PreviewDocuments();
	owned.add(previews.register());
	const opened = new Map<string, () => Promise<Mitigations>>();
	const open = async (root: string) => {
		const [{ mitigationsIn }, { recorder }] = await Promise.all([
			import('../adapters/git/revert/mitigations'),
			import('../host/flows/revert/prepared'),
		]);
		const { signal: never } = new AbortController(); // of all who wait for it, each may go away
		const mitigations = await mitigationsIn(root, folder, () => app().partialClones.mayFetch(root), log, never);
		await mitigations.recover(recorder(app()));
		return mitigations;
	};
	return {
		previews,
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
			if ((vscode.workspace.workspaceFolders ?? []).some(({ uri }) => uri.fsPath.startsWith(folder))) {
				const greet = lazy(async () => (await load()).greetRevertWindow(needs(), folder));
				owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => void greet()));
				if (vscode.workspace.isTrusted) {
					void greet();
				}
			}
		},
	};
}
