import { rm } from 'node:fs/promises';
import type { CommitIndex, IndexState } from '../../core/ports/commitIndex';
import type { Log } from '../../core/ports/log';
import { explained } from '../git/errors';
import { type Git, GitExit } from '../git/run';
import { type Block, type BlockFile, openBlocks, type Walk } from './blocks';
import { Columns, type Row } from './columns';
import { readWalk } from './readWalk';

/** Commits in one block: what is lost at most when it ends in the middle. */
const BLOCK = 8192;
/** Ends of walks that are kept apart; with more, what they reach is walked again from one that reaches most. */
const MAX_TIPS = 64;

export interface IndexNeeds {
	/** In the repository. */
	readonly git: Git;
	/** The repository, for messages. */
	readonly root: string;
	/** Where the index is kept, absolute; made where it is not there. */
	readonly file: string;
	readonly log: Log;
}

/** An index in this thread, which it holds up while it reads: `indexInWorker` has it elsewhere. One process has a file open at a time. */
export async function openCommitIndex({
	git,
	root,
	file,
	log,
}: IndexNeeds): Promise<CommitIndex & { close(): Promise<void> }> {
	let columns = new Columns();
	/** What all of is here. */
	let tips: string[] = [];
	/** A walk that did not come to its end, and how far it came. */
	let begun: (Walk & { readonly count: number }) | undefined;
	const onBlock = ({ tip, except, isLast, rows }: Block) => {
		if (!columns.fits(rows)) {
			return false;
		}
		columns.take(rows);
		const before = begun?.tip === tip ? begun.count : 0;
		begun = isLast ? undefined : { tip, except, count: before + rows.seconds.length };
		if (isLast) {
			tips.push(tip);
		}
		return true;
	};
	let blocks: BlockFile = await openBlocks(file, onBlock);

	const state = (): IndexState => ({ commits: columns.count, files: columns.pathCount });

	const startAnew = async () => {
		await blocks.close();
		await rm(file, { force: true });
		columns = new Columns();
		tips = [];
		begun = undefined;
		blocks = await openBlocks(file, onBlock);
	};

	/** Reads a walk on, and keeps it block by block. */
	const walk = async (asked: Walk, skip: number, onProgress: (state: IndexState) => void, signal: AbortSignal) => {
		let waiting: Row[] = [];
		let writing: Promise<void> = Promise.resolve();
		const keep = (isLast: boolean) => {
			const rows = columns.add(waiting);
			waiting = [];
			const block = { tip: asked.tip, except: asked.except, isLast, rows };
			begun = isLast ? undefined : { ...asked, count: (begun?.count ?? skip) + rows.seconds.length };
			if (isLast) {
				tips = topmost([...tips, asked.tip]);
			}
			writing = writing.then(() => blocks.append(block));
			writing.catch(() => undefined); // awaited at the end
			onProgress(state());
		};
		try {
			const take = (row: Row) => {
				if (skip === 0 || columns.rowOf(row.sha) < 0) {
					waiting.push(row);
				}
				if (waiting.length === BLOCK) {
					keep(false);
				}
			};
			await readWalk(git, asked, skip, take, signal);
			keep(true);
		} finally {
			await writing;
		}
	};

	/** Those that no other reaches, at most so many. */
	const topmost = (given: readonly string[]): string[] => {
		const [last] = given.slice(-1);
		const isReached = last === undefined ? undefined : columns.reachable(columns.rowOf(last));
		return given.filter((tip) => tip === last || isReached?.[columns.rowOf(tip)] !== 1).slice(-MAX_TIPS);
	};

	const bringIn = async (sha: string, onProgress: (state: IndexState) => void, signal: AbortSignal) => {
		if (begun) {
			const { tip, except, count } = begun;
			await walk({ tip, except }, count, onProgress, signal);
		}
		if (columns.rowOf(sha) < 0) {
			await walk({ tip: sha, except: tips }, 0, onProgress, signal);
		}
	};

	let working: Promise<unknown> = Promise.resolve();
	const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
		const next = working.then(work, work);
		working = next.catch(() => undefined);
		return next;
	};

	/** Rows that `sha` reaches, where all of them are here. */
	const reached = (sha: string): Uint8Array | undefined => {
		const row = begun ? -1 : columns.rowOf(sha);
		return row < 0 ? undefined : columns.reachable(row);
	};

	return {
		update: (sha, onProgress, signal) =>
			inTurn(async () => {
				signal.throwIfAborted();
				try {
					await bringIn(sha, onProgress, signal);
				} catch (error) {
					if (!(error instanceof GitExit) || columns.count === 0) {
						throw explained(error, root, false);
					}
					log.info('The index of commits does not fit the repository any more; it is made anew.', error);
					await startAnew();
					await bringIn(sha, onProgress, signal).catch((again: unknown) => {
						throw explained(again, root, false);
					});
				}
				return state();
			}),
		history: async (sha, { paths, until = Number.POSITIVE_INFINITY, limit }) => {
			const isAsked = reached(sha);
			return isAsked && columns.touching(isAsked, paths, until / 1000, limit);
		},
		telling: async (except, sha, limit) => {
			const [old, all] = [reached(except), reached(sha)];
			return old && all && columns.telling(all, old, limit + 1);
		},
		close: async () => {
			await working;
			await blocks.close();
		},
	};
}
