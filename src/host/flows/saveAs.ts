import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { unwrittenFile } from '../../core/incident/exchange/errors';

/**
 * Asks where to save, and saves.
 *
 * @param name proposed, in the open folder or the person's own
 * @throws FaultlineError `exchange.notWritten`
 * @returns undefined when the person gave it up
 */
export async function saveAs(
	name: string,
	filter: Readonly<Record<string, string[]>>,
	content: () => Promise<string | Uint8Array>,
	title: string = l10n.t('Export Incidents'),
): Promise<vscode.Uri | undefined> {
	const [folder] = vscode.workspace.workspaceFolders ?? [];
	const target = await vscode.window.showSaveDialog({
		title,
		saveLabel: l10n.t('Export'),
		filters: { ...filter },
		...(folder && { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
	});
	if (target) {
		const made = await content();
		const bytes = typeof made === 'string' ? new TextEncoder().encode(made) : made;
		try {
			await vscode.workspace.fs.writeFile(target, bytes);
		} catch (error) {
			throw unwrittenFile(target.path.slice(target.path.lastIndexOf('/') + 1), error);
		}
	}
	return target;
}
