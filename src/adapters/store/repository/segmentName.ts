import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { crc32 } from 'node:zlib';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { FaultlineError } from '../../../base/errors';
import { errorCode } from '../errors';

const Clone = v.object({ id: v.pipe(v.string(), v.regex(/^[0-9a-f]{8}$/)), workTree: v.string() });
const SLUG_LENGTH = 40;

/**
 * The folder in which git keeps what belongs to a work tree alone: where HEAD is.
 *
 * @throws FaultlineError `store.noGit` where there is none
 */
export async function gitFolderOf(workTree: string): Promise<string> {
	const path = join(workTree, '.git');
	try {
		if ((await lstat(path)).isDirectory()) {
			return path;
		}
		const [, folder] = /^gitdir: (.+?)\r?\n?$/.exec(await readFile(path, 'utf8')) ?? [];
		if (folder !== undefined) {
			return resolve(workTree, folder);
		}
	} catch (error) {
		throw noGit(workTree, error);
	}
	throw noGit(workTree, new Error(`${path} names no folder`));
}

/**
 * What the file is called, without its end, to which this clone writes on the branch that is checked out: `main.0a1b2c3d`. A file for each clone alone would
 * not do: two branches of one clone would both add to its end, which conflicts when they are merged. That git takes both where it is told to
 * (`.gitattributes`) is no help in the merge of a pull request on servers that do not look there.
 *
 * @throws the file system's error
 */
export async function segmentBase(gitFolder: string, workTree: string): Promise<string> {
	const [head, clone] = await Promise.all([
		readFile(join(gitFolder, 'HEAD'), 'utf8'),
		cloneId(join(gitFolder, 'faultline'), workTree),
	]);
	return `${branchSlug(head.trim())}.${clone}`;
}

/** A branch's name as one that every file system takes, and for no two branches the same. */
function branchSlug(head: string): string {
	const [, branch] = /^ref: refs\/heads\/(.+)$/.exec(head) ?? [];
	if (branch === undefined) {
		return `detached-${head.slice(0, 12).replaceAll(/[^0-9a-f]/g, '')}`;
	}
	const slug = branch
		.toLowerCase()
		.replaceAll(/[^a-z0-9_]+/g, '-')
		.slice(0, SLUG_LENGTH);
	return slug === branch ? slug : `${slug}-${crc32(branch).toString(16).padStart(8, '0')}`;
}

/** Eight digits that this clone keeps for itself, beside git's own files, where they are never committed. A copy of the clone gets others. */
async function cloneId(folder: string, workTree: string): Promise<string> {
	const path = join(folder, 'clone.json');
	const known = await readClone(path);
	if (known?.workTree === workTree) {
		return known.id;
	}
	await mkdir(folder, { recursive: true });
	const made = `${path}-${randomBytes(4).toString('hex')}.tmp`;
	await writeFile(made, JSON.stringify({ id: randomBytes(4).toString('hex'), workTree }));
	try {
		await rename(made, path); // of several windows the last one wins, and each reads what is there then
	} catch (error) {
		await unlink(made).catch(() => {});
		throw error;
	}
	return (await readClone(path))?.id ?? cloneId(folder, workTree);
}

async function readClone(path: string) {
	const text = await readFile(path, 'utf8').catch((error: unknown) => {
		if (errorCode(error) !== 'ENOENT') {
			throw error;
		}
		return '';
	});
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Clone), text);
	return read.success ? read.output : undefined;
}

const noGit = (folder: string, cause: unknown) =>
	new FaultlineError(
		'store.noGit',
		l10n.t(
			'{0} is not the root of a git work tree, so incidents cannot be kept in it. Choose another home for them.',
			folder,
		),
		{ cause, folder },
	);
