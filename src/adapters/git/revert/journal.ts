// What is known of a branch while it is made, on disk before each step, so that the next start knows what a killed process left.
import { mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Log } from '../../../core/ports/log';
import { isRunning } from '../processes';

const Sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/));
const Kind = v.picklist(['revert', 'rollback', 'pick']);
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

/** Removes what processes that are gone had begun to write: what was noted before still says where they were. */
export async function removeUnfinished(common: string): Promise<void> {
	for (const name of await readdir(folderIn(common)).catch(() => [])) {
		const pid = Number(/\.json\.(\d+)\.new$/.exec(name)?.[1]);
		if (pid > 0 && !isRunning(pid)) {
			await rm(join(folderIn(common), name), { force: true });
		}
	}
}

/** Leaves the repository as it was before the first one, unless there are others. */
export async function removeEmptyFolders(common: string): Promise<void> {
	await rmdir(folderIn(common)).catch(() => undefined);
	await rmdir(join(common, 'faultline')).catch(() => undefined);
}

/** All that are there. What is damaged is removed: it names nothing that could be cleaned up. */
export async function readJournals(common: string, log: Log): Promise<readonly Journal[]> {
	const found: Journal[] = [];
	for (const name of await readdir(folderIn(common)).catch(() => [])) {
		const file = join(folderIn(common), name);
		if (name.endsWith('.json')) {
			try {
				found.push(v.parse(JournalSchema, JSON.parse(await readFile(file, 'utf8'))));
			} catch (error) {
				log.warn(`${file} is no journal of a revert`, error);
				await rm(file, { force: true });
			}
		}
	}
	return found;
}

/** Whether nobody works on it: its process is gone, or it waits for a person. `mine` are those that this process works on. */
export function isLeft({ id, pid, state }: Journal, mine: ReadonlySet<string>): boolean {
	if (mine.has(id)) {
		return false;
	}
	return state === 'conflicts' || state === 'hook' || pid === process.pid || !isRunning(pid);
}
