import { randomUUID } from 'node:crypto';
import { link, open, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../../core/ports/log';
import { errorCode } from '../errors';
import { appenderIn, syncFolder } from './appendLine';
import { copySegments } from './copySegments';
import { formerName, isRetired, retiredName } from './folder';
import { putAside } from './quarantine';
import { readLines } from './readLines';

const NEWLINE = Buffer.from('\n');

/** What the clean-ups of one home have in common. */
export interface Rewriting {
	readonly folder: string;
	/** Whether what stays goes into one new segment (with a header), or back into each segment's own name. */
	readonly into: 'one' | 'each';
	readonly refusesLinks: boolean;
	/** File mode of what is written. */
	readonly mode: number;
	/** What happened, for people who see the line in a diff. */
	readonly says: (list: readonly unknown[]) => string | undefined;
	readonly log: Log;
}

/**
 * Writes segments anew, without what belongs to erased incidents and without lines that are there twice.
 *
 * Other processes append to the same segments meanwhile, read them, or do this as well; each step may be the last one before a crash. The order of steps
 * makes that safe, and no lock is needed for it:
 *
 * 1. *Retire*: the segment gets another name (`….replaced-1a2b3c4d.jsonl`), which is still one that is read. A writer appends to a file it has opened
 *    by the old name, flushes it, and then looks whether that name still is that file; if not, it appends again (`appendLine.ts`). So
 *    whatever was acknowledged is in a retired segment before it was retired, or is in another one as well: from here on nothing that counts is added.
 * 2. *Copy*: what stays is written to a temporary file, which nobody reads, and flushed.
 * 3. *Publish*: that file gets a segment's name at once. In a person's home it is a name that nobody has, with a header that says which segments it
 *    replaces, so that who has read those skips it. In a repository it is the name the segment had, for a file that has another name on this branch
 *    conflicts with that branch on which it was changed; where a writer has made a new file of that name meanwhile, the lines are appended to that.
 * 4. *Drop*: the retired segments are removed.
 *
 * Whoever is killed before 3 leaves a retired segment, which holds everything; between 3 and 4 everything is there twice, which the
 * ids of events make harmless. The next clean-up takes retired segments like any others. Where a segment cannot be retired because a system does not rename
 * what is open, it stays for the next one.
 *
 * @param names segments, together no larger than one should be
 * @param erased incidents of which only tombstones stay
 * @returns how many stretches were removed that could not be read and may have been of these incidents
 * @throws the file system's error; then every segment is there still, under its own name or a retired one
 */
export async function rewrite(
	names: readonly string[],
	erased: ReadonlySet<string>,
	needs: Rewriting,
): Promise<number> {
	if (needs.into === 'one') {
		return rewriteTogether(names, erased, needs);
	}
	let unreadable = 0;
	for (const name of names) {
		unreadable += await rewriteTogether([name], erased, needs);
	}
	return unreadable;
}

async function rewriteTogether(names: readonly string[], erased: ReadonlySet<string>, needs: Rewriting) {
	const { folder } = needs;
	const retired: string[] = [];
	const temporary = join(folder, `${randomUUID()}.tmp`);
	try {
		for (const name of names) {
			retired.push(...(await retire(folder, name)));
		}
		if (retired.length === 0) {
			return 0;
		}
		const unreadable = await copySegments(
			retired.map((name) => join(folder, name)),
			temporary,
			{
				erased,
				says: needs.says,
				hasHeader: needs.into === 'one',
				mode: needs.mode,
				keepTorn: async (line) => (await putAside(folder, [line], 'torn', needs.log)).kept !== undefined,
			},
		);
		await publish(temporary, formerName(retired[0] ?? ''), needs);
		await syncFolder(folder);
		for (const name of retired) {
			await unlink(join(folder, name)).catch(unlessGone);
		}
		await syncFolder(folder);
		return unreadable;
	} catch (error) {
		await unlink(temporary).catch(() => {});
		await putBack(folder, retired);
		throw error;
	}
}

/** @returns the name it has now; none where another process was first */
async function retire(folder: string, name: string): Promise<readonly string[]> {
	if (isRetired(name)) {
		return [name];
	}
	const retired = retiredName(name, randomUUID().slice(0, 8));
	try {
		await rename(join(folder, name), join(folder, retired));
		return [retired];
	} catch (error) {
		unlessGone(error);
		return [];
	}
}

/** Gives the copy its name, at once or not at all; where that is taken, its lines are added there. */
async function publish(
	temporary: string,
	name: string,
	{ folder, into, refusesLinks, mode }: Rewriting,
): Promise<void> {
	if (into === 'one') {
		await rename(temporary, join(folder, `compacted-${randomUUID()}.jsonl`));
		return;
	}
	const path = join(folder, name);
	if ((await stat(temporary)).size > 0 && !(await linked(temporary, path))) {
		const append = appenderIn(folder, { refusesLinks, mode });
		for await (const piece of piecesOfFile(temporary)) {
			append(name, piece);
		}
	}
	await unlink(temporary);
}

/** So many lines are appended in one write. */
const PIECE = 256 * 1024;

async function* piecesOfFile(path: string): AsyncGenerator<Buffer> {
	const file = await open(path, 'r');
	try {
		let lines: Buffer[] = [];
		let length = 0;
		for await (const { line } of readLines(file, 0, new AbortController().signal)) {
			lines.push(line, NEWLINE);
			length += line.length + 1;
			if (length > PIECE) {
				yield Buffer.concat(lines);
				lines = [];
				length = 0;
			}
		}
		if (length > 0) {
			yield Buffer.concat(lines);
		}
	} finally {
		await file.close();
	}
}

/** Back under their own names, unless there are files of these names again. Never takes the place of one. */
async function putBack(folder: string, retired: readonly string[]): Promise<void> {
	for (const name of retired) {
		if (await linked(join(folder, name), join(folder, formerName(name))).catch(() => false)) {
			await unlink(join(folder, name)).catch(() => {});
		}
	}
}

/** A second name for a file. @returns false where that name is taken, or the file system knows no such thing */
async function linked(path: string, name: string): Promise<boolean> {
	try {
		await link(path, name);
		return true;
	} catch (error) {
		if (['EEXIST', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(errorCode(error) ?? '')) {
			return false;
		}
		throw error;
	}
}

function unlessGone(error: unknown): undefined {
	if (errorCode(error) !== 'ENOENT') {
		throw error;
	}
	return undefined;
}
