import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { outsideRepository } from '../errors';

/**
 * The absolute path of a repository's file, links followed, certain to be inside the repository. Paths come from traces and trees that
 * anyone may have written.
 *
 * @param relative repository-relative, slashes
 * @returns undefined when there is no such file
 * @throws FaultlineError `workspace.outsideRepository`
 */
export async function fileInside(root: string, relative: string): Promise<string | undefined> {
	const wanted = path.resolve(root, relative);
	if (!isInside(path.resolve(root), wanted)) {
		throw outsideRepository(relative);
	}
	const [realRoot, real] = await Promise.all([existing(root), existing(wanted)]);
	if (realRoot === undefined || real === undefined) {
		return undefined;
	}
	if (!isInside(realRoot, real)) {
		throw outsideRepository(relative);
	}
	return (await stat(real)).isDirectory() ? undefined : wanted; // a folder may have a file's name now
}

/** Whether `file` is `folder` itself or below it; both absolute. */
export function isInside(folder: string, file: string): boolean {
	const way = path.relative(folder, file);
	return way === '' || !(way === '..' || way.startsWith(`..${path.sep}`) || path.isAbsolute(way));
}

async function existing(file: string): Promise<string | undefined> {
	try {
		return await realpath(file);
	} catch (error) {
		if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
			return undefined;
		}
		throw error;
	}
}
