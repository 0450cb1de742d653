// What is known of a branch while it is made, on disk before each step, so that the next start knows what a killed process left.
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Log } from '../../../core/ports/log';
import { isRunning } from '../../process/isRunning';
import { busy } from './errors';

const Sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/));
const Kind = v.picklist(['revert', 'rollback', 'pick', 'review']);
const StepSchema = v.object({
	kind: Kind,
	sha: Sha,
	parent: v.optional(Sha),
	mainline: v.optional(v.number()),
	subject: v.string(),
	message: v.string(),
});

const JournalSchema = v.object({
	version: v.literal(1),
	id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
	/** The process that works on it, or did. */
	pid: v.number(),
	incident: v.object({ id: v.string(), key: v.string() }),
	branch: v.string(),
	base: v.object({ ref: v.string(), sha: Sha }),
	/** What the branch is before, where it is there and goes on. */
	before: v.optional(Sha),
	kind: Kind,
	steps: v.array(StepSchema),
	/**
	 * `working`: nothing of it is worth keeping. `conflicts`, `hook`: it waits for a person, at the step `next`. `between`: a person's work is in
	 * it, and the steps before `next` are done. `branch`: all are done, and the branch is made, or about to be.
	 */
	state: v.picklist(['working', 'conflicts', 'hook', 'between', 'branch']),
	next: v.number(),
	/** The last commit that was made, or the base. */
	head: Sha,
	commits: v.array(v.object({ sha: Sha, step: v.number() })),
	/** The folder of the worktree, once there may be one: absolute. */
	home: v.optional(v.string()),
	withoutHooks: v.boolean(),
});
export type Journal = v.InferOutput<typeof JournalSchema>;

const folderIn = (common: string) => join(common, 'faultline', 'reverts');
const fileOf = (common: string, id: string) => join(folderIn(common), `${id}.json`);
const claimOf = (common: string, id: string) => join(folderIn(common), `${id}.claim`);

/** A power cut may lose the last one of them; a process that is killed does not, and that is who a journal is for. */
export async function writeJournal(common: string, journal: Journal): Promise<void> {
	const file = fileOf(common, journal.id);
	const unfinished = `${file}.${process.pid}.new`;
	const write = () => writeFile(unfinished, JSON.stringify(journal));
	const writeAnew = async () => {
		await mkdir(folderIn(common), { recursive: true });
		await write();
	};
	await write().catch(writeAnew).catch(writeAnew); // another window may remove the folder as an empty one just then
	await rename(unfinished, file);
}

export async function removeJournal(common: string, id: string): Promise<void> {
	await rm(fileOf(common, id), { force: true });
	await removeEmptyFolders(common);
}

/** Leaves the repository as it was before the first one, unless there are others. */
export async function removeEmptyFolders(common: string): Promise<void> {
	await rmdir(folderIn(common)).catch(() => undefined);
	await rmdir(join(common, 'faultline')).catch(() => undefined);
}

/**
 * All that are there, and ours: a folder that is removed or opened has to be one that we made, whatever a file says. Those of another editor on the same
 * repository name its own folders. What is damaged is removed, since it names nothing that could be cleaned up.
 *
 * @param homes the folder of worktrees
 */
export async function readJournals(common: string, homes: string, log: Log): Promise<readonly Journal[]> {
	const found: Journal[] = [];
	for (const name of await readdir(folderIn(common)).catch(() => [])) {
		const file = join(folderIn(common), name);
		if (name.endsWith('.json')) {
			try {
				const journal = v.parse(JournalSchema, JSON.parse(await readFile(file, 'utf8')));
				if (name === `${journal.id}.json` && (journal.home === undefined || journal.home === join(homes, journal.id))) {
					found.push(journal);
				}
			} catch (error) {
				log.warn(`${file} is no journal of a revert`, error);
				await rm(file, { force: true });
			}
		}
	}
	return found;
}

/** Removes what processes that are gone did not write to its end, and what they had for themselves. */
export async function sweepJournals(common: string): Promise<void> {
	for (const name of await readdir(folderIn(common)).catch(() => [])) {
		const file = join(folderIn(common), name);
		const pid = /\.(\d+)\.new$/.exec(name)?.[1] ?? (name.endsWith('.claim') ? await ownerOf(file) : undefined);
		if (pid !== undefined && !(Number(pid) > 0 && isRunning(Number(pid)))) {
			await rm(file, { force: true });
		}
	}
}

const ownerOf = (claim: string) => readFile(claim, 'utf8').catch(() => undefined);

/**
 * Has a journal for this process alone: of two windows that go on with the same revert, or take it away, one is told to wait.
 *
 * @returns gives it back
 * @throws FaultlineError `revert.busy`
 */
export async function claim(common: string, id: string): Promise<() => Promise<void>> {
	const file = claimOf(common, id);
	for (;;) {
		try {
			await writeFile(file, String(process.pid), { flag: 'wx' });
			return async () => {
				await rm(file, { force: true });
				await removeEmptyFolders(common);
			};
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
				throw error;
			}
			const pid = Number(await ownerOf(file));
			if (pid > 0 && pid !== process.pid && isRunning(pid)) {
				throw busy();
			}
			await rm(file, { force: true }); // of a window that was killed
		}
	}
}

/** Whether nobody works on it: its process is gone, or it waits for a person. `mine` are those that this process works on. */
export function isLeft({ id, pid, state }: Journal, mine: ReadonlySet<string>): boolean {
	if (mine.has(id)) {
		return false;
	}
	return state === 'conflicts' || state === 'hook' || pid === process.pid || !isRunning(pid);
}
