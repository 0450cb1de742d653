import { join } from 'node:path';
import type { ConflictingFile, OnMade, Prepared, PreparedBranch, PrepareRequest } from '../../../core/ports/mitigation';
import type { Step } from '../../../core/revert/model';
import { explained } from '../errors';
import { GitExit } from '../run';
import { type CommitRules, commitIndex, commitTree, rulesAndTrees } from './commit';
import { branchTaken } from './errors';
import { type Journal, removeJournal, writeJournal } from './journal';
import { type Merge, mergeTrees, withSides } from './mergeTrees';
import { type Place, textOf } from './place';
import { labelOf, sides } from './preview';
import { addWorktree, gitAt, hasMarkers, removeWorktree, treeIn, workspaceIn, writeGuide } from './worktree';

/** A preparation on its way: what the journal says of it, and how that is changed. */
export class Work {
	constructor(
		readonly place: Place,
		private written: Journal,
	) {}

	get journal(): Journal {
		return this.written;
	}

	/** Notes on disk what is about to be done, or was. */
	async note(change: Partial<Journal>): Promise<void> {
		this.written = { ...this.written, ...change, pid: process.pid };
		await writeJournal(this.place.common, this.written);
	}

	/** Takes away all but the branch. */
	async forget(): Promise<void> {
		if (this.written.home !== undefined) {
			await removeWorktree(this.place, this.written.home);
		}
		await removeJournal(this.place.common, this.written.id);
	}

	step(): Step {
		return this.written.steps[this.written.next] as Step;
	}
}

/** Begins: nothing is there but the request. */
export function begin(place: Place, id: string, { plan, branch, incident }: PrepareRequest): Work {
	const { base, kind, steps } = plan;
	const rest = { state: 'working', next: 0, head: base.sha, commits: [], withoutHooks: false } as const;
	return new Work(place, {
		...{ version: 1, id, pid: process.pid, incident: { ...incident }, branch, base: { ...base }, kind },
		...rest,
		steps: [...steps],
		commits: [...rest.commits],
	});
}

/** What is asked of git before the first commit is made. */
export const readFirst = ({ place, journal: { head, steps } }: Work, signal: AbortSignal) =>
	rulesAndTrees(place, [head, ...steps.flatMap(sides)], signal);

/** Makes the commits that are still to be made, then the branch; stops where a person is needed. */
export async function goOn(
	work: Work,
	{ rules, trees }: Awaited<ReturnType<typeof readFirst>>,
	onMade: OnMade,
	signal: AbortSignal,
): Promise<Prepared> {
	const { place } = work;
	const { steps } = work.journal;
	let ours = trees[0] ?? '';
	while (work.journal.next < steps.length) {
		const { next, head, withoutHooks } = work.journal;
		const step = work.step();
		const [base = '', theirs = ''] = trees.slice(1 + 2 * next, 3 + 2 * next);
		const merge = { base, ours, theirs, label: labelOf(step) };
		const merged = await mergeTrees(place, merge, signal);
		if (merged.conflicts.length > 0) {
			return leaveConflicts(work, merge, merged.conflicts, signal);
		}
		if (merged.tree === ours) {
			await work.note({ next: next + 1 });
		} else if (rules.hasHooks && !withoutHooks) {
			const made = await commitWithHooks(work, merged.tree, signal);
			if ('refused' in made) {
				return { kind: 'hookFailed', id: work.journal.id, step, output: made.refused };
			}
			ours = made.tree; // a hook may have changed files
		} else {
			const sha = await commitTree(place, merged.tree, head, step, rules, signal);
			await work.note({ head: sha, next: next + 1, commits: [...work.journal.commits, { sha, step: next }] });
			ours = merged.tree;
		}
	}
	return finish(work, rules, onMade, signal);
}

async function finish(work: Work, rules: CommitRules, onMade: OnMade, signal: AbortSignal): Promise<Prepared> {
	const { place, journal } = work;
	if (journal.commits.length === 0) {
		await work.forget();
		return { kind: 'nothing' };
	}
	const before = journal.state;
	signal.throwIfAborted();
	await work.note({ state: 'branch' });
	const none = '0'.repeat(journal.head.length);
	const args = ['update-ref', '-m', `faultline: ${journal.kind}`, `refs/heads/${journal.branch}`, journal.head, none];
	try {
		// Not cancelled any more: a branch that is there by then would be one that nobody knows of.
		const { signal: never } = new AbortController();
		await place.plain(args, { signal: never, runsHooks: rules.hasRefHook && !journal.withoutHooks });
	} catch (error) {
		await work.note({ state: before });
		throw error instanceof GitExit && /already exists|cannot lock ref|reference already/.test(error.message)
			? branchTaken(journal.branch, error)
			: explained(error, place.root);
	}
	const made = madeFrom(work.journal);
	await onMade(made);
	await work.forget();
	return { kind: 'ready', made };
}

export function madeFrom({ branch, head, base, kind, commits, steps, incident }: Journal): PreparedBranch {
	return {
		...{ branch, tip: head, base, kind, incident },
		commits: commits.map(({ sha, step }) => ({ sha, step: steps[step] as Step })),
	};
}

/** The worktree at the last commit that was made, with `tree` in its index and files; made now where it is not there yet. */
async function worktreeAtHead(work: Work, tree: string | undefined, signal: AbortSignal): Promise<string> {
	const { head, id, home } = work.journal;
	const folder = home ?? join(work.place.homes, id);
	const at = gitAt(work.place, folder);
	if (home === undefined) {
		await work.note({ home: folder });
		await addWorktree(work.place, folder, head, tree === undefined, signal);
	} else {
		await at.git(['reset', '--hard', '--quiet', head], { signal });
	}
	if (tree !== undefined) {
		const how = home === undefined ? ['--reset', '-u', tree] : ['-m', '-u', 'HEAD', tree];
		await at.git(['read-tree', ...how], { signal });
	}
	return folder;
}

/** @returns the tree of the commit that was made, or what a hook said that refused; then it waits */
async function commitWithHooks(
	work: Work,
	tree: string,
	signal: AbortSignal,
): Promise<{ readonly tree: string } | { readonly refused: string }> {
	const home = await worktreeAtHead(work, tree, signal);
	const { plain } = gitAt(work.place, home);
	const refused = await commitIndex(work.place, { plain, home }, work.step(), true, signal);
	if (refused === undefined) {
		return { tree: await takeCommit(work, work.journal.state, signal) };
	}
	await writeGuide(home, { branch: work.journal.branch, key: work.journal.incident.key, what: work.step().subject });
	await work.note({ state: 'hook' });
	return { refused };
}

/** Notes the commit that the worktree is at as the one of this step. @returns its tree */
export async function takeCommit(work: Work, state: Journal['state'], signal: AbortSignal): Promise<string> {
	const { home = '', next, commits } = work.journal;
	const args = ['rev-parse', 'HEAD', 'HEAD^{tree}'];
	const [sha = '', tree = ''] = (await textOf(gitAt(work.place, home).git(args, { signal }))).split('\n');
	await work.note({ state, head: sha, next: next + 1, commits: [...commits, { sha, step: next }] });
	return tree;
}

/** Leaves the files in a worktree as git does: what merges is merged, and the rest has conflict markers. */
async function leaveConflicts(
	work: Work,
	merge: Merge,
	files: readonly ConflictingFile[],
	signal: AbortSignal,
): Promise<Prepared> {
	const home = await worktreeAtHead(work, undefined, signal);
	const { plain } = gitAt(work.place, home);
	await withSides(work.place, merge, async ([, theirs], environment) => {
		try {
			// Their side as a change against the base, put onto what is checked out.
			const args = ['-c', 'merge.conflictStyle=diff3', 'cherry-pick', '--no-commit', theirs];
			await plain(args, { signal, environment });
		} catch (error) {
			signal.throwIfAborted();
			if (!(error instanceof GitExit && error.exitCode === 1)) {
				throw explained(error, home);
			}
		}
	});
	const marks = await Promise.all(files.map(({ path }) => hasMarkers(home, path)));
	const unmarked = files.flatMap(({ path }, index) => (marks[index] === false ? path : []));
	const { branch, incident } = work.journal;
	await writeGuide(home, { branch, key: incident.key, what: files.map(({ path }) => path).join(', ') });
	await work.note({ state: 'conflicts', unmarked });
	const { id } = work.journal;
	return { kind: 'conflicts', id, step: work.step(), files, folder: treeIn(home), workspace: workspaceIn(home) };
}
