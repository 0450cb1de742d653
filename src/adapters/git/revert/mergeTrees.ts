import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConflictingFile } from '../../../core/ports/mitigation';
import { explained } from '../errors';
import { type Git, GitExit } from '../run';
import { oldGit } from './errors';
import { textOf } from './place';

/** What `git` is asked with, and where the objects go that it writes. */
export interface Objects {
	readonly git: Git;
	readonly plain: Git;
	readonly root: string;
	readonly environment?: Readonly<Record<string, string>>;
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
	const [one, other] = await sidesOf(objects, merge, signal);
	const chunks: Buffer[] = [];
	const { plain, root, environment } = objects;
	const args = ['merge-tree', '--write-tree', '-z', '--messages', one, other];
	try {
		await plain(args, { signal, onData: (chunk) => chunks.push(chunk), ...(environment && { environment }) });
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

/** Commits for the two sides, whose common ancestor has the base's tree: all written by one process, since their names follow from what they say. */
export async function sidesOf(
	{ git, environment }: Objects,
	{ base, ours, theirs, label }: Merge,
	signal: AbortSignal,
): Promise<readonly [ours: string, theirs: string]> {
	const commit = (tree: string, said: string, parent?: string) => {
		const parents = parent === undefined ? '' : `parent ${parent}\n`;
		const content = Buffer.from(`tree ${tree}\n${parents}author ${NOBODY}\ncommitter ${NOBODY}\n\n${said}\n`);
		const name = createHash(tree.length === 64 ? 'sha256' : 'sha1');
		return { content, name: name.update(`commit ${content.length}\0`).update(content).digest('hex') };
	};
	const ancestor = commit(base, 'Base');
	const sides = [commit(ours, 'Ours', ancestor.name), commit(theirs, label, ancestor.name)] as const;
	const folder = await mkdtemp(join(tmpdir(), 'faultline-sides-'));
	try {
		const files = await Promise.all(
			[ancestor, ...sides].map(async ({ content }, index) => {
				const file = join(folder, String(index));
				await writeFile(file, content);
				return file;
			}),
		);
		const args = ['hash-object', '-t', 'commit', '-w', '--no-filters', '--stdin-paths'];
		const input = `${files.join('\n')}\n`;
		await git(args, { signal, input, ...(environment && { environment }) });
	} finally {
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	}
	return [sides[0].name, sides[1].name];
}

/** The trees of revisions, in their order; the empty tree where there is none. */
export async function treesOf(
	{ git, environment }: Pick<Objects, 'git' | 'environment'>,
	revisions: readonly (string | undefined)[],
	signal: AbortSignal,
): Promise<readonly string[]> {
	const more = environment && { environment };
	const named = revisions.filter((revision) => revision !== undefined);
	const found =
		named.length === 0
			? []
			: (await textOf(git(['rev-parse', ...named.map((one) => `${one}^{tree}`)], { signal, ...more }))).split('\n');
	if (named.length === revisions.length) {
		return found;
	}
	const isLong = (found[0] ?? '').length === 64;
	const empty = isLong ? EMPTY_TREE_SHA256 : EMPTY_TREE;
	let next = 0;
	return revisions.map((revision) => (revision === undefined ? empty : (found[next++] ?? empty)));
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
