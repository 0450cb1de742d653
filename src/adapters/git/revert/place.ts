import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Log } from '../../../core/ports/log';
import { explained } from '../errors';
import { type Git, type GitCall, gitIn } from '../run';

/** A repository in which branches are made. */
export interface Place {
	/** The person's own folder of it. */
	readonly root: string;
	/** The git directory that all its worktrees share. */
	readonly common: string;
	/** Where worktrees are made: a folder of ours, outside of the repository. */
	readonly homes: string;
	/** The worktree of a revert that this process's window has open, where it has one. */
	readonly openTree?: string | undefined;
	readonly log: Log;
	/** Whether a person let git fetch what a partial clone lacks. */
	readonly mayFetch: () => boolean;
	/** Trees of commits, by full names, as far as they were read: they never change. */
	readonly trees: Map<string, string>;
	/** git in the person's folder, its refusals as errors for people. */
	readonly git: Git;
	/** The same as git says it: `GitExit`. */
	readonly plain: Git;
}

export async function placeOf(
	root: string,
	where: Pick<Place, 'homes' | 'openTree'>,
	mayFetch: () => boolean,
	log: Log,
	signal: AbortSignal,
): Promise<Place> {
	const run = gitIn(root, log);
	const plain: Git = (args, call: GitCall) => run(args, { mayFetch: mayFetch(), ...call });
	const git: Git = async (args, call) => {
		try {
			return await plain(args, call);
		} catch (error) {
			throw explained(error, root, mayFetch());
		}
	};
	const common = resolve(
		root,
		(await git(['rev-parse', '--git-common-dir'], { signal })).toString('utf8').replace(/\r?\n$/, ''),
	);
	return { root, common, ...where, log, mayFetch, trees: new Map(), git, plain };
}

export const textOf = async (output: Promise<Buffer>): Promise<string> => (await output).toString('utf8').trim();

export const isThere = (path: string): Promise<boolean> =>
	access(path).then(
		() => true,
		() => false,
	);
