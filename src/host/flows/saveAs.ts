import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/**
 * Asks where to save, and saves.
 *
 * @param name proposed, in the open folder or the person's own
 * @returns undefined when the person gave it up
 */
export async function saveAs(
	name: string,
	filter: Readonly<Record<string, string[]>>,
	content: () => Promise<string>,
): Promise<vscode.Uri | undefined> {
	const [folder] = vscode.workspace.workspaceFolders ?? [];
	const target = await vscode.window.showSaveDialog({
		title: l10n.t('Export Incidents'),
		saveLabel: l10n.t('Export'),
		filters: { ...filter },
		...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
	});
	if (target) {
		await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(await content()));
	}
	return target;
}
