// What a path printed in a trace says about where the file is in the repository it was built from.

/** One reading of a frame's path, as segments, outermost folder first. */
export interface TracePath {
	readonly segments: readonly string[];
	/** At least this many of the last segments must be the repository's: a package manager's folder marks where the package begins. */
	readonly minimum: number;
	/** The package the path says it belongs to (`express`, `@scope/name`, `golang.org/x/net`); only that package's repository may answer. */
	readonly owner?: string;
	/** How far this reading is from what was printed: 0 as printed, more when an extension or folder was guessed. */
	readonly guess: number;
}

/** Extensions a JavaScript file may have been compiled from. */
const SCRIPT_SOURCES = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'];

/** Folders compilers write to; their sources are beside them or in `src`. */
const OUTPUT_FOLDERS = new Set(['dist', 'build', 'lib', 'out', 'cjs', 'esm']);

/**
 * Readings of a frame's file, most literal first; empty when there is no file.
 *
 * @param file as the parser gives it: a path, a URL, or a base name
 * @param method fully qualified JVM method (`a.b.C$D.run`); gives the package folder of a base name
 */
export function tracePaths(file: string | undefined, method: string | undefined, format: string): readonly TracePath[] {
	if (!file) {
		return [];
	}
	if (format === 'java') {
		return jvmPaths(file, method);
	}
	const path = readingOf(normalized(file), format);
	return path.segments.length === 0 ? [] : [path, ...scriptSources(path)];
}

/** Segments of a printed path without scheme, host, query, drive, `.` and `..`. */
function normalized(file: string): string[] {
	let path = file.replaceAll('\\', '/');
	const scheme = /^([a-z][\w+.-]+):\/\/+/i.exec(path);
	if (scheme) {
		path = path.slice(scheme[0].length);
		if (/^(?:https?|wss?)$/i.test(scheme[1] ?? '')) {
			path = path.slice(path.indexOf('/') + 1); // the host is no folder
		}
		path = decoded(path.replace(/[?#].*$/, ''));
	} else {
		path = path.replace(/\?[^/]*$/, '');
	}
	const segments: string[] = [];
	for (const segment of path.replace(/^[A-Za-z]:\//, '/').split('/')) {
		if (segment === '..') {
			segments.pop();
		} else if (segment !== '' && segment !== '.') {
			segments.push(segment);
		}
	}
	return segments;
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path; // a stray percent sign is part of the name
	}
}

/** Finds the folder after which a package, module or library begins, if the path shows one. */
function readingOf(segments: readonly string[], format: string): TracePath {
	const last = (matches: (segment: string, index: number) => boolean) => {
		for (let i = segments.length - 1; i >= 0; i--) {
			if (matches(segments[i] ?? '', i)) {
				return i;
			}
		}
		return -1;
	};
	const from = (start: number, owner?: string): TracePath => ({
		segments,
		minimum: Math.max(1, segments.length - start),
		guess: 0,
		...(owner && { owner }),
	});

	const modules = last((segment) => segment === 'node_modules');
	if (modules >= 0) {
		const scoped = segments[modules + 1]?.startsWith('@') ? 2 : 1;
		return from(modules + 1 + scoped, segments.slice(modules + 1, modules + 1 + scoped).join('/'));
	}
	if (format === 'python') {
		const packages = last((segment) => segment === 'site-packages' || segment === 'dist-packages');
		if (packages >= 0) {
			return from(packages + 1);
		}
		const library = last(
			(segment, i) => /^python\d*(?:\.\d+)?$/.test(segment) && /^lib(?:64)?$/.test(segments[i - 1] ?? ''),
		);
		if (library >= 0) {
			return from(library + 1);
		}
	}
	if (format === 'go') {
		const version = last((segment) => /@v\d/.test(segment));
		if (version >= 0) {
			const root = segments.slice(0, version).lastIndexOf('mod') + 1;
			const module = [...segments.slice(root, version), (segments[version] ?? '').replace(/@v.*$/, '')].join('/');
			return from(
				version + 1,
				module.replaceAll(/!([a-z])/g, (_, letter: string) => letter.toUpperCase()),
			);
		}
		const standard = last(
			(segment, i) =>
				segment === 'src' &&
				/^go(?:-?\d[\d.]*)?$/.test(segments[i - 1] ?? '') &&
				!(segments[i + 1] ?? '').includes('.'),
		);
		if (standard >= 0) {
			return from(standard + 1);
		}
	}
	return { segments, minimum: 1, guess: 0 };
}

/** `a.b.C$D.run` in `C.java` is `a/b/C.java`, wherever the source root is. */
function jvmPaths(file: string, method: string | undefined): readonly TracePath[] {
	const names = (method ?? '').split('.').slice(0, -2);
	const cut = names.findIndex((name) => /^[A-Z]/.test(name)); // an outer class written with a dot
	const folders = cut < 0 ? names : names.slice(0, cut);
	const whole: TracePath = { segments: [...folders, file], minimum: folders.length + 1, guess: 0 };
	// Kotlin and Scala may leave out the packages that all files of a module share.
	const isLoose = !file.endsWith('.java') && folders.length > 0;
	return isLoose ? [whole, { segments: whole.segments, minimum: 1, guess: 0.3 }] : [whole];
}

/** What a compiled JavaScript file may have been written as. */
function scriptSources(path: TracePath): readonly TracePath[] {
	const name = path.segments.at(-1) ?? '';
	const compiled = /^(.+)\.[cm]?jsx?$/.exec(name);
	if (!compiled) {
		return [];
	}
	const folders = path.segments.slice(0, -1);
	const output = folders.findLastIndex((folder) => OUTPUT_FOLDERS.has(folder));
	const places = [folders];
	if (output >= 0) {
		places.push([...folders.slice(0, output), 'src', ...folders.slice(output + 1)]);
		places.push([...folders.slice(0, output), ...folders.slice(output + 1)]);
	}
	const found: TracePath[] = [];
	for (const [place, folder] of places.entries()) {
		for (const extension of SCRIPT_SOURCES) {
			const segments = [...folder, `${compiled[1]}.${extension}`];
			if (place > 0 || segments.at(-1) !== name) {
				const minimum = Math.min(path.minimum, segments.length);
				found.push({ segments, minimum, guess: place === 0 ? 0.1 : 0.15, ...(path.owner && { owner: path.owner }) });
			}
		}
	}
	return found;
}
