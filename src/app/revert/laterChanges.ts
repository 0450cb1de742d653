import type { Hunk, LaterChange, MitigationHistory } from '../../core/ports/mitigation';
import type { Commit, Repository } from '../../core/ports/repository';
import type { Plan, Step } from '../../core/revert/model';

/** Of a change that touches more files, these are looked at. */
const MAX_FILES = 20;
const MAX_AFTER = 20_000;

type Reads = Pick<Repository, 'blame' | 'between' | 'commits' | 'changeOfLine'>;

/**
 * Later commits on the base branch that changed the lines a plan changes back, or lines right beside them: what takes them out may take a part of
 * those out, too. The steps themselves are not among them.
 *
 * @param onFound hears of those that are known by then whenever there are more of them: each file takes a while
 * @returns the latest first, as `onFound` has them
 */
export async function laterChanges(
	{ base, steps }: Plan,
	repository: Reads,
	history: MitigationHistory,
	signal: AbortSignal,
	onFound: (changes: readonly LaterChange[]) => void = () => {},
): Promise<readonly LaterChange[]> {
	const touched = new Map<string, Set<string>>();
	const facts = new Map<string, Commit>();
	const own = new Set(steps.map(({ sha }) => sha));
	const all = (): readonly LaterChange[] =>
		[...touched]
			.flatMap(([sha, paths]) => {
				const commit = facts.get(sha);
				return commit ? [laterChange(commit, [...paths])] : [];
			})
			.sort((one, other) => other.date - one.date);
	for (const step of steps.filter(({ kind, sha }) => kind === 'revert' && sha !== base.sha)) {
		const { shas: after } = await repository.between(step.sha, base.sha, MAX_AFTER, signal);
		const paths = (await history.changedPaths(step.parent, step.sha, signal)).slice(0, MAX_FILES);
		for (const path of paths) {
			const found = (await touching(step, path, base.sha, repository, history, signal)).filter(
				(sha) => after.has(sha) && !own.has(sha),
			);
			for (const sha of found) {
				touched.set(sha, (touched.get(sha) ?? new Set()).add(path));
			}
			const unknown = found.filter((sha) => !facts.has(sha));
			for (const [sha, commit] of unknown.length > 0 ? await repository.commits(unknown, signal) : []) {
				facts.set(sha, commit);
			}
			if (found.length > 0) {
				onFound(all());
			}
		}
	}
	return all();
}

const laterChange = ({ sha, subject, author, date }: Commit, paths: readonly string[]): LaterChange => ({
	...{ sha, subject, author, date, paths },
});

async function touching(
	{ sha, parent }: Step,
	path: string,
	tip: string,
	repository: Reads,
	history: MitigationHistory,
	signal: AbortSignal,
): Promise<readonly string[]> {
	const since = await history.hunks(sha, tip, path, signal);
	if (since.length === 0) {
		return [];
	}
	const own = await history.hunks(parent, sha, path, signal);
	const near = since.filter((hunk) => own.some((mine) => meet(mine.new, hunk.old)));
	const added = near.filter((hunk) => hunk.new.count > 0);
	const ranges = added.map(({ new: { start, count } }) => [start, start + count - 1] as const);
	const owners = ranges.length === 0 ? [] : await repository.blame(tip, path, ranges, signal);
	const gone = near.filter((hunk) => hunk.new.count === 0);
	const removers = await Promise.all(
		gone.map(async ({ old }) => (await repository.changeOfLine(sha, tip, path, old.start, signal))?.sha),
	);
	return [...new Set([...owners.map((line) => line.sha), ...removers.flatMap((remover) => remover ?? [])])];
}

/** Whether two ranges of the same file share a line, or stand side by side, where a merge takes them for one. */
function meet(one: Hunk['old'], other: Hunk['old']): boolean {
	const end = ({ start, count }: Hunk['old']) => start + Math.max(count, 1) - 1;
	return one.start <= end(other) + 1 && other.start <= end(one) + 1;
}
