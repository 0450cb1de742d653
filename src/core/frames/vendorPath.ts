import type { Ecosystem, Packages } from './packages';

/** A path into a package manager's folder: whose it is, and where in the package. */
export interface VendorPath {
	readonly ecosystem: Ecosystem | 'python' | 'runtime';
	/** As a person would call it: `express`, `@scope/name`, `golang.org/x/net`; the language's own name for its runtime. */
	readonly owner: string;
	/** Index of the first segment inside the package. */
	readonly start: number;
	/** Index of the folder that says it is somebody else's code. */
	readonly marker: number;
}

/** Finds the last folder of a package manager or a runtime; undefined where the path shows none. */
export function vendorPath(segments: readonly string[], format: string): VendorPath | undefined {
	for (let i = segments.length - 2; i >= 0; i--) {
		const found = FOLDERS.get(segments[i] ?? '')?.(segments, i, format);
		if (found) {
			return { ...found, marker: found.marker ?? i };
		}
		if (format === 'go' && GO_VERSION.test(segments[i] ?? '')) {
			const root = segments.slice(0, i).lastIndexOf('mod') + 1;
			const module = [...segments.slice(root, i), (segments[i] ?? '').replace(/@v.*$/, '')].join('/');
			return { ecosystem: 'go', owner: goUnescaped(module), start: i + 1, marker: root };
		}
	}
	return undefined;
}

/** Folders in which a package's files are, as the repository keeps them: for its own packages that were installed. */
export function ownFolders({ ecosystem, owner }: VendorPath, packages: Packages): readonly string[] {
	if (ecosystem === 'python' || ecosystem === 'runtime') {
		return [];
	}
	if (ecosystem === 'go') {
		const folder = packages.goFolder(owner);
		return folder === undefined ? [] : [folder];
	}
	return packages.folders(ecosystem, ecosystem === 'cargo' ? owner.replaceAll('_', '-') : owner);
}

type Found = Omit<VendorPath, 'marker'> & { readonly marker?: number };
type Finder = (segments: readonly string[], at: number, format: string) => Found | undefined;

const GO_VERSION = /@v\d/;
/** `name-1.2.3`, `name-1.2.3-x86_64-linux`, `name-0a1b2c3d`. */
const VERSIONED = /^(.+?)-(?:v?\d+(?:\.[\w+-]+)*|[0-9a-f]{7,40})$/;

const named = (name: string | undefined) => VERSIONED.exec(name ?? '')?.[1] ?? name ?? '';

const runtime = (owner: string, at: number, marker = at): Found => ({
	ecosystem: 'runtime',
	owner,
	start: at + 1,
	marker,
});

const FOLDERS: ReadonlyMap<string, Finder> = new Map<string, Finder>([
	[
		'node_modules',
		(segments, at) => {
			const size = segments[at + 1]?.startsWith('@') ? 2 : 1;
			return { ecosystem: 'npm', owner: segments.slice(at + 1, at + 1 + size).join('/'), start: at + 1 + size };
		},
	],
	['site-packages', python],
	['dist-packages', python],
	[
		'gems',
		(segments, at) => ({
			ecosystem: 'ruby',
			owner: segments[at - 1] === 'bundler' ? named(segments[at + 1]) : gemName(segments[at + 1] ?? ''),
			start: at + 2,
		}),
	],
	[
		'src',
		(segments, at, format) => {
			const before = segments[at - 1] ?? '';
			if (before === 'registry' && segments[at - 2] === '.cargo') {
				return { ecosystem: 'cargo', owner: named(segments[at + 2]), start: at + 3, marker: at - 2 };
			}
			const isStandard =
				format === 'go' && /^go(?:-?\d[\d.]*)?$/.test(before) && !/^(?!v\d).*\./.test(segments[at + 1] ?? '');
			return isStandard ? runtime('Go', at, at - 1) : undefined;
		},
	],
	[
		'checkouts',
		(segments, at) =>
			segments[at - 1] === 'git' && segments[at - 2] === '.cargo'
				? { ecosystem: 'cargo', owner: named(segments[at + 1]), start: at + 3, marker: at - 2 }
				: segments[at - 1] === 'SourcePackages' || segments[at - 1] === '.build'
					? { ecosystem: 'runtime', owner: segments[at + 1] ?? '', start: at + 2, marker: at - 1 }
					: undefined,
	],
	[
		'rustc',
		(segments, at) => (/^[0-9a-f]{8,40}$/.test(segments[at + 1] ?? '') ? runtime('Rust', at + 1, at) : undefined),
	],
	['rustlib', (segments, at) => (segments[at + 1] === 'src' ? runtime('Rust', at + 1, at) : undefined)],
	[
		'vendor',
		(segments, at, format) => {
			if (format === 'php' && at + 3 < segments.length) {
				return {
					ecosystem: 'php',
					owner: segments
						.slice(at + 1, at + 3)
						.join('/')
						.toLowerCase(),
					start: at + 3,
				};
			}
			if (format === 'go' && (segments[at + 1] ?? '').includes('.')) {
				return { ecosystem: 'go', owner: segments.slice(at + 1, -1).join('/'), start: segments.length - 1 };
			}
			return undefined;
		},
	],
	['hosted', (segments, at) => pub(segments, at)],
	[
		'packages',
		(segments, at) =>
			segments[at - 1] === '.nuget' ? { ecosystem: 'dotnet', owner: segments[at + 1] ?? '', start: at + 3 } : undefined,
	],
	[
		'deps',
		(segments, at, format) =>
			format === 'elixir' || format === 'erlang'
				? { ecosystem: 'elixir', owner: segments[at + 1] ?? '', start: at + 2 }
				: undefined,
	],
	['Pods', (segments, at) => ({ ecosystem: 'runtime', owner: segments[at + 1] ?? '', start: at + 2 })],
	[
		'external',
		(segments, at) =>
			segments.includes('bazel-out') || segments.includes('execroot') ? bazel(segments, at) : undefined,
	],
	['lib', standardLibrary],
	['lib64', standardLibrary],
	['c++', (segments, at) => (segments[at - 1] === 'include' ? runtime('C++', at, at - 1) : undefined)],
	['jre', (_segments, at) => runtime('Java', at)],
]);

function python(segments: readonly string[], at: number): Found | undefined {
	// An egg is a folder or an archive of its own in between.
	const start = segments[at + 1]?.endsWith('.egg') ? at + 2 : at + 1;
	const owner = (segments[start] ?? '').replace(/\.py$/, '');
	return { ecosystem: 'python', owner, start, marker: at };
}

function standardLibrary(segments: readonly string[], at: number, format: string): Found | undefined {
	const below = segments[at + 1] ?? '';
	if (format === 'python' && /^(?:python|pypy)\d*(?:\.\d+)?(?:\.zip)?$/.test(below)) {
		return runtime('Python', at + 1, at);
	}
	if (format === 'ruby' && below === 'ruby' && /^\d/.test(segments[at + 2] ?? '')) {
		return runtime('Ruby', at + 2, at);
	}
	if ((format === 'elixir' || format === 'erlang') && /^(?:erlang|elixir)$/.test(below)) {
		return runtime('Erlang', at + 1, at);
	}
	return undefined;
}

function pub(segments: readonly string[], at: number): Found | undefined {
	return segments.slice(0, at).some((segment) => segment === '.pub-cache' || segment === 'Pub')
		? { ecosystem: 'dart', owner: named(segments[at + 2]), start: at + 3 }
		: undefined;
}

function bazel(segments: readonly string[], at: number): Found {
	const name = (segments[at + 1] ?? '').replace(/^.*[~+]/, '') || (segments[at + 1] ?? '');
	return { ecosystem: 'runtime', owner: name, start: at + 2 };
}

/** A gem's folder is its name, version and perhaps a platform. */
function gemName(folder: string): string {
	return /^(.+?)-\d/.exec(folder)?.[1] ?? named(folder);
}

/** The module cache writes `!a` for `A`. */
function goUnescaped(module: string): string {
	return module.replaceAll(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
