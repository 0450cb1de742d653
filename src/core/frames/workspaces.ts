// Which of a repository's folders its workspaces name as packages, and where its Python packages begin, as its own files say.
import { globTest } from '../trace/glob';
import { json, object, quoted, texts, tomlEnclosed, tomlPairs, tomlSection, yamlList } from './manifestText';
import { folderOf, joined } from './treeIndex';

/** Globs of one file that count, and how long one may be: more are a list that nobody wrote for a workspace. */
const MAX_GLOBS = 2000;
const MAX_GLOB = 500;

/** Package managers that have workspaces. */
export type WorkspaceKind = 'npm' | 'go' | 'cargo';

/** What a Python module's path begins with, and the folder it begins in: `acme`, `cart` is `python/cart`. */
export interface PythonFolder {
	/** Names of the module; none where the folder is a root that modules are below. */
	readonly module: readonly string[];
	readonly folder: string;
}

export interface Workspaces {
	/** Whether a workspace of that kind names the folder. */
	isMember(kind: WorkspaceKind, folder: string): boolean;
	/** Longest module first, then as the files came. */
	readonly python: readonly PythonFolder[];
}

interface Sink {
	/** @param globs relative to `folder`; those with an exclamation mark take away */
	members(kind: WorkspaceKind, folder: string, globs: readonly string[]): void;
	python(folder: string, module: string, place: string): void;
}

type Reader = (text: string, folder: string, sink: Sink) => void;

const READERS: Readonly<Record<string, Reader>> = {
	'package.json': (text, folder, sink) => {
		// Parsed only where there is one to find: most are packages without.
		const workspaces = text.includes('"workspaces"') ? json(text)?.workspaces : undefined;
		sink.members('npm', folder, texts(object(workspaces)?.packages ?? workspaces));
	},
	'lerna.json': (text, folder, sink) => sink.members('npm', folder, texts(json(text)?.packages)),
	'pnpm-workspace.yaml': (text, folder, sink) => sink.members('npm', folder, yamlList(text, 'packages')),
	'go.work': (text, folder, sink) => sink.members('go', folder, usedModules(text)),
	'Cargo.toml': (text, folder, sink) => {
		const section = tomlSection(text, 'workspace');
		const excluded = quoted(tomlEnclosed(section, 'exclude', '[]')).map((glob) => `!${glob}`);
		sink.members('cargo', folder, [...quoted(tomlEnclosed(section, 'members', '[]')), ...excluded]);
	},
	'pyproject.toml': (text, folder, sink) => {
		const tables = [
			'tool.setuptools.package-dir',
			'tool.hatch.build.targets.wheel.sources',
			'tool.hatch.build.sources',
		];
		for (const [index, table] of tables.entries()) {
			for (const [left, right] of tomlPairs(tomlSection(text, table))) {
				// setuptools maps the module to its folder, hatch the folder to the module.
				sink.python(folder, index === 0 ? left : right, index === 0 ? right : left);
			}
		}
		const inline = tomlEnclosed(tomlSection(text, 'tool.setuptools'), 'package-dir', '{}');
		for (const [module, place] of tomlPairs(inline.replaceAll(',', '\n'))) {
			sink.python(folder, module, place);
		}
		for (const root of quoted(tomlEnclosed(tomlSection(text, 'tool.setuptools.packages.find'), 'where', '[]'))) {
			sink.python(folder, '', root);
		}
		for (const [, entry = ''] of tomlEnclosed(tomlSection(text, 'tool.poetry'), 'packages', '[]').matchAll(
			/\{([^{}]*)\}/g,
		)) {
			const from = /\bfrom\s*=\s*["']([^"']+)["']/.exec(entry)?.[1];
			const include = /\binclude\s*=\s*["']([\w./-]+)["']/.exec(entry)?.[1];
			if (from !== undefined && include !== undefined) {
				sink.python(folder, include.replaceAll('/', '.'), joined(clean(from), include));
			}
		}
		for (const place of quoted(tomlEnclosed(tomlSection(text, 'tool.hatch.build.targets.wheel'), 'packages', '[]'))) {
			sink.python(folder, place.split('/').at(-1) ?? '', place);
		}
		const roots = [
			/^package-dir\s*=\s*["']([^"']+)["']/m.exec(tomlSection(text, 'tool.pdm.build'))?.[1],
			/^python-source\s*=\s*["']([^"']+)["']/m.exec(tomlSection(text, 'tool.maturin'))?.[1],
		];
		for (const root of roots) {
			if (root !== undefined) {
				sink.python(folder, '', root);
			}
		}
	},
	'setup.cfg': (text, folder, sink) => {
		const block = /^package_dir\s*=[ \t]*(.*(?:\n[ \t]+.*)*)/m.exec(tomlSection(text, 'options'))?.[1] ?? '';
		for (const line of block.split('\n')) {
			const [, module = '', place] = /^([\w.]*)[ \t]*=[ \t]*(\S+)/.exec(line.trim()) ?? [];
			if (place !== undefined) {
				sink.python(folder, module, place);
			}
		}
	},
};

/** Files that say something of workspaces. */
export const WORKSPACE_FILES: readonly string[] = Object.keys(READERS);

/**
 * Reads the files that name workspaces and Python's folders. What cannot be read is as if it were not there.
 *
 * @param files texts by path, those near the root first
 */
export function readWorkspaces(files: ReadonlyMap<string, string>): Workspaces {
	const rules = new Map<WorkspaceKind, ((folder: string) => boolean | undefined)[]>();
	const python: PythonFolder[] = [];
	const sink: Sink = {
		members: (kind, folder, globs) => {
			const tests = globs
				.filter((glob) => glob.length <= MAX_GLOB)
				.slice(0, MAX_GLOBS)
				.map((glob) => ({ isMember: !glob.startsWith('!'), test: folderTest(folder, glob.replace(/^!/, '')) }));
			if (tests.length > 0) {
				rules.set(kind, [...(rules.get(kind) ?? []), (one) => tests.findLast(({ test }) => test(one))?.isMember]);
			}
		},
		python: (folder, module, place) => {
			python.push({ module: module.split('.').filter(Boolean), folder: joined(folder, clean(place)) });
		},
	};
	for (const [path, text] of files) {
		READERS[path.slice(path.lastIndexOf('/') + 1)]?.(text.replaceAll('\r\n', '\n'), folderOf(path), sink);
	}
	return {
		isMember: (kind, folder) => (rules.get(kind) ?? []).some((rule) => rule(folder) === true),
		python: python.sort((a, b) => b.module.length - a.module.length),
	};
}

/** Whether a folder is what a glob names, and not something below it. */
function folderTest(base: string, glob: string): (folder: string) => boolean {
	const whole = joined(base, clean(glob));
	const test = globTest(`/${whole}`);
	const depth = whole === '' ? 0 : whole.split('/').length;
	return (folder) =>
		whole === '' ? folder === '' : test(folder) && (whole.includes('**') || folder.split('/').length === depth);
}

const clean = (place: string) =>
	place
		.split('/')
		.filter((part) => part !== '' && part !== '.')
		.join('/');

/** The folders that a `go.work` uses, one behind `use` or one a line between its brackets. */
function usedModules(text: string): readonly string[] {
	const found: string[] = [];
	let isInside = false;
	for (const raw of text.split('\n')) {
		const line = (raw.split('//')[0] ?? '').trim();
		if (isInside) {
			isInside = !line.startsWith(')');
			found.push(...(isInside ? [line] : []));
		} else if (/^use\s*\(/.test(line)) {
			isInside = true;
		} else {
			found.push(/^use\s+(\S+)/.exec(line)?.[1] ?? '');
		}
	}
	return found.map((one) => one.replace(/^["`]|["`]$/g, '')).filter(Boolean);
}
