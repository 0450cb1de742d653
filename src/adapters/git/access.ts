import { lazy } from '../../base/lazy';
import { explained } from './errors';
import { fetchMissing, promisorRemote } from './partialClone';
import { type Git, type GitCall, GitExit } from './run';

/** Object names, or paths, on one command line; keeps it far below every system's limit. */
export const NAMES_A_CALL = 400;

/** git in one repository, its refusals as errors for people. */
export interface Access {
	readonly root: string;
	/** @throws FaultlineError `git.*`; `signal.reason` when cancelled */
	run(args: readonly string[], call: GitCall): Promise<Buffer>;
	/** `run`, decoded. */
	text(args: readonly string[], call: GitCall): Promise<string>;
	/** `run` of a command that ends with 1 to say no: undefined then. */
	ask(args: readonly string[], call: GitCall): Promise<Buffer | undefined>;
	/** Full object name of what `revision` names; undefined where git knows none. */
	verify(revision: string, signal: AbortSignal): Promise<string | undefined>;
	/** Where a person let us, has all that a reading needs fetched at once, instead of one file at a time by git. */
	prefetch(revisions: readonly string[], paths: readonly string[], signal: AbortSignal): Promise<void>;
}

/** @param mayFetch whether a person let git fetch what a partial clone lacks; asked each time */
export function accessTo(root: string, git: Git, mayFetch: () => boolean): Access {
	const promisor = lazy(() => promisorRemote(git, new AbortController().signal));
	const run = async (args: readonly string[], call: GitCall) => {
		try {
			return await git(args, { mayFetch: mayFetch(), ...call });
		} catch (error) {
			throw explained(error, root, call.mayFetch ?? mayFetch());
		}
	};
	/** Undefined where git ends with a code that means no. */
	const unless = async (isNo: (code: number) => boolean, args: readonly string[], call: GitCall) => {
		try {
			return await git(args, { mayFetch: mayFetch(), ...call });
		} catch (error) {
			if (error instanceof GitExit && isNo(error.exitCode)) {
				return undefined;
			}
			throw explained(error, root, call.mayFetch ?? mayFetch());
		}
	};
	return {
		root,
		run,
		text: async (args, call) => (await run(args, call)).toString('utf8'),
		ask: (args, call) => unless((code) => code === 1, args, call),
		verify: async (revision, signal) => {
			const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', revision];
			return (await unless((code) => code > 0, args, { signal }))?.toString('utf8').trim();
		},
		prefetch: async (revisions, paths, signal) => {
			const remote = mayFetch() ? await promisor() : undefined;
			if (remote !== undefined) {
				await fetchMissing(git, remote, revisions, paths, signal);
			}
		},
	};
}
