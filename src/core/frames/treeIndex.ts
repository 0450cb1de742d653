import { grouped } from '../../base/grouped';

/** The files of one revision, found by base name. */
export interface TreeIndex {
	/** Paths whose base name is `name`, in tree order. */
	named(name: string): readonly string[];
	/** The same, upper and lower case alike: for traces from case-insensitive file systems. */
	namedLoosely(name: string): readonly string[];
	has(path: string): boolean;
	/** Packages this repository publishes, so far as its own names tell: `package.json` and `go.mod` names. */
	readonly packages: ReadonlySet<string>;
}

/**
 * Indexes a tree; linear in the number of paths.
 *
 * @param paths repository-relative, slashes
 * @param packages names of the packages that the repository publishes
 */
export function indexTree(paths: readonly string[], packages: ReadonlySet<string> = new Set()): TreeIndex {
	const byName = grouped(paths, baseName);
	let byLooseName: ReadonlyMap<string, readonly string[]> | undefined; // seldom needed, so made when asked for
	return {
		packages,
		named: (name) => byName.get(name) ?? [],
		namedLoosely: (name) => {
			byLooseName ??= grouped(paths, (path) => baseName(path).toLowerCase());
			return byLooseName.get(name.toLowerCase()) ?? [];
		},
		has: (path) => byName.get(baseName(path))?.includes(path) ?? false,
	};
}

/** The part of a slash-separated path after the last slash. */
export function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}
