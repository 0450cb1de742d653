import { randomUUID } from 'node:crypto';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../../core/ports/log';
import type { Mitigations, OnMade, Prepared, Waiting } from '../../../core/ports/mitigation';
import { isBranchName } from '../../../core/revert/branchName';
import type { Step } from '../../../core/revert/model';
import { isRunning } from '../../process/isRunning';
import { badBranchName, branchTaken, busy, checkedOut, gone } from './errors';
import { fileChangeIn } from './fileChange';
import { historyOf } from './history';
import { claim, isLeft, type Journal, readJournals, removeEmptyFolders, sweepJournals } from './journal';
import { type Place, placeOf, textOf } from './place';
import { begin, bothSettled, firstOf, goOn, madeFrom, Work } from './prepare';
import { preview } from './preview';
import { pushing } from './push';
import { resumeWork } from './resume';
import { removeLeftScratch } from './scratch';
import { removeLeftHomes, treeIn, workspaceIn } from './worktree';

/** What this process works on now, in whichever worktree of whichever repository. */
const mine = new Set<string>();

/**
 * Branches that take changes out of the repository at `root`, or bring them to another branch.
 *
 * @param where `homes`: a folder of ours, for worktrees; not the system's for temporary files, since conflicts wait in it for days
 */
export async function mitigationsIn(
	root: string,
	where: Pick<Place, 'homes' | 'openTree'>,
	mayFetch: () => boolean,
	log: Log,
	signal: AbortSignal,
): Promise<Mitigations> {
	const place = await placeOf(root, where, mayFetch, log, signal);
	const { git, common, homes } = place;
	const journals = () => readJournals(common, homes, log);
	const journalOf = async (id: string): Promise<Journal> => {
		const journal = (await journals()).find((one) => one.id === id);
		if (!journal) {
			throw gone();
		}
		return journal;
	};
	/** Does something with a revert that nobody works on. @throws FaultlineError `revert.gone`, `revert.busy` */
	const alone = async <T>(id: string, does: (work: Work) => Promise<T>): Promise<T> => {
		if (!isLeft(await journalOf(id), mine)) {
			throw busy();
		}
		mine.add(id);
		try {
			const giveBack = await claim(common, id);
			try {
				return await does(new Work(place, await journalOf(id)));
			} finally {
				await giveBack();
			}
		} finally {
			mine.delete(id);
		}
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
		fileChange: fileChangeIn(place),
		prepare: async (request, onMade, signal) => {
			const { branch, before } = request;
			if (!isBranchName(branch)) {
				throw badBranchName(branch);
			}
			if (before !== undefined) {
				await refuseCheckedOut(branch, signal);
			}
			const work = begin(place, randomUUID(), request);
			return working(work, async () => {
				const [first] = await bothSettled(firstOf(work, signal), work.note({}));
				if (first.isTaken && before === undefined) {
					throw branchTaken(branch);
				}
				return goOn(work, first, onMade, signal);
			});
		},
		resume: (id, options, onMade, signal) => alone(id, (work) => resumeWork(work, options, onMade, signal)),
		abort: (id) => alone(id, (work) => work.forget()),
		waiting: async () =>
			(await journals()).flatMap((journal): readonly Waiting[] => {
				const { id, kind, branch, incident, state, steps, next, home } = journal;
				const step: Step | undefined = steps[Math.min(next, steps.length - 1)];
				return home === undefined ||
					!step ||
					kind === 'review' ||
					state === 'working' ||
					state === 'branch' ||
					!isLeft(journal, mine)
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
			await sweepJournals(common);
			for (const journal of await journals()) {
				if (isLeft(journal, mine)) {
					await alone(journal.id, (work) => recoverOne(work, onMade)).catch((error: unknown) =>
						log.warn(`revert ${journal.id}`, error),
					);
				}
			}
			await removeLeftScratch(place);
			await removeLeftHomes(place);
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
		const { state, branch, head, home, id, before, kind, pid } = work.journal;
		const isWaiting = state === 'conflicts' || state === 'hook' || state === 'between';
		if (isWaiting && kind === 'review' && pid !== process.pid && isRunning(pid)) {
			return; // its window asks about it just now; nothing of it is worth waiting longer, for the review is in the record
		}
		if (isWaiting && kind !== 'review' && home !== undefined && (await stat(treeIn(home)).catch(() => undefined))) {
			return;
		}
		if (state === 'branch') {
			const ref = `refs/heads/${branch}`;
			const { signal } = new AbortController();
			const [found] = await refs(signal, ref);
			if (found?.sha === head) {
				await onMade(madeFrom(work.journal));
			} else if (found?.sha === before) {
				await rm(join(common, `${ref}.lock`), { force: true }); // of the git that was killed as well
				await finishLeft(work, onMade, signal);
				return;
			}
		}
		log.info(`cleared away what was left of ${id}`);
		await work.forget();
	}

	async function refuseCheckedOut(branch: string, signal: AbortSignal): Promise<void> {
		const args = ['for-each-ref', '--format=%(refname)%00%(worktreepath)', `refs/heads/${branch}`];
		for (const row of (await textOf(git(args, { signal }))).split('\n')) {
			const [ref, folder = ''] = row.split('\0');
			if (ref === `refs/heads/${branch}` && folder !== '') {
				throw checkedOut(branch, folder);
			}
		}
	}

	/** All of it was done but the branch, which the person asked for; where that cannot be made, what they resolved waits for them. */
	async function finishLeft(work: Work, onMade: OnMade, signal: AbortSignal): Promise<void> {
		try {
			await goOn(work, await firstOf(work, signal), onMade, signal);
		} catch (error) {
			if (work.journal.home === undefined) {
				await work.forget();
			} else {
				await work.note({ state: 'between' });
			}
			throw error;
		}
	}
}
