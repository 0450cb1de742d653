// Which packages a repository publishes, and where their folders are, as its own manifests say.
import { json, object, tomlSection } from './manifestText';
import { isTestPath } from './pathKinds';
import { baseName, folderOf, joined, type TreeIndex } from './treeIndex';
import { type PythonFolder, readWorkspaces, WORKSPACE_FILES, type WorkspaceKind } from './workspaces';

/** Whose names are meant: two package managers may use one name for different things. */
export type Ecosystem = 'npm' | 'go' | 'cargo' | 'ruby' | 'php' | 'dart' | 'elixir' | 'jvm' | 'dotnet';

/** A class loader's rule of PHP: what begins with `namespace` is below `folder`. */
export interface Autoload {
	/** `Acme\Cart\`; may be empty. */
	readonly namespace: string;
	readonly folder: string;
	/** PSR-0 keeps the namespace in the path. */
	readonly keepsNamespace: boolean;
}

/** The packages of a repository at one revision. Folders are repository-relative; the root is empty. */
export interface Packages {
	/** Folders of the package of that name, as its package manager spells it; where a workspace names some of them, only those. */
	folders(ecosystem: Ecosystem, name: string): readonly string[];
	/** The name of the package in that folder, if there is one. */
	nameAt(ecosystem: Ecosystem, folder: string): string | undefined;
	/** Whether the repository has any package of that kind. */
	has(ecosystem: Ecosystem): boolean;
	/** The Go module that an import path belongs to, and the folder the path leads to. */
	goFolder(importPath: string): string | undefined;
	/** Longest namespace first. */
	readonly autoload: readonly Autoload[];
	/** Where Python packages are that are not where their names say. */
	readonly python: readonly PythonFolder[];
}

/** So many manifests are read; those nearest to the root come first. */
const MAX_MANIFESTS = 800;
/** A manifest is small; what is larger is something else by that name. */
const MAX_SIZE = 500_000;
/** Of all manifests together, in UTF-16 units; many times what the largest monorepos have. */
const MAX_TOTAL = 20_000_000;

/** By the whole name of the file. */
const NAMED: Readonly<Record<string, Reader>> = {
	'package.json': npm,
	'project.json': npm, // Nx
	'go.mod': (text, folder, add) => add('go', folder, /^[ \t]*module[ \t]+"?([^\s"]+)/m.exec(text)?.[1]),
	'Cargo.toml': (text, folder, add) =>
		add('cargo', folder, /^name\s*=\s*["']([^"']+)["']/m.exec(tomlSection(text, 'package'))?.[1]?.replaceAll('_', '-')),
	'composer.json': composer,
	'pubspec.yaml': (text, folder, add) => add('dart', folder, /^name:\s*["']?(\w+)/m.exec(text)?.[1]),
	'mix.exs': (text, folder, add) => add('elixir', folder, /\bapp:\s*:(\w+)/.exec(text)?.[1]),
	'pom.xml': (text, folder, add) => add('jvm', folder, /<artifactId>\s*([^<\s]+)\s*</.exec(withoutParent(text))?.[1]),
	'settings.gradle': gradle,
	'settings.gradle.kts': gradle,
};

/** By how the file's name ends. */
const ENDINGS: Readonly<Record<string, Reader>> = {
	'.gemspec': (text, folder, add, path) => {
		add('ruby', folder, baseName(path).slice(0, -'.gemspec'.length));
		add('ruby', folder, /\.name\s*=\s*["']([^"']+)["']/.exec(text)?.[1]);
	},
	'.csproj': project,
	'.fsproj': project,
	'.vbproj': project,
};

type Add = (ecosystem: Ecosystem, folder: string, name: unknown) => void;
type Reader = (text: string, folder: string, add: Add, path: string, autoload: Autoload[]) => void;

/** No manifest was read. */
export const noPackages: Packages = readPackages(new Map());

/** The manifests of a tree that are worth reading: none of somebody else's, code before tests, near the root first. */
export function manifestPaths(tree: TreeIndex): readonly string[] {
	const names = new Set([...Object.keys(NAMED), ...WORKSPACE_FILES]);
	const all = [...[...names].flatMap(tree.named), ...Object.keys(ENDINGS).flatMap(tree.ending)];
	const depth = (path: string) => path.split('/').length + (isTestPath(path) ? 100 : 0);
	return all
		.filter((path) => !/(?:^|\/)(?:node_modules|vendor|third_party|\.yarn|Pods)\//.test(path))
		.map((path) => ({ path, depth: depth(path) }))
		.sort((a, b) => a.depth - b.depth)
		.slice(0, MAX_MANIFESTS)
		.map(({ path }) => path);
}

/**
 * Reads manifests. One that cannot be read is as if it were not there.
 *
 * @param texts by path, in the order of `manifestPaths`
 */
export function readPackages(texts: ReadonlyMap<string, string>): Packages {
	const folders = new Map<string, Set<string>>();
	const names = new Map<string, string>();
	const kinds = new Set<string>();
	const autoload: Autoload[] = [];
	const add: Add = (ecosystem, folder, name) => {
		if (typeof name !== 'string' || name === '') {
			return;
		}
		kinds.add(ecosystem);
		const key = `${ecosystem}\n${name}`;
		folders.set(key, (folders.get(key) ?? new Set()).add(folder));
		if (!names.has(`${ecosystem}\n${folder}`)) {
			names.set(`${ecosystem}\n${folder}`, name);
		}
	};
	const small = new Map<string, string>();
	let size = 0;
	for (const [path, text] of texts) {
		if (text.length <= MAX_SIZE && size + text.length <= MAX_TOTAL) {
			size += text.length;
			small.set(path, text);
		}
	}
	for (const [path, text] of small) {
		const name = baseName(path);
		const read = NAMED[name] ?? ENDINGS[name.slice(name.lastIndexOf('.'))];
		read?.(text, folderOf(path), add, path, autoload);
	}
	const workspaces = readWorkspaces(small);
	const known = new Map<string, readonly string[]>();
	const find = (ecosystem: Ecosystem, name: string): readonly string[] => {
		const key = `${ecosystem}\n${name}`;
		const before = known.get(key);
		if (before) {
			return before;
		}
		const all = [...(folders.get(key) ?? [])];
		const members = all.filter((folder) => isWorkspaceKind(ecosystem) && workspaces.isMember(ecosystem, folder));
		const found = members.length > 0 ? members : all;
		known.set(key, found);
		return found;
	};
	return {
		folders: find,
		nameAt: (ecosystem, folder) => names.get(`${ecosystem}\n${folder}`),
		has: (ecosystem) => kinds.has(ecosystem),
		goFolder: (importPath) => {
			for (let end = importPath.length; end > 0; end = importPath.lastIndexOf('/', end - 1)) {
				const [folder] = find('go', importPath.slice(0, end));
				if (folder !== undefined) {
					return joined(folder, importPath.slice(end + 1));
				}
			}
			return undefined;
		},
		autoload: autoload.sort((a, b) => b.namespace.length - a.namespace.length),
		python: workspaces.python,
	};
}

const isWorkspaceKind = (ecosystem: Ecosystem): ecosystem is WorkspaceKind =>
	ecosystem === 'npm' || ecosystem === 'go' || ecosystem === 'cargo';

function npm(text: string, folder: string, add: Add): void {
	add('npm', folder, json(text)?.name ?? (json(text) ? undefined : /"name"\s*:\s*"([^"]+)"/.exec(text)?.[1]));
}

function composer(text: string, folder: string, add: Add, _path: string, autoload: Autoload[]): void {
	const manifest = json(text);
	add('php', folder, typeof manifest?.name === 'string' ? manifest.name.toLowerCase() : undefined);
	for (const section of [manifest?.autoload, manifest?.['autoload-dev']]) {
		for (const kind of ['psr-4', 'psr-0']) {
			for (const [namespace, places] of Object.entries(object(object(section)?.[kind]) ?? {})) {
				for (const place of [places].flat()) {
					if (typeof place === 'string') {
						const below = place.split('/').filter((part) => part !== '' && part !== '.');
						autoload.push({ namespace, folder: joined(folder, below.join('/')), keepsNamespace: kind === 'psr-0' });
					}
				}
			}
		}
	}
}

/** `include ':core:api'` is a project called `api` in `core/api`, wherever nothing else is said. */
function gradle(text: string, folder: string, add: Add): void {
	for (const statement of text.matchAll(
		/^[ \t]*include\b[ \t]*(?:\([ \t\r\n]*)?(["'][^"'\n]+["'](?:[ \t]*,[ \t\r\n]*["'][^"'\n]+["'])*)/gm,
	)) {
		for (const [, name = ''] of (statement[1] ?? '').matchAll(/["']([^"'\n]+)["']/g)) {
			const parts = name.split(/[:/]/).filter((part) => part !== '');
			add('jvm', joined(folder, parts.join('/')), parts.at(-1));
		}
	}
	for (const [, name = '', place] of text.matchAll(
		/project\(["']([^"']+)["']\)\.projectDir\s*=\s*(?:new\s+File|file)\s*\((?:[^"')]*)["']([^"']+)["']/g,
	)) {
		add('jvm', joined(folder, (place ?? '').replace(/^\.?\//, '')), name.split(':').at(-1));
	}
	add('jvm', folder, /rootProject\.name\s*=\s*["']([^"']+)["']/.exec(text)?.[1]);
}

/** A pom.xml without what it says of the project above it. */
function withoutParent(text: string): string {
	const start = text.indexOf('<parent>');
	const end = start < 0 ? -1 : text.indexOf('</parent>', start);
	return end < 0 ? text : text.slice(0, start) + text.slice(end);
}

function project(text: string, folder: string, add: Add, path: string): void {
	add('dotnet', folder, baseName(path).replace(/\.\w+$/, ''));
	add('dotnet', folder, /<RootNamespace>\s*([\w.]+)\s*</.exec(text)?.[1]);
	add('dotnet', folder, /<AssemblyName>\s*([\w.]+)\s*</.exec(text)?.[1]);
}
