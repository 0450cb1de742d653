import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Log } from '../../core/ports/log';
import type { OpenWorktree, Worktree } from '../../core/ports/reproduction';
import { isRunning } from '../process/isRunning';
import { explained } from './errors';
import { type Git, gitIn } from './run';
import { forgetWorktrees, removeFolder } from './worktreeNotes';

const PREFIX = 'faultline-bisect-';

/** Beside the checkout: the process it belongs to. */
const OWNER = 'owner';

/**
 * Worktrees in the system's folder for temporary files. Their checkouts are moved by `git reset`; no hook of the repository runs (`gitIn`), and the
 * person's own work tree, index and HEAD are left alone.
 */
export function worktreesIn(log: Log, temporary = tmpdir()): OpenWorktree {
	return async (root, sha, signal) => {
		const git = gitIn(root, log);
		const place = await realpath(temporary);
		const common = resolve(root, await commonFolder(git, root, signal));
		await removeAbandoned(place, log);
		const isOurs = (tree: string) => dirname(dirname(tree)) === place && basename(dirname(tree)).startsWith(PREFIX);
		await forgetWorktrees(common, (tree) => isOurs(tree) && !existsSync(tree), log);
		const home = await mkdtemp(join(place, PREFIX));
		const folder = join(home, 'tree');
		const remove = async () => {
			await removeFolder(home, log);
			await forgetWorktrees(common, (tree) => tree === folder, log);
		};
		try {
			await writeFile(join(home, OWNER), String(process.pid));
			await git(['worktree', 'add', '--quiet', '--no-checkout', '--detach', folder, sha], { signal });
			return checkoutIn(folder, remove, log);
		} catch (error) {
			await remove();
			signal.throwIfAborted();
			throw explained(error, root);
		}
	};
}

/** The git directory that all worktrees of the repository share, as git says it: relative to `root`, or absolute. */
async function commonFolder(git: Git, root: string, signal: AbortSignal): Promise<string> {
	try {
		return (await git(['rev-parse', '--git-common-dir'], { signal })).toString('utf8').replace(/\r?\n$/, '');
	} catch (error) {
		throw explained(error, root);
	}
}

function checkoutIn(folder: string, remove: () => Promise<void>, log: Log): Worktree {
	const git = gitIn(folder, log);
	return {
		folder,
		checkOut: async (sha, signal) => {
			try {
				await git(['reset', '--hard', '--quiet', sha], { signal });
			} catch (error) {
				signal.throwIfAborted();
				throw explained(error, folder);
			}
		},
		remove,
	};
}

/** Removes the checkouts of processes that are gone: they were killed before they could do it. */
async function removeAbandoned(temporary: string, log: Log): Promise<void> {
	for (const name of await readdir(temporary).catch(() => [])) {
		if (!name.startsWith(PREFIX)) {
			continue;
		}
		const home = join(temporary, name);
		try {
			const owner = Number(await readFile(join(home, OWNER), 'utf8'));
			if (Number.isInteger(owner) && owner > 0 && !isRunning(owner)) {
				await removeFolder(home, log);
			}
		} catch (error) {
			log.debug(`${home} is left as it is`, error);
		}
	}
}
