import { join } from 'node:path';
import type { ConflictingFile, OnMade, Prepared, PreparedBranch, PrepareRequest } from '../../../core/ports/mitigation';
import type { Step } from '../../../core/revert/model';
import { explained } from '../errors';
import { GitExit } from '../run';
import { commitIndex, commitTree, type First, type Hooks, readFirst } from './commit';
import { branchMoved, branchTaken } from './errors';
import { type Journal, removeJournal, writeJournal } from './journal';
import { environmentOf, type Merge, mergeTrees, type Objects, sidesOf, treesOf } from './mergeTrees';
import type { Place } from './place';
import { labelOf, sides } from './preview';
import { Scratch } from './scratch';
import { addWorktree, gitAt, headOf, removeWorktree, treeIn, workspaceIn, writeGuide } from './worktree';

/** A preparation on its way: what the journal says of it, and how that is changed. */
export class Work {
	private readonly scratch: Scratch;

	constructor(
		readonly place: Place,
		private written: Journal,
	) {
		this.scratch = new Scratch(place);
	}

	get journal(): Journal {
		return this.written;
	}

	get objects(): Objects {
		return { ...this.place, scratch: this.scratch };
	}

	/** Notes on disk what is about to be done, or was. */
	async note(change: Partial<Journal>): Promise<void> {
		this.keepInMind(change);
		await writeJournal(this.place.common, this.written);
	}

	/** Notes what is done again without loss where the process is killed; it is on disk with the next note. */
	keepInMind(change: Partial<Journal>): void {
		this.written = { ...this.written, ...change, pid: process.pid };
	}

	/** Takes away what is needed for merging only. */
	async clear(): Promise<void> {
		await this.scratch.remove();
	}

	/** Takes the worktree away, where there is one. */
	async removeWorktree(): Promise<void> {
		if (this.written.home !== undefined) {
			await removeWorktree(this.place, this.written.home);
		}
	}

	/** Takes away all but the branch. */
	async forget(): Promise<void> {
		await Promise.all([this.clear(), this.removeWorktree()]);
		await removeJournal(this.place.common, this.written.id);
	}

	step(): Step {
		return this.written.steps[this.written.next] as Step;
	}
}

/** Begins: nothing is there but the request. */
export function begin(place: Place, id: string, { plan, branch, incident, before }: PrepareRequest): Work {
	const { base, kind, steps } = plan;
	const rest = { state: 'working', next: 0, head: base.sha, commits: [], withoutHooks: false } as const;
	return new Work(place, {
		...{ version: 1, id, pid: process.pid, incident: { ...incident }, branch, base: { ...base }, kind },
		...(before !== undefined && { before }),
		...rest,
		steps: [...steps],
		commits: [...rest.commits],
	});
}

/** What is asked of git before anything is made. */
export const firstOf = ({ place, journal: { head, steps, branch } }: Work, signal: AbortSignal) =>
	readFirst(place, [head, ...steps.flatMap(sides)], branch, signal);

/** Makes the commits that are still to be made, then the branch; stops where a person is needed. */
export async function goOn(work: Work, first: First, onMade: OnMade, signal: AbortSignal): Promise<Prepared> {
	try {
		return (await makeCommits(work, first, signal)) ?? (await finish(work, (await first.habits).hooks, onMade, signal));
	} finally {
		await work.clear();
	}
}

/** @returns where a person is needed; undefined when all commits are made */
async function makeCommits(work: Work, { habits, trees }: First, signal: AbortSignal): Promise<Prepared | undefined> {
	const { place, objects } = work;
	const { steps } = work.journal;
	let ours = trees[0] ?? '';
	while (work.journal.next < steps.length) {
		const { next, head, withoutHooks } = work.journal;
		const step = work.step();
		const [base = '', theirs = ''] = trees.slice(1 + 2 * next, 3 + 2 * next);
		const merge = { base, ours, theirs, label: labelOf(step) };
		// Hooks see files, so their worktree is made meanwhile.
		const beside = async () => {
			const { hooks, isSigned } = await habits;
			const running = hooks.ofCommits && !withoutHooks ? hooks : undefined;
			return { hooks: running, isSigned, made: running && (await worktreeAtHead(work, true, signal)) };
		};
		const [merged, how] = await bothSettled(mergeTrees(objects, merge, signal), beside());
		if (merged.conflicts.length > 0) {
			return leaveConflicts(work, merge, merged.conflicts, signal);
		}
		if (merged.tree === ours) {
			work.keepInMind({ next: next + 1 });
		} else if (how.hooks) {
			const refused = await commitWithHooks(work, merged.tree, how.made?.isEmpty === true, how.hooks, signal);
			if (refused !== undefined) {
				return { kind: 'hookFailed', id: work.journal.id, step, output: refused };
			}
			if (work.journal.next < steps.length) {
				[ours = ''] = await treesOf(place, [work.journal.head], signal); // a hook may have changed files
			}
		} else {
			const sha = await commitTree(place, merged.tree, head, step, how.isSigned, signal);
			work.keepInMind({ head: sha, next: next + 1, commits: [...work.journal.commits, { sha, step: next }] });
			ours = merged.tree;
		}
	}
	return undefined;
}

/** As `Promise.all`, but neither goes on behind a failure of the other one: what is cleared away then is not made again. */
export async function bothSettled<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
	await Promise.allSettled([one, other]);
	return Promise.all([one, other]);
}

async function finish(work: Work, hooks: Hooks, onMade: OnMade, signal: AbortSignal): Promise<Prepared> {
	const { place, journal } = work;
	if (journal.commits.length === 0) {
		await work.forget();
		return { kind: 'nothing' };
	}
	const state = journal.state;
	signal.throwIfAborted();
	await work.note({ state: 'branch' });
	const old = journal.before ?? '0'.repeat(journal.head.length);
	const args = ['update-ref', '-m', `faultline: ${journal.kind}`, `refs/heads/${journal.branch}`, journal.head, old];
	// Not cancelled any more: a branch that is there by then would be one that nobody knows of.
	const { signal: never } = new AbortController();
	const making = place.plain(args, { signal: never, runsHooks: hooks.ofRefs && !journal.withoutHooks });
	// Where no person's work is in the worktree, nobody needs it for another try.
	const clearing = Promise.all([work.clear(), state === 'working' && work.removeWorktree()]);
	try {
		await bothSettled(making, clearing);
	} catch (error) {
		await work.note({ state });
		throw error instanceof GitExit && /already exists|cannot lock ref|reference already/.test(error.message)
			? (journal.before === undefined ? branchTaken : branchMoved)(journal.branch, error)
			: explained(error, place.root);
	}
	const made = madeFrom(work.journal);
	await onMade(made);
	await work.forget();
	return { kind: 'ready', made };
}

export function madeFrom({ branch, head, base, before, kind, commits, steps, incident }: Journal): PreparedBranch {
	return {
		...{ branch, tip: head, base, before, kind, incident },
		commits: commits.map(({ sha, step }) => ({ sha, step: steps[step] as Step })),
	};
}

/**
 * The worktree, at the last commit that was made; made now where it is not there yet.
 *
 * @param mayBeEmpty it may have no files at first: somebody puts all of a tree into it
 */
async function worktreeAtHead(
	work: Work,
	mayBeEmpty: boolean,
	signal: AbortSignal,
): Promise<{ readonly home: string; readonly isEmpty: boolean }> {
	const { head, id, home } = work.journal;
	if (home !== undefined) {
		await gitAt(work.place, home).git(['reset', '--hard', '--quiet', head], { signal });
		return { home, isEmpty: false };
	}
	const folder = join(work.place.homes, id);
	await work.note({ home: folder });
	await addWorktree(work.place, folder, head, mayBeEmpty, signal);
	return { home: folder, isEmpty: mayBeEmpty };
}

/** Commits a tree in the worktree, whose HEAD is the last commit. @returns what a hook said that refused; then it waits */
async function commitWithHooks(
	work: Work,
	tree: string,
	isEmpty: boolean,
	hooks: Hooks,
	signal: AbortSignal,
): Promise<string | undefined> {
	const { home = '' } = work.journal;
	const { git, plain } = gitAt(work.place, home);
	await git(['read-tree', ...(isEmpty ? ['--reset', '-u', tree] : ['-m', '-u', 'HEAD', tree])], { signal });
	const output = await commitIndex(work.place, { plain, home }, work.step(), hooks, signal);
	if (output === undefined) {
		await takeCommit(work, work.journal.state, signal);
	} else {
		await writeGuide(home, { branch: work.journal.branch, key: work.journal.incident.key, what: work.step().subject });
		await work.note({ state: 'hook' });
	}
	return output;
}

/** Notes the commit that the worktree is at as the one of this step. */
export async function takeCommit(work: Work, state: Journal['state'], signal: AbortSignal): Promise<void> {
	const { home = '', next, commits } = work.journal;
	const sha = await headOf(work.place, home, signal);
	await work.note({ state, head: sha, next: next + 1, commits: [...commits, { sha, step: next }] });
}

/** Leaves the files in a worktree as git does: what merges is merged, and the rest has conflict markers. */
async function leaveConflicts(
	work: Work,
	merge: Merge,
	files: readonly ConflictingFile[],
	signal: AbortSignal,
): Promise<Prepared> {
	const { home } = await worktreeAtHead(work, false, signal);
	const { plain } = gitAt(work.place, home);
	const { branch, incident, id } = work.journal;
	const guide = writeGuide(home, { branch, key: incident.key, what: files.map(({ path }) => path).join(', ') });
	const put = async () => {
		const [[, theirs], environment] = await Promise.all([sidesOf(work.objects, merge), environmentOf(work.objects)]);
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
	};
	await bothSettled(put(), guide);
	await bothSettled(work.note({ state: 'conflicts' }), work.clear());
	return { kind: 'conflicts', id, step: work.step(), files, folder: treeIn(home), workspace: workspaceIn(home) };
}
