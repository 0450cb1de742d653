// Folders of ours in which git finds objects that the repository does not get: what a preview makes, and commits that only tell a merge its base.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { isRunning } from '../../process/isRunning';
import { removeFolder } from '../worktreeNotes';
import type { Place } from './place';

const PREFIX = 'preview-';

/** A folder that is made when it is first asked for. Who asks removes it; what a killed process left, the next start does. */
export class Scratch {
	private made: Promise<string> | undefined;

	constructor(private readonly place: Pick<Place, 'homes' | 'log'>) {}

	folder(): Promise<string> {
		this.made ??= this.make();
		return this.made;
	}

	/** Never throws. */
	async remove(): Promise<void> {
		const folder = await this.made?.catch(() => undefined);
		this.made = undefined;
		if (folder !== undefined) {
			await removeFolder(folder, this.place.log);
		}
	}

	private async make(): Promise<string> {
		const { homes } = this.place;
		await mkdir(homes, { recursive: true });
		return mkdtemp(join(homes, `${PREFIX}${process.pid}-`));
	}
}

/** Removes what processes left that are gone. */
export async function removeLeftScratch({ homes, log }: Pick<Place, 'homes' | 'log'>): Promise<void> {
	for (const name of await readdir(homes).catch(() => [])) {
		const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
		if (Number.isInteger(pid) && pid > 0 && !isRunning(pid)) {
			await removeFolder(join(homes, name), log);
		}
	}
}

/** Folders as `GIT_ALTERNATE_OBJECT_DIRECTORIES` names them: a path that could be taken for two stands in quotes. */
export const alternates = (folders: readonly string[]): string =>
	folders
		.map((folder) => (folder.includes(delimiter) ? `"${folder.replace(/[\\"]/g, '\\$&')}"` : folder))
		.join(delimiter);

/** A commit as git keeps it, and its name. */
export interface LooseCommit {
	readonly name: string;
	readonly object: Buffer;
}

/** @param content as `git cat-file commit` prints it */
export function looseCommit(content: string, algorithm: 'sha1' | 'sha256'): LooseCommit {
	const body = Buffer.from(content);
	const object = Buffer.concat([Buffer.from(`commit ${body.length}\0`), body]);
	return { name: createHash(algorithm).update(object).digest('hex'), object };
}

/**
 * Writes a commit into a folder of objects, which no process is needed for.
 *
 * @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
 */
export async function writeCommit(folder: string, { name, object }: LooseCommit): Promise<void> {
	const parent = join(folder, name.slice(0, 2));
	await mkdir(parent, { recursive: true });
	await writeFile(join(parent, name.slice(2)), deflateSync(object)); // a few hundred bytes
}
