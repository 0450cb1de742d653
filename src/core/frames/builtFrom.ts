import type { TracePath } from './tracePath';

/** What a compiled file of each extension may have been written as, most likely first. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
	js: ['ts', 'tsx', 'js', 'jsx', 'mts', 'mjs', 'vue', 'svelte'],
	jsx: ['tsx', 'jsx'],
	mjs: ['mts', 'ts', 'tsx', 'mjs', 'js'],
	cjs: ['cts', 'ts', 'tsx', 'cjs', 'js'],
};

/** Folders compilers write to; their sources are beside them or in `src`. */
const OUTPUT = new Set(['dist', 'build', 'lib', 'out', 'cjs', 'esm', 'es', 'umd', 'compiled', '.output', '_build']);

/** Where outputs' sources are instead. */
const SOURCE_FOLDERS = ['src', 'source'];

/** What a compiled JavaScript file may have been written as. */
export function builtFrom(path: TracePath): readonly TracePath[] {
	const name = path.segments.at(-1) ?? '';
	const compiled = /^(.+)\.([cm]?jsx?)$/.exec(name);
	if (!compiled) {
		return [];
	}
	const [, stem = '', extension = ''] = compiled;
	const sources = SOURCES[extension] ?? [];
	const found: TracePath[] = [];
	const add = (folders: readonly string[], base: string, guess: number, cut: number) => {
		for (const source of sources) {
			const segments = [...folders, `${base}.${source}`];
			if (segments.join('/') !== path.segments.join('/')) {
				const minimum = Math.min(path.minimum, segments.length);
				found.push({
					...path,
					segments,
					minimum,
					guess: path.guess + guess,
					...(path.anchor !== undefined && { anchor: Math.min(path.anchor, cut) }),
				});
			}
		}
	};
	const folders = path.segments.slice(0, -1);
	const next = nextOutput(folders);
	if (next) {
		const plain = stem.replace(/-[0-9a-f]{8,20}$/, '');
		for (const root of [next.below, ['src', ...next.below]]) {
			add([...next.above, ...root], plain, 0.1, next.above.length);
		}
		return found;
	}
	add(folders, stem, 0.1, Number.POSITIVE_INFINITY);
	const last = folders.findLastIndex((folder) => OUTPUT.has(folder));
	const first = folders.findIndex((folder, i) => OUTPUT.has(folder) && i >= folders.length - path.minimum + 1);
	for (const end of new Set([last, first].filter((at) => at >= 0))) {
		let start = end; // `dist/esm` is one output
		while (start > 0 && OUTPUT.has(folders[start - 1] ?? '')) {
			start--;
		}
		let stop = end;
		while (OUTPUT.has(folders[stop + 1] ?? '')) {
			stop++;
		}
		// The folders below the output may be called like outputs themselves: `dist/lib`.
		for (const until of new Set([start, stop])) {
			const [above, below] = [folders.slice(0, start), folders.slice(until + 1)];
			for (const source of SOURCE_FOLDERS) {
				add([...above, source, ...below], stem, 0.15, start);
			}
			add([...above, ...below], stem, 0.15, start);
		}
	}
	return found;
}

/** Next.js puts pages and routes in folders of its own, wherever it builds to. */
function nextOutput(
	folders: readonly string[],
): { readonly above: readonly string[]; readonly below: readonly string[] } | undefined {
	const at = folders.findIndex((folder) => folder === '.next' || folder === '_next');
	if (at < 0) {
		return undefined;
	}
	const start = folders.findIndex((folder, i) => i > at && (folder === 'app' || folder === 'pages'));
	return start < 0 ? undefined : { above: folders.slice(0, at), below: folders.slice(start) };
}
