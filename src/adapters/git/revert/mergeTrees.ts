import type { ConflictingFile } from '../../../core/ports/mitigation';
import { explained } from '../errors';
import { type Git, GitExit } from '../run';
import { oldGit } from './errors';
import { textOf } from './place';
import { alternates, looseCommit, type Scratch, writeCommit } from './scratch';

/** What `git` is asked with, and where the objects go that it writes. */
export interface Objects {
	readonly git: Git;
	readonly plain: Git;
	readonly root: string;
	/** As a place has them. */
	readonly trees: Map<string, string>;
	/** For commits that only tell git which tree is the base. */
	readonly scratch: Scratch;
	/** Writes into this folder instead of into the repository, whose own objects are in the other one. */
	readonly instead?: { readonly writesTo: string; readonly readsFrom: string };
}

/** What git is told of the folders of objects. */
export async function environmentOf({
	scratch,
	instead,
}: Pick<Objects, 'scratch' | 'instead'>): Promise<Readonly<Record<string, string>>> {
	const folder = await scratch.folder();
	return instead
		? {
				GIT_OBJECT_DIRECTORY: instead.writesTo,
				GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates([instead.readsFrom, folder]),
			}
		: { GIT_ALTERNATE_OBJECT_DIRECTORIES: alternates([folder]) };
}

export interface Merge {
	/** Trees, as full object names. */
	readonly base: string;
	readonly ours: string;
	readonly theirs: string;
	/** What conflict markers call the other side. */
	readonly label: string;
}

export interface Merged {
	/** With conflict markers where there are conflicts. */
	readonly tree: string;
	readonly conflicts: readonly ConflictingFile[];
}

/** The tree without a file, which every repository has. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';
const EMPTY_TREE_SHA256 = '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321';

/** Nobody's: these commits only tell git which tree is the base. Their dates are fixed, so that the same question makes the same objects. */
const NOBODY = 'Faultline <faultline@localhost> 0 +0000';

/**
 * Merges trees without a work tree, as `git revert` would with one: renames are found, attributes and merge drivers count.
 *
 * git before 2.40 takes no base for this, so the trees are put into commits whose common ancestor is the base.
 *
 * @throws FaultlineError `revert.oldGit`, `git.*`
 */
export async function mergeTrees(objects: Objects, merge: Merge, signal: AbortSignal): Promise<Merged> {
	const { base, ours, theirs } = merge;
	if (ours === base || theirs === base || ours === theirs) {
		return { tree: ours === base ? theirs : ours, conflicts: [] };
	}
	const { plain, root } = objects;
	const [sides, environment] = await Promise.all([sidesOf(objects, merge), environmentOf(objects)]);
	const chunks: Buffer[] = [];
	const args = ['merge-tree', '--write-tree', '-z', '--messages', ...sides];
	try {
		await plain(args, { signal, onData: (chunk) => chunks.push(chunk), environment });
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof GitExit && error.exitCode === 129) {
			throw oldGit(error);
		}
		if (!(error instanceof GitExit && error.exitCode === 1 && chunks.length > 0)) {
			throw explained(error, root);
		}
	}
	return readMergeTree(Buffer.concat(chunks).toString('utf8'));
}

/** Commits for the two sides, whose common ancestor has the base's tree; git finds them with `environmentOf`. */
export async function sidesOf(
	{ scratch }: Pick<Objects, 'scratch'>,
	{ base, ours, theirs, label }: Merge,
): Promise<readonly [ours: string, theirs: string]> {
	const commit = (tree: string, said: string, parent?: string) => {
		const parents = parent === undefined ? '' : `parent ${parent}\n`;
		const content = `tree ${tree}\n${parents}author ${NOBODY}\ncommitter ${NOBODY}\n\n${said}\n`;
		return looseCommit(content, tree.length === 64 ? 'sha256' : 'sha1');
	};
	const ancestor = commit(base, 'Base');
	const one = commit(ours, 'Ours', ancestor.name);
	const other = commit(theirs, label, ancestor.name);
	const folder = await scratch.folder();
	await Promise.all([ancestor, one, other].map((some) => writeCommit(folder, some)));
	return [one.name, other.name];
}

/** The trees of revisions by their full names, of which one at least is there; the empty tree where there is none. git is asked for those that nobody read before. */
export async function treesOf(
	{ git, trees }: Pick<Objects, 'git' | 'trees'>,
	revisions: readonly (string | undefined)[],
	signal: AbortSignal,
): Promise<readonly string[]> {
	const unknown = [...new Set(revisions.filter((one) => one !== undefined && !trees.has(one)))] as string[];
	if (unknown.length > 0) {
		const found = await textOf(git(['rev-parse', ...unknown.map((revision) => `${revision}^{tree}`)], { signal }));
		for (const [index, tree] of found.split('\n').entries()) {
			trees.set(unknown[index] ?? '', tree);
		}
	}
	const empty = revisions.find((one) => one !== undefined)?.length === 64 ? EMPTY_TREE_SHA256 : EMPTY_TREE;
	return revisions.map((revision) => (revision === undefined ? empty : (trees.get(revision) ?? empty)));
}

/** Reads `git merge-tree --write-tree -z --messages`: the tree, the files in conflict with their stages, what is to be said of paths. */
function readMergeTree(output: string): Merged {
	const [tree = '', ...rest] = output.split('\0');
	const end = rest.indexOf('');
	const rows = end < 0 ? [] : rest.slice(0, end);
	const kinds = new Map<string, string>();
	for (let at = end + 1; end >= 0 && at < rest.length; ) {
		const count = Number(rest[at]);
		const paths = rest.slice(at + 1, at + 1 + count);
		const [, kind] = /^CONFLICT \((.+)\)/.exec(rest[at + 1 + count] ?? '') ?? [];
		for (const path of kind === undefined ? [] : paths) {
			kinds.set(path, kind === 'contents' ? 'content' : (kind ?? ''));
		}
		at += count + 3;
		if (!Number.isInteger(count)) {
			break;
		}
	}
	const paths = new Set(rows.flatMap((row) => /^\d+ [0-9a-f]+ [1-3]\t(.+)$/s.exec(row)?.[1] ?? []));
	return { tree, conflicts: [...paths].map((path) => ({ path, kind: kinds.get(path) ?? '' })) };
}
