import { withoutQuery } from './printedPath';
import type { TreeIndex } from './treeIndex';
import { joined } from './treeIndex';

/** A person's word on where a printed folder is: `/srv/shop` is `packages/shop`. */
export interface PathMapping {
	/** How printed paths begin. */
	readonly from: string;
	/** A folder relative to the repository; the root is empty. */
	readonly to: string;
	/** Root of the repository it is about; every one where absent. */
	readonly repository?: string;
}

/** The mapping in one spelling: forward slashes, no slash at the end, `to` without `.` and `..`. */
export function cleanMapping({ from, to, ...rest }: PathMapping): PathMapping {
	const folders = to
		.replaceAll('\\', '/')
		.split('/')
		.filter((part) => part !== '' && part !== '.' && part !== '..');
	return { from: cleanPrefix(from), to: folders.join('/'), ...rest };
}

/** Mappings of one repository, longest prefix first; those without a prefix are left out. */
export function mappingsFor(mappings: readonly PathMapping[], repository: string): readonly PathMapping[] {
	return mappings
		.filter(
			(mapping) => mapping.repository === undefined || cleanPrefix(mapping.repository) === cleanPrefix(repository),
		)
		.map(cleanMapping)
		.filter(({ from }) => from !== '')
		.sort((a, b) => b.from.length - a.from.length);
}

/** What stands behind the prefix of a mapping in a printed file; undefined where it does not begin with it. */
export function restBehind(file: string, from: string): string | undefined {
	const printed = file.replaceAll('\\', '/');
	const isWindows = /^[A-Za-z]:|^\/\/|\\/.test(file);
	const isBelow = isWindows ? printed.toLowerCase().startsWith(from.toLowerCase()) : printed.startsWith(from);
	const next = printed.charAt(from.length);
	if (!isBelow || (next !== '/' && next !== '' && !from.endsWith('/'))) {
		return undefined;
	}
	return withoutQuery(printed.slice(from.length).replace(/^\/+/, ''), /[?#]/);
}

/** The file that a mapping leads to, if the tree has it. @param also other spellings of what stands behind the prefix */
export function mapped(
	file: string,
	{ from, to }: PathMapping,
	tree: TreeIndex,
	also: (rest: string) => readonly string[],
): string | undefined {
	const rest = restBehind(file, from);
	if (rest === undefined) {
		return undefined;
	}
	for (const one of [rest, ...also(rest)]) {
		const parts = one.split('/').filter((part) => part !== '' && part !== '.');
		const found = parts.includes('..') ? undefined : tree.spelled(joined(to, parts.join('/')));
		if (found !== undefined) {
			return found;
		}
	}
	return undefined;
}

function cleanPrefix(prefix: string): string {
	const slashes = prefix.trim().replaceAll('\\', '/');
	return slashes.length > 1 && !slashes.endsWith('://') ? slashes.replace(/\/+$/, '') : slashes;
}
