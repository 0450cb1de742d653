/** A file of the tree whose last folders and name agree with a printed path. */
export interface Match {
	readonly path: string;
	/** How many of the last segments agree, upper and lower case alike. */
	readonly shared: number;
	/** How many of the last characters agree to the letter. */
	readonly exact: number;
	/** The whole repository path stands at the end of the printed one. */
	readonly isWhole: boolean;
}

/** The files of one revision, found by their last segment. Upper and lower case, and the ways to compose accents, count as the same. */
export interface TreeIndex {
	/** Paths whose base name is `name`, in tree order. */
	named(name: string): readonly string[];
	/** Paths whose base name ends in `ending` (`.csproj`), in tree order; looks at every file. */
	ending(ending: string): readonly string[];
	has(path: string): boolean;
	/** How many files there are. */
	count(): number;
	/** The path as the tree writes it, where only case or composition differ; undefined when there is none. */
	spelled(path: string): string | undefined;
	/** The files that share the most last segments with `wanted`, at least `least` of them and the name, in tree order. */
	matching(wanted: readonly string[], least: number, accepts?: (path: string) => boolean): readonly Match[];
	/** Every folder that holds a file or a folder, in tree order; made when asked for. */
	folders(): readonly string[];
}

/**
 * Indexes a tree when it is first asked: one pass over its text into a hash table by base name, so that no path is cut out that nobody asks for.
 *
 * @param paths repository-relative, slashes; a list, or one text in which a NUL ends or parts them, as git prints them
 */
export function indexTree(paths: readonly string[] | string): TreeIndex {
	const text = typeof paths === 'string' ? paths : paths.join('\0');
	let made: Table | undefined;
	const table = () => {
		made ??= tableOf(text);
		return made;
	};
	const entries = (name: string) => {
		const { head, next } = table();
		const found: number[] = [];
		for (let at = head[hashOf(folded(name)) & (head.length - 1)] ?? -1; at >= 0; at = next[at] ?? -1) {
			found.push(at);
		}
		return found.reverse();
	};
	const pathAt = (at: number) => text.slice(table().starts[at], table().ends[at]);
	const nameAt = (at: number) => text.slice(table().names[at], table().ends[at]);
	const has = (path: string) =>
		entries(baseName(path)).some((at) => lengthAt(at) === path.length && text.startsWith(path, table().starts[at]));
	const lengthAt = (at: number) => (table().ends[at] ?? 0) - (table().starts[at] ?? 0);
	let folders: readonly string[] | undefined;
	return {
		named: (name) => entries(name).flatMap((at) => (nameAt(at) === name ? pathAt(at) : [])),
		ending: (ending) => endingIn(text, ending),
		has,
		count: () => table().count,
		spelled: (path) => {
			if (has(path)) {
				return path;
			}
			const wanted = folded(path);
			const found = entries(baseName(path)).find((at) => folded(pathAt(at)) === wanted);
			return found === undefined ? undefined : pathAt(found);
		},
		matching: (wanted, least, accepts) => {
			const printed = wanted.join('/');
			const name = folded(wanted.at(-1) ?? '');
			const { starts, ends } = table();
			let most = Math.max(1, least);
			let found: Match[] = [];
			for (const at of entries(name)) {
				const [start = 0, end = 0] = [starts[at], ends[at]];
				const match = commonEnd(text, start, end, printed) ?? commonEndLoosely(text.slice(start, end), printed);
				// The table tells hashes apart, not names: what only hashes alike shares no segment.
				if (match.shared < most) {
					continue;
				}
				const path = pathAt(at);
				if (accepts?.(path) === false) {
					continue;
				}
				if (match.shared > most) {
					most = match.shared;
					found = [];
				}
				found.push({ path, ...match });
			}
			return found;
		},
		folders: () => {
			folders ??= foldersOf(text);
			return folders;
		},
	};
}

/** The part of a slash-separated path after the last slash. */
export function baseName(path: string): string {
	return path.slice(path.lastIndexOf('/') + 1);
}

/** The part before the last slash; empty for a file at the root. */
export function folderOf(path: string): string {
	return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** A path below a folder; the root is the empty folder. */
export function joined(folder: string, rest: string): string {
	return folder === '' ? rest : rest === '' ? folder : `${folder}/${rest}`;
}

/** Paths by number, chained where the hashes of their base names meet. */
interface Table {
	readonly starts: Int32Array;
	readonly names: Int32Array;
	readonly ends: Int32Array;
	/** Of each hash, the path that came last; -1 for none. Its length is a power of 2. */
	readonly head: Int32Array;
	/** Of each path, the one before it with the same hash. */
	readonly next: Int32Array;
	readonly count: number;
}

const SLASH = 0x2f;

function tableOf(text: string): Table {
	let room = 1 << Math.max(4, Math.ceil(Math.log2(text.length / 32 + 1)));
	const head = new Int32Array(room).fill(-1);
	let [starts, names, ends, next] = [0, 0, 0, 0].map(() => new Int32Array(room)) as Four;
	let count = 0;
	for (let start = 0; start < text.length; ) {
		const nul = text.indexOf('\0', start);
		const end = nul < 0 ? text.length : nul;
		if (end === start) {
			start++;
			continue;
		}
		if (count === room) {
			room *= 2;
			[starts, names, ends, next] = [starts, names, ends, next].map((old) => grown(old, room)) as Four;
		}
		// From the end, so that only base names are read; as `hashOf` does it.
		let hash = 0;
		let isPlain = true;
		let name = end;
		for (; name > start; name--) {
			const code = text.charCodeAt(name - 1);
			if (code === SLASH) {
				break;
			}
			hash = (Math.imul(hash, 31) + (code >= 0x41 && code <= 0x5a ? code + 32 : code)) | 0;
			isPlain &&= code < 0x80;
		}
		const own = (isPlain ? hash : hashOf(folded(text.slice(name, end)))) & (head.length - 1);
		starts[count] = start;
		names[count] = name;
		ends[count] = end;
		next[count] = head[own] ?? -1;
		head[own] = count;
		count++;
		start = end + 1;
	}
	return { starts, names, ends, head, next, count };
}

type Four = [Int32Array, Int32Array, Int32Array, Int32Array];

function grown(old: Int32Array, room: number): Int32Array {
	const more = new Int32Array(room);
	more.set(old);
	return more;
}

function hashOf(name: string): number {
	let hash = 0;
	for (let i = name.length - 1; i >= 0; i--) {
		hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
	}
	return hash;
}

/** What a case-insensitive file system, or one that takes accents apart, would call the same. */
function folded(text: string): string {
	return text.normalize('NFC').toLowerCase();
}

type Common = Pick<Match, 'shared' | 'exact' | 'isWhole'>;

/** How much of the ends of a path and a printed one agree; undefined where letters beyond ASCII differ and both must be looked at whole. */
function commonEnd(text: string, start: number, end: number, printed: string): Common | undefined {
	let i = end - 1;
	let j = printed.length - 1;
	let shared = 0;
	let exact = 0;
	let isExact = true;
	for (; i >= start && j >= 0; i--, j--) {
		const [a, b] = [text.charCodeAt(i), printed.charCodeAt(j)];
		if (a !== b) {
			if (a >= 0x80 || b >= 0x80) {
				return undefined;
			}
			if ((a | 32) !== (b | 32) || (a | 32) < 0x61 || (a | 32) > 0x7a) {
				return { shared, exact, isWhole: false };
			}
			isExact = false;
		}
		exact += isExact ? 1 : 0;
		shared += a === SLASH ? 1 : 0;
	}
	const isOver = i < start;
	const isBorder = isOver ? j < 0 || printed.charCodeAt(j) === SLASH : text.charCodeAt(i) === SLASH;
	return { shared: shared + (isBorder ? 1 : 0), exact, isWhole: isOver && isBorder };
}

function commonEndLoosely(path: string, printed: string): Common {
	const own = folded(path);
	const found = commonEnd(own, 0, own.length, folded(printed)) ?? { shared: 0, exact: 0, isWhole: false };
	return { ...found, shared: Math.max(found.shared, sameSegments(own, folded(printed))), exact: 0 };
}

/** For texts whose letters differ beyond ASCII: segment by segment from the end. */
function sameSegments(a: string, b: string): number {
	const [own, other] = [a.split('/'), b.split('/')];
	let shared = 0;
	while (shared < own.length && shared < other.length && own.at(-1 - shared) === other.at(-1 - shared)) {
		shared++;
	}
	return shared;
}

function endingIn(text: string, ending: string): readonly string[] {
	const found: string[] = [];
	for (let at = text.indexOf(ending); at >= 0; at = text.indexOf(ending, at + 1)) {
		const end = at + ending.length;
		if (end === text.length || text.charCodeAt(end) === 0) {
			found.push(text.slice(text.lastIndexOf('\0', at) + 1, end));
		}
	}
	return found;
}

function foldersOf(text: string): readonly string[] {
	const all = new Set<string>();
	let last: string | undefined;
	for (const path of text.split('\0')) {
		let folder = folderOf(path);
		if (folder === last) {
			continue;
		}
		last = folder;
		while (folder !== '' && !all.has(folder)) {
			all.add(folder);
			folder = folderOf(folder);
		}
	}
	return [...all].sort();
}
