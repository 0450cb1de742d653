// What a path printed in a trace says about where the file is in the repository it was built from.
import type { Frame } from '../trace/model';
import { builtFrom } from './builtFrom';
import { jvmPackage, unlocated } from './byName';
import { noPackages, type Packages } from './packages';
import { bazelRest, decoded, installedBehind, type PrintedPath, printedPath } from './printedPath';
import { ownFolders, type VendorPath, vendorPath } from './vendorPath';

/** One reading of a frame's path, as segments, outermost folder first. */
export interface TracePath {
	readonly segments: readonly string[];
	/** At least this many of the last segments must be the repository's: a package manager's folder marks where the package begins. */
	readonly minimum: number;
	/** The file is the repository's path that these last segments make, from this one on, or it is nothing. */
	readonly anchor?: number;
	/** How far this reading is from what was printed: 0 as printed, more when an extension or folder was guessed. */
	readonly guess: number;
	/** The file must hold what this says before the frame is believed to be in it: nothing but a name led there. */
	readonly isUnproved?: boolean;
	/** The segments are a module's path: no folder above them is a package. */
	readonly isPythonModule?: boolean;
}

/** In UTF-16 units: what is longer is no path or name, but data. */
const MAX_PATH = 4096;
const MAX_NAME = 1000;

/** What a frame's printed path says. */
export interface Reading {
	/** Most literal first. Empty when nothing names a file. */
	readonly paths: readonly TracePath[];
	readonly printed?: PrintedPath;
	/** Whose code it is by its path. */
	readonly vendor?: VendorPath;
}

/**
 * Readings of a frame's file, most telling first.
 *
 * @param frame its `file` is a path, a URL, or a base name; its function gives the package where the language puts it there
 */
export function readingOf(
	frame: Pick<Frame, 'file' | 'function'>,
	format: string,
	packages: Packages = noPackages,
): Reading {
	// Ends of a path tell where it is, and no file system has longer ones; the front of a function is its package.
	const file = frame.file?.slice(-MAX_PATH);
	const method = frame.function?.slice(0, MAX_NAME);
	if (!file) {
		return { paths: method ? unlocated(method, format, packages) : [] };
	}
	if (format === 'java') {
		return { paths: jvmPaths(file, method) };
	}
	const rest = belowPlaceholder(file);
	if (rest !== undefined) {
		return readingOf({ ...frame, file: rest }, format, packages);
	}
	const extension = /^ext:(?:deno_)?([\w-]+)\/(.+)$/.exec(file);
	if (extension) {
		return denoExtension(extension[1] ?? '', (extension[2] ?? '').split('/'));
	}
	if (/^(?:node|bun|deno|ext|dart|internal):|^internal\/|^<|^org-dartlang-sdk:/.test(file)) {
		const owner = /^(?:dart|org-dartlang)/.test(file) ? 'Dart' : /^</.test(file) ? '' : 'Node.js';
		return { paths: [], vendor: { ecosystem: 'runtime', owner, start: 0, marker: 0 } };
	}
	const dart = /^package:([^/]+)\/(.+)$/.exec(file);
	if (dart && format === 'dart') {
		return packaged(
			{ ecosystem: 'dart', owner: dart[1] ?? '', start: 1, marker: 0 },
			['', 'lib', ...(dart[2] ?? '').split('/')],
			packages,
		);
	}
	const language = format === 'pytest' || format === 'ipython' ? 'python' : format;
	const printed = printedPath(file);
	const { segments } = printed;
	if (segments.length === 0) {
		return { paths: [], printed };
	}
	const vendor = vendorPath(segments, language);
	if (vendor) {
		return { ...packaged(vendor, segments, packages), printed };
	}
	const imported = goImport(segments, method, language, printed.isAbsolute, packages);
	if (imported) {
		const { paths, ...rest } = packaged(imported, segments, packages);
		const kept = keptFolders(imported, packages).map((folder) => inFolder(folder, segments.slice(-1), 0.1));
		return { ...rest, paths: [...kept, ...paths], printed };
	}
	return { paths: [...literal(file, printed, method, language, packages)], printed };
}

/** What is below a folder that only has a name: libphutil's `<library>/src/a.php`, a report's `<path>/gems/a-1.0/lib/a.rb`. */
function belowPlaceholder(file: string): string | undefined {
	return /^<[\w .-]{1,80}>(?=([\\/]).)/.test(file) ? file.slice(file.indexOf('>') + 1) : undefined;
}

/** `ext:deno_web/a.js` is in `ext/web` of Deno itself, `ext:core/a.js` in its core; an embedder has its extensions where it likes. */
function denoExtension(name: string, rest: readonly string[]): Reading {
	const below = (...folders: readonly string[]): TracePath => ({
		segments: [...folders, ...rest],
		minimum: folders.length + rest.length,
		guess: 0.1,
	});
	return {
		paths: [below('ext', name), below('ext', name, 'polyfills'), below(name)],
		vendor: { ecosystem: 'runtime', owner: 'Deno', start: 0, marker: 0 },
	};
}

/** Readings of a path that no package manager's folder is in. */
function literal(
	file: string,
	printed: PrintedPath,
	method: string | undefined,
	format: string,
	packages: Packages,
): readonly TracePath[] {
	const { segments, anchor, bundle } = printed;
	const plain = (these: readonly string[], more?: Partial<TracePath>): TracePath => ({
		segments: these,
		minimum: 1,
		guess: 0,
		...more,
	});
	const paths: TracePath[] = [];
	for (const folder of namedFolders(segments, method, bundle, format, packages)) {
		paths.push(inFolder(folder.folder, folder.rest, 0));
	}
	const bazel = bazelRest(segments);
	if (bazel) {
		paths.push(plain(bazel, { anchor: 0 }));
	}
	const virtual = segments.lastIndexOf('__virtual__'); // yarn: a link with its depth, then the path in the workspace
	if (virtual >= 0) {
		paths.push(plain(segments, { anchor: virtual + 3 }));
	}
	if (segments[0] === '_' && printed.isAbsolute) {
		return [plain(segments, { anchor: 1 })]; // .NET's deterministic builds print the whole path, of whichever repository it is
	}
	if (anchor !== undefined) {
		paths.push(plain(segments, { anchor }));
	}
	paths.push(plain(segments));
	const unescaped = decoded(file);
	if (unescaped !== file) {
		paths.push(plain(printedPath(unescaped).segments));
	}
	return paths.flatMap((path) => [path, ...builtFrom(path)]);
}

/** Folders that a name beside the path speaks of: a Go import path, a crate, a bundle. */
function namedFolders(
	segments: readonly string[],
	method: string | undefined,
	bundle: string | undefined,
	format: string,
	packages: Packages,
): readonly { readonly folder: string; readonly rest: readonly string[] }[] {
	if (format === 'go') {
		const name = segments.at(-1) ?? '';
		const byFunction = packages.goFolder(goPackage(method ?? '') ?? '');
		const byPath = packages.goFolder(segments.slice(0, -1).join('/'));
		return [byFunction, byPath].flatMap((folder) => (folder === undefined ? [] : [{ folder, rest: [name] }]));
	}
	if (format === 'rust') {
		const crate = /^<?(\w+)(?=::)/.exec(method ?? '')?.[1]?.replaceAll('_', '-');
		const source = segments.findIndex((segment) => /^(?:src|tests|examples|benches)$/.test(segment));
		return crate === undefined || source < 0
			? []
			: packages.folders('cargo', crate).map((folder) => ({ folder, rest: segments.slice(source) }));
	}
	if (bundle !== undefined) {
		return packages.folders('npm', bundle).map((folder) => ({ folder, rest: segments }));
	}
	return [];
}

/** A Go path as `-trimpath` prints it: the import path, which says whose it is. */
function goImport(
	segments: readonly string[],
	method: string | undefined,
	format: string,
	isAbsolute: boolean,
	packages: Packages,
): VendorPath | undefined {
	if (format !== 'go') {
		return undefined;
	}
	const owner = isAbsolute ? goPackage(method ?? '') : segments.slice(0, -1).join('/');
	if (!owner || owner === 'main' || packages.goFolder(owner) !== undefined) {
		return undefined;
	}
	const [host = ''] = owner.split('/');
	const start = segments.length - 1;
	if (!isAbsolute && !host.includes('.') && packages.has('go') && owner === goPackage(method ?? '')) {
		return { ecosystem: 'runtime', owner: 'Go', start, marker: 0 };
	}
	return host.includes('.') && owner.includes('/') && packages.has('go')
		? { ecosystem: 'go', owner, start, marker: 0 }
		: undefined;
}

/**
 * Folders that may be those of an import path that no module of the repository has: the module was called differently when it was built, it has no
 * manifest at its root, or the package is kept with the repository.
 */
function keptFolders({ owner, ecosystem }: VendorPath, packages: Packages): readonly string[] {
	if (ecosystem !== 'go') {
		return [];
	}
	const names = owner.split('/');
	const module = packages.nameAt('go', '')?.replace(/\/v\d+$/, '');
	const at = module === undefined ? 2 : names.indexOf(module.slice(module.lastIndexOf('/') + 1), 1);
	const below = at < 0 ? [] : names.slice(at + 1);
	const isOwn = at > 0 && (module !== undefined || below.length > 0);
	return [...(isOwn ? [below.filter((name, i) => i > 0 || !/^v\d+$/.test(name)).join('/')] : []), `vendor/${owner}`];
}

/** `example.com/shop/cart` of `example.com/shop/cart.(*Cart).Total`. */
function goPackage(method: string): string | undefined {
	const slash = method.lastIndexOf('/', method.search(/[[(]|$/));
	const dot = method.indexOf('.', slash + 1);
	return dot < 0 ? undefined : decoded(method.slice(0, dot));
}

/** A path inside an installed package: its own folder where the repository publishes it, else a folder of that name, else what is vendored. */
function packaged(vendor: VendorPath, segments: readonly string[], packages: Packages): Reading {
	const rest = segments.slice(vendor.start);
	const folders = ownFolders(vendor, packages);
	const own = folders.map((folder) => inFolder(folder, rest, 0));
	if (own.length > 0) {
		return { paths: own.flatMap((path) => [path, ...builtFrom(path)]) };
	}
	const minimum = rest.length;
	if (vendor.ecosystem === 'python') {
		const own = packages.python
			.filter(({ module }) => module.length < rest.length && module.every((name, i) => name === rest[i]))
			.map(({ module, folder }) => inFolder(folder, rest.slice(module.length), 0));
		return { paths: [...own, { segments: rest, minimum, guess: 0, isPythonModule: true }], vendor };
	}
	const paths: TracePath[] = [
		{ segments, minimum: segments.length - vendor.marker, guess: 0.1 }, // kept in the repository itself
	];
	const name = vendor.owner.split('/').at(-1) ?? '';
	if (vendor.ecosystem !== 'runtime' && !packages.has(vendor.ecosystem)) {
		for (const folder of new Set([name, name.replaceAll('_', '-'), name.replaceAll('-', '_')])) {
			const guessed: TracePath = { segments: [folder, ...rest], minimum: rest.length + 1, guess: 0.1 };
			paths.push(guessed, ...builtFrom(guessed));
		}
	}
	return { paths, vendor };
}

function inFolder(folder: string, rest: readonly string[], guess: number): TracePath {
	const above = folder === '' ? [] : folder.split('/');
	return { segments: [...above, ...rest], minimum: rest.length, anchor: 0, guess };
}

/** Depths behind which a whole repository usually is, deepest first; see `installedBehind`. */
export function installDepths({ printed }: Reading): readonly number[] {
	return printed?.isAbsolute ? installedBehind(printed.segments) : [0];
}

/** `a.b.C$D.run` in `C.java` is `a/b/C.java`, wherever the source root is. */
function jvmPaths(file: string, method: string | undefined): readonly TracePath[] {
	const folders = jvmPackage(method ?? '');
	const segments = [...folders, ...printedPath(file).segments];
	const whole: TracePath = { segments, minimum: segments.length, guess: 0 };
	// Kotlin and Scala may leave out the packages that all files of a module share.
	const isLoose = !file.endsWith('.java') && folders.length > 0;
	return isLoose ? [whole, { segments, minimum: 1, guess: 0.3, isUnproved: true }] : [whole];
}
