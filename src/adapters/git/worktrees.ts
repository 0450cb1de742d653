import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../core/ports/log';
import type { OpenWorktree, Worktree } from '../../core/ports/reproduction';
import { explained } from './errors';
import { isRunning } from './processes';
import { gitIn } from './run';

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
		const quietly = async (...args: string[]) => {
			try {
				await git(args, { signal: new AbortController().signal });
			} catch (error) {
				log.warn(`git ${args.slice(0, 2).join(' ')}`, error);
			}
		};
		await removeAbandoned(temporary, log);
		await quietly('worktree', 'prune');
		const home = await mkdtemp(join(await realpath(temporary), PREFIX));
		const folder = join(home, 'tree');
		const remove = async () => {
			await quietly('worktree', 'remove', '--force', folder);
			await rm(home, { recursive: true, force: true, maxRetries: 3 }).catch((error: unknown) => log.warn(home, error));
			await quietly('worktree', 'prune');
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
				await rm(home, { recursive: true, force: true, maxRetries: 3 });
			}
		} catch (error) {
			log.debug(`${home} is left as it is`, error);
		}
	}
}
