import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../../core/ports/log';
import type { Mitigations, OnMade, Prepared, Waiting } from '../../../core/ports/mitigation';
import { isBranchName } from '../../../core/revert/branchName';
import type { Step } from '../../../core/revert/model';
import { badBranchName, branchTaken, busy, gone } from './errors';
import { historyOf } from './history';
import { isLeft, type Journal, readJournals, removeEmptyFolders, removeUnfinished } from './journal';
import { placeOf, textOf } from './place';
import { begin, goOn, madeFrom, readFirst, Work } from './prepare';
import { preview } from './preview';
import { pushing } from './push';
import { resumeWork } from './resume';
import { removeLeftScratch } from './scratch';
import { treeIn, workspaceIn } from './worktree';

/**
 * Branches that take changes out of the repository at `root`, or bring them to another branch.
 *
 * @param homes a folder of ours, for worktrees: not the system's for temporary files, since conflicts wait in it for days
 */
export async function mitigationsIn(
	root: string,
	homes: string,
	mayFetch: () => boolean,
	log: Log,
	signal: AbortSignal,
): Promise<Mitigations> {
	const place = await placeOf(root, homes, mayFetch, log, signal);
	const { git, common } = place;
	/** What this process works on now. */
	const mine = new Set<string>();

	const journalOf = async (id: string): Promise<Journal> => {
		const journal = (await readJournals(common, log)).find((one) => one.id === id);
		if (!journal) {
			throw gone();
		}
		if (!isLeft(journal, mine)) {
			throw busy();
		}
		return journal;
	};
	const refs = async (signal: AbortSignal, ...patterns: readonly string[]) => {
		const format = '%(refname)%00%(objectname)%00%(committerdate:unix)%00%(symref)';
		const rows = await textOf(
			git(['for-each-ref', '--sort=-committerdate', `--format=${format}`, ...patterns], { signal }),
		);
		return rows.split('\n').flatMap((row) => {
			const [ref = '', sha = '', date = '', symref = ''] = row.split('\0');
			return sha === '' ? [] : [{ ref, sha, date: Number(date) * 1000, symref }];
		});
	};
	/** Works, and where it ends by an error leaves either what a person did, or nothing. */
	const working = async (work: Work, does: () => Promise<Prepared>): Promise<Prepared> => {
		const { id } = work.journal;
		mine.add(id);
		try {
			return await does();
		} catch (error) {
			if (work.journal.state === 'working') {
				await work.forget();
			}
			throw error;
		} finally {
			mine.delete(id);
		}
	};

	return {
		history: historyOf(place),
		preview: (plan, signal) => preview(place, plan, signal),
		prepare: async (request, onMade, signal) => {
			const { branch } = request;
			if (!isBranchName(branch)) {
				throw badBranchName(branch);
			}
			const work = begin(place, randomUUID(), request);
			const [taken, first] = await Promise.all([refs(signal, `refs/heads/${branch}`), readFirst(work, signal)]);
			if (taken.length > 0) {
				throw branchTaken(branch);
			}
			return working(work, async () => {
				await work.note({});
				return goOn(work, first, onMade, signal);
			});
		},
		resume: async (id, options, onMade, signal) => {
			const work = new Work(place, await journalOf(id));
			return working(work, () => resumeWork(work, options, onMade, signal));
		},
		abort: async (id) => new Work(place, await journalOf(id)).forget(),
		waiting: async () =>
			(await readJournals(common, log)).flatMap((journal): readonly Waiting[] => {
				const { id, branch, incident, state, steps, next, home } = journal;
				const step: Step | undefined = steps[Math.min(next, steps.length - 1)];
				return home === undefined || !step || state === 'working' || state === 'branch' || !isLeft(journal, mine)
					? []
					: [
							{
								id,
								branch,
								incident,
								state: state === 'hook' ? 'hook' : 'conflicts',
								step,
								folder: treeIn(home),
								workspace: workspaceIn(home),
							},
						];
			}),
		recover: async (onMade: OnMade) => {
			for (const journal of await readJournals(common, log)) {
				if (isLeft(journal, mine)) {
					await recoverOne(new Work(place, journal), onMade);
				}
			}
			await removeLeftScratch(place);
			await removeUnfinished(common);
			await removeEmptyFolders(common);
		},
		lastFetchedAt: async () => (await stat(join(common, 'FETCH_HEAD')).catch(() => undefined))?.mtimeMs,
		defaultBranchOf: async (remote, signal) => {
			const [head] = await refs(signal, `refs/remotes/${remote}/HEAD`);
			return head?.symref || undefined;
		},
		branchRefs: async (signal) =>
			(await refs(signal, 'refs/heads', 'refs/remotes')).filter(({ symref }) => symref === ''),
		...pushing(place),
	};

	async function recoverOne(work: Work, onMade: OnMade): Promise<void> {
		const { state, branch, head, home, id } = work.journal;
		const isWaiting = state === 'conflicts' || state === 'hook' || state === 'between';
		if (isWaiting && home !== undefined && (await stat(treeIn(home)).catch(() => undefined))) {
			return;
		}
		if (state === 'branch') {
			const ref = `refs/heads/${branch}`;
			const [found] = await refs(new AbortController().signal, ref);
			if (found?.sha === head) {
				await onMade(madeFrom(work.journal));
			} else if (!found) {
				await rm(join(common, `${ref}.lock`), { force: true }); // of the git that was killed as well
			}
		}
		log.info(`cleared away what was left of ${id}`);
		await work.forget();
	}
}
