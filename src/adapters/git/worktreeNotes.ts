import { readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Log } from '../../core/ports/log';

/**
 * Removes git's own notes of worktrees of ours whose folders were taken away. `git worktree prune` is not asked, which would forget the person's worktrees on
 * drives that are not there now. Never throws.
 *
 * @param common the repository's common git directory, absolute
 * @param isGone asked for the folder of each worktree that the repository knows
 */
export async function forgetWorktrees(common: string, isGone: (folder: string) => boolean, log: Log): Promise<void> {
	const notes = join(common, 'worktrees');
	for (const name of await readdir(notes).catch(() => [])) {
		const folder = join(notes, name);
		const gitdir = await readFile(join(folder, 'gitdir'), 'utf8').catch(() => undefined);
		if (gitdir !== undefined && isGone(dirname(resolve(folder, gitdir.trim())))) {
			await removeFolder(folder, log);
		}
	}
}

/** With all that is in it. Never throws. */
export async function removeFolder(folder: string, log: Log): Promise<void> {
	try {
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	} catch (error) {
		log.warn(folder, error);
	}
}
