import { manifestPaths, type Packages, readPackages } from '../core/frames/packages';
import { indexTree, type TreeIndex } from '../core/frames/treeIndex';
import type { Repository } from '../core/ports/repository';

/** Opens the repository that a folder is in. */
export type OpenRepository = (folder: string, signal: AbortSignal) => Promise<Repository>;

/** A submodule whose repository is here and has the commit that is recorded for it, or one in another submodule. */
export interface MountedRepository {
	/** Folder in the outermost repository. */
	readonly path: string;
	readonly repository: Repository;
	readonly sha: string;
}

/** What frames are looked up in: the files of one revision, those of its submodules among them, and the packages they are. */
export interface Snapshot {
	readonly tree: TreeIndex;
	readonly packages: Packages;
	readonly submodules: readonly MountedRepository[];
}

/** Submodules in submodules that are opened. */
const MAX_NESTING = 4;

/** Revisions of one repository that are kept; their text is a few megabytes each where the repository is large. */
const KEPT = 3;

/** By repository, then by object name: what a commit holds never changes, so this is no state. */
const snapshots = new WeakMap<Repository, Map<string, Promise<Snapshot>>>();

/**
 * Reads the list of files and all manifests at a revision; once for each.
 *
 * @param sha full object name
 * @param open opens submodules; without it they are left out
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function snapshotAt(
	repository: Repository,
	sha: string,
	open: OpenRepository | undefined,
	signal: AbortSignal,
): Promise<Snapshot> {
	const known = snapshots.get(repository) ?? new Map<string, Promise<Snapshot>>();
	snapshots.set(repository, known);
	const key = `${sha}${open ? '' : ' alone'}`;
	const waiting = known.get(key);
	if (waiting) {
		try {
			return await waiting;
		} catch {
			signal.throwIfAborted(); // whoever asked first gave up; we did not
		}
	}
	const reading = read(repository, sha, open, signal);
	known.delete(key);
	known.set(key, reading);
	reading.catch(() => known.delete(key));
	for (const oldest of [...known.keys()].slice(0, -KEPT)) {
		known.delete(oldest);
	}
	return reading;
}

async function read(
	repository: Repository,
	sha: string,
	open: OpenRepository | undefined,
	signal: AbortSignal,
): Promise<Snapshot> {
	const [own, submodules] = await Promise.all([
		repository.readTree(sha, signal),
		open && !repository.isBare ? mounted(repository, sha, open, signal) : [],
	]);
	const trees = await Promise.all(
		submodules.map(async (one) => ({ ...one, text: await one.repository.readTree(one.sha, signal) })),
	);
	const tree = indexTree([own, ...trees.map(({ path, text }) => below(path, text))].join(''));
	const manifests = manifestPaths(tree);
	const texts = await Promise.all([
		repository.readFiles(sha, manifests, signal),
		...submodules.map(async ({ path, repository: inner, sha: commit }) => {
			const inside = manifests.flatMap((one) => (one.startsWith(`${path}/`) ? one.slice(path.length + 1) : []));
			const found = await inner.readFiles(commit, inside, signal);
			return new Map([...found].map(([name, text]) => [`${path}/${name}`, text]));
		}),
	]);
	const all = new Map(texts.flatMap((some) => [...some]));
	return { tree, packages: readPackages(all), submodules };
}

/** Submodules that were cloned, each at the recorded commit, and behind it those that are in it; others cannot be looked into. */
async function mounted(
	repository: Repository,
	sha: string,
	open: OpenRepository,
	signal: AbortSignal,
	depth = 1,
): Promise<readonly MountedRepository[]> {
	const recorded = await repository.submodules(sha, signal);
	const found = await Promise.all(
		recorded.map(async ({ path, sha: commit }) => {
			try {
				const inner = await open(`${repository.root}/${path}`, signal);
				// An empty folder belongs to the repository around it.
				if (inner.root === repository.root) {
					return [];
				}
				const own = { path, repository: inner, sha: await inner.resolve(commit, signal) };
				return [own, ...(depth < MAX_NESTING ? await mountedIn(own, open, signal, depth + 1) : [])];
			} catch {
				signal.throwIfAborted();
				return [];
			}
		}),
	);
	return found.flat();
}

/** The submodules of a submodule; none where it cannot say which it has. */
async function mountedIn(
	{ path, repository, sha }: MountedRepository,
	open: OpenRepository,
	signal: AbortSignal,
	depth: number,
): Promise<readonly MountedRepository[]> {
	try {
		const inner = await mounted(repository, sha, open, signal, depth);
		return inner.map((one) => ({ ...one, path: `${path}/${one.path}` }));
	} catch {
		signal.throwIfAborted();
		return [];
	}
}

function below(folder: string, text: string): string {
	return text
		.split('\0')
		.flatMap((path) => (path === '' ? [] : `${folder}/${path}\0`))
		.join('');
}
