import type { ConflictingFile, OnMade, Prepared } from '../../../core/ports/mitigation';
import { readNulList } from '../output';
import { GitExit } from '../run';
import { commitIndex, readHabits } from './commit';
import { textOf } from './place';
import { firstOf, goOn, takeCommit, type Work } from './prepare';
import { gitAt, treeIn, workspaceIn } from './worktree';

/**
 * Goes on with what waited for a person, as they left it: files that they staged count as resolved, changed files as part of it, and a commit that they made
 * themselves as the step's.
 */
export async function resumeWork(
	work: Work,
	{ withoutHooks = false }: { readonly withoutHooks?: boolean },
	onMade: OnMade,
	signal: AbortSignal,
): Promise<Prepared> {
	const before = work.journal.state;
	if (withoutHooks) {
		await work.note({ withoutHooks });
	}
	if (before === 'between' || before === 'branch') {
		return goOn(work, await firstOf(work, signal), onMade, signal);
	}
	const { home = '', id } = work.journal;
	const open = await unresolved(work, signal);
	if (open.length > 0) {
		return {
			kind: 'conflicts',
			id,
			step: work.step(),
			files: open,
			folder: treeIn(home),
			workspace: workspaceIn(home),
		};
	}
	const output = await commitResolved(work, signal);
	if (output !== undefined) {
		await work.note({ state: 'hook' });
		return { kind: 'hookFailed', id, step: work.step(), output };
	}
	return goOn(work, await firstOf(work, signal), onMade, signal);
}

/**
 * Files that nobody has staged yet; where there is none, what was changed beside them is. That a file has no markers says nothing: the merge editor of VS
 * Code writes it without, long before its conflicts are seen to.
 */
async function unresolved(work: Work, signal: AbortSignal): Promise<readonly ConflictingFile[]> {
	const { home = '' } = work.journal;
	const { git } = gitAt(work.place, home);
	const stages = new Map<string, Set<string>>();
	for (const row of readNulList(await git(['ls-files', '--unmerged', '-z'], { signal }))) {
		const [, stage, path] = /^\d+ [0-9a-f]+ ([1-3])\t(.+)$/s.exec(row) ?? [];
		if (stage && path) {
			stages.set(path, (stages.get(path) ?? new Set()).add(stage));
		}
	}
	if (stages.size === 0) {
		await git(['add', '--sparse', '--update', '--', ':/'], { signal });
	}
	return [...stages].map(([path, have]) => ({
		path,
		kind: have.has('2') && have.has('3') ? 'content' : 'modify/delete',
	}));
}

/** @returns what a hook said that refused */
async function commitResolved(work: Work, signal: AbortSignal): Promise<string | undefined> {
	const { home = '', head, next, withoutHooks } = work.journal;
	const { git, plain } = gitAt(work.place, home);
	const now = await textOf(git(['rev-parse', 'HEAD'], { signal }));
	if (await changes(plain, signal)) {
		const hooks = withoutHooks ? undefined : (await readHabits(work.place, signal)).hooks;
		const output = await commitIndex(work.place, { plain, home }, work.step(), hooks, signal);
		if (output !== undefined) {
			return output;
		}
	} else if (now === head) {
		await work.note({ state: 'between', next: next + 1 });
		return undefined;
	}
	await takeCommit(work, 'between', signal);
	return undefined;
}

/** Whether something is staged. */
async function changes(plain: ReturnType<typeof gitAt>['plain'], signal: AbortSignal): Promise<boolean> {
	try {
		await plain(['diff', '--cached', '--quiet', '--no-ext-diff', 'HEAD'], { signal });
		return false;
	} catch (error) {
		if (error instanceof GitExit && error.exitCode === 1) {
			return true;
		}
		throw error;
	}
}
