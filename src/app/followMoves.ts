import type { BlamedRun, BlameOptions, FileBlame, MovedLine } from '../core/ports/repository';
import type { Case } from '../core/suspects/evidence';
import type { Move } from '../core/suspects/moves';

/** Frames whose lines are followed back, the most telling first. */
const MAX_FOLLOWED = 3;

/** What one git may take, in milliseconds; after that the rest is left: where a line came from is a help, and the answer waits for it. */
const WITHIN_MS = 1000;

/** In a tree of more files than this, a new one is not compared with all of them. */
const SMALL_TREE = 300;

/** What follows the lines of one file while it is blamed. */
interface Following {
	/** To be told of each stretch of lines: what is to be followed of it is asked for at once, beside the walk. */
	readonly onRun: NonNullable<BlameOptions['onRun']>;
	/** Once it is blamed. @throws FaultlineError `git.*`; `signal.reason` when cancelled */
	readonly found: (blame: FileBlame) => Promise<readonly Move[]>;
}

/**
 * Follows lines of the first in-app frames, and what is round them, back through commits that only moved or copied them. Bounded in time; where that
 * is over, or git cannot say, nothing is known.
 *
 * @param path a file of the trace
 * @param formatting revisions that it is blamed through beside those that the repository lists
 */
export function followMoves(
	{ repository, revision, frames, tree }: Case,
	path: string,
	formatting: readonly string[] | undefined,
	signal: AbortSignal,
): Following {
	const how = { revision, formatting, looksEverywhere: tree.count() <= SMALL_TREE, withinMs: WITHIN_MS };
	const lines = frames
		.filter(({ isVendor, line }) => !isVendor && line !== undefined)
		.slice(0, MAX_FOLLOWED)
		.flatMap(({ location, line }) => (location.path === path ? (line ?? []) : []));
	const asked: { readonly run: BlamedRun; readonly mover: string; readonly moved: Promise<readonly MovedLine[]> }[] =
		[];
	return {
		onRun: (run, { sha }, isBoundary) => {
			const own = isBoundary ? [] : lines.filter((line) => line >= run.line && line < run.line + run.count);
			for (const line of own) {
				const moved = repository.movedLines(sha, run.path, run.originalLine + line - run.line, how, signal);
				moved.catch(() => undefined); // awaited with the blame
				asked.push({ run, mover: sha, moved });
			}
		},
		found: async ({ runs }) => {
			const moves = await Promise.all(
				asked.map(async ({ run: { owner, path: before }, mover, moved }) => {
					// What the commit made in one piece may have been parted since.
					const those = runs.filter((run) => run.owner === owner && run.path === before);
					return (await moved).flatMap(({ line, ...rest }): readonly Move[] => {
						const run = those.find(({ originalLine, count }) => line >= originalLine && line < originalLine + count);
						return run ? [{ ...rest, path, line: run.line + line - run.originalLine, mover }] : [];
					});
				}),
			);
			return moves.flat();
		},
	};
}
