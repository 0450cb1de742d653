// Folders of ours in which git finds objects that the repository does not get: what a preview makes, and commits that only tell a merge its base.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { isRunning } from '../processes';
import type { Place } from './place';

const PREFIX = 'preview-';

/** A folder that is there until `use` has ended, and no longer than the next start where the process is killed. */
export async function inScratch<T>({ homes }: Pick<Place, 'homes'>, use: (folder: string) => Promise<T>): Promise<T> {
	await mkdir(homes, { recursive: true });
	const folder = await mkdtemp(join(homes, `${PREFIX}${process.pid}-`));
	try {
		return await use(folder);
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	}
}

/** Removes what processes left that are gone. */
export async function removeLeftScratch({ homes }: Pick<Place, 'homes'>): Promise<void> {
	for (const name of await readdir(homes).catch(() => [])) {
		const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
		if (Number.isInteger(pid) && pid > 0 && !isRunning(pid)) {
			await rm(join(homes, name), { recursive: true, force: true, maxRetries: 3 });
		}
	}
}

/** Folders as `GIT_ALTERNATE_OBJECT_DIRECTORIES` names them: a path that could be taken for two stands in quotes. */
export const alternates = (folders: readonly string[]): string =>
	folders
		.map((folder) => (folder.includes(delimiter) ? `"${folder.replace(/[\\"]/g, '\\$&')}"` : folder))
		.join(delimiter);

const deflated = promisify(deflate);

/**
 * Writes a commit into a folder as git keeps a loose object, which no process is needed for.
 *
 * @param content as `git cat-file commit` prints it
 * @returns its name
 * @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export async function writeCommit(folder: string, content: string, algorithm: 'sha1' | 'sha256'): Promise<string> {
	const body = Buffer.from(content);
	const object = Buffer.concat([Buffer.from(`commit ${body.length}\0`), body]);
	const name = createHash(algorithm).update(object).digest('hex');
	const parent = join(folder, name.slice(0, 2));
	const [bytes] = await Promise.all([deflated(object), mkdir(parent, { recursive: true })]);
	await writeFile(join(parent, name.slice(2)), bytes);
	return name;
}
