import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Whether reverts may wait in the repository that a folder is of, or is inside of. In one without, git is not asked; a worktree's `.git` is a file, which says
 * nothing by itself.
 */
export async function mayHaveReverts(folder: string): Promise<boolean> {
	const git = await stat(join(folder, '.git')).catch(() => undefined);
	if (!git) {
		return dirname(folder) !== folder && mayHaveReverts(dirname(folder));
	}
	return (
		git.isFile() || (await stat(join(folder, '.git', 'faultline', 'reverts')).catch(() => undefined)) !== undefined
	);
}
