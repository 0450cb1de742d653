// Which of a repository's folders its workspaces name as packages, and where its Python packages begin, as its own files say.
import { globTest } from '../trace/glob';
import { folderOf, joined } from './treeIndex';

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
		const workspaces = /"workspaces"\s*:\s*(?:\{[^{}]*?"packages"\s*:\s*)?\[([^\]]*)\]/.exec(text);
		sink.members('npm', folder, strings(workspaces?.[1] ?? ''));
	},
	'lerna.json': (text, folder, sink) => {
		sink.members('npm', folder, strings(/"packages"\s*:\s*\[([^\]]*)\]/.exec(text)?.[1] ?? ''));
	},
	'pnpm-workspace.yaml': (text, folder, sink) => sink.members('npm', folder, yamlList(text, 'packages')),
	'go.work': (text, folder, sink) => {
		const code = text.replace(/\/\/.*$/gm, '');
		const blocks = [...code.matchAll(/^\s*use\s*\(([^)]*)\)/gm)].flatMap(([, list = '']) => list.split('\n'));
		const single = [...code.matchAll(/^\s*use\s+(?!\()(\S+)/gm)].map(([, one = '']) => one);
		sink.members(
			'go',
			folder,
			[...blocks, ...single].map((one) => one.trim().replace(/^["`]|["`]$/g, '')).filter(Boolean),
		);
	},
	'Cargo.toml': (text, folder, sink) => {
		const section = tomlSection(text, 'workspace');
		const excluded = strings(tomlList(section, 'exclude')).map((glob) => `!${glob}`);
		sink.members('cargo', folder, [...strings(tomlList(section, 'members')), ...excluded]);
	},
	'pyproject.toml': (text, folder, sink) => {
		const tables = [
			'tool.setuptools.package-dir',
			'tool.hatch.build.targets.wheel.sources',
			'tool.hatch.build.sources',
		];
		for (const [index, table] of tables.entries()) {
			for (const [left, right] of pairs(tomlSection(text, table))) {
				// setuptools maps the module to its folder, hatch the folder to the module.
				sink.python(folder, index === 0 ? left : right, index === 0 ? right : left);
			}
		}
		const inline = /^package-dir\s*=\s*\{([^}]*)\}/m.exec(tomlSection(text, 'tool.setuptools'))?.[1] ?? '';
		for (const [module, place] of pairs(inline.replaceAll(',', '\n'))) {
			sink.python(folder, module, place);
		}
		for (const root of strings(tomlList(tomlSection(text, 'tool.setuptools.packages.find'), 'where'))) {
			sink.python(folder, '', root);
		}
		for (const [, entry = ''] of tomlList(tomlSection(text, 'tool.poetry'), 'packages').matchAll(/\{([^}]*)\}/g)) {
			const from = /\bfrom\s*=\s*["']([^"']+)["']/.exec(entry)?.[1];
			const include = /\binclude\s*=\s*["']([\w./-]+)["']/.exec(entry)?.[1];
			if (from !== undefined && include !== undefined) {
				sink.python(folder, include.replaceAll('/', '.'), joined(clean(from), include));
			}
		}
		for (const place of strings(tomlList(tomlSection(text, 'tool.hatch.build.targets.wheel'), 'packages'))) {
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
		for (const [, module = '', place = ''] of block.matchAll(/^[ \t]*([\w.]*)[ \t]*=[ \t]*(\S+)/gm)) {
			sink.python(folder, module, place);
		}
	},
};

/** Files that say something of workspaces. */
export const WORKSPACE_FILES: readonly string[] = Object.keys(READERS);

/**
 * Reads the files that name workspaces and Python's folders. What cannot be read is as if it were not there.
 *
 * @param texts by path, those near the root first
 */
export function readWorkspaces(texts: ReadonlyMap<string, string>): Workspaces {
	const rules = new Map<WorkspaceKind, ((folder: string) => boolean | undefined)[]>();
	const python: PythonFolder[] = [];
	const sink: Sink = {
		members: (kind, folder, globs) => {
			const tests = globs.map((glob) => ({
				isMember: !glob.startsWith('!'),
				test: folderTest(folder, glob.replace(/^!/, '')),
			}));
			if (tests.length > 0) {
				rules.set(kind, [...(rules.get(kind) ?? []), (one) => tests.findLast(({ test }) => test(one))?.isMember]);
			}
		},
		python: (folder, module, place) => {
			python.push({ module: module.split('.').filter(Boolean), folder: joined(folder, clean(place)) });
		},
	};
	for (const [path, text] of texts) {
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

const strings = (list: string): readonly string[] =>
	[...list.matchAll(/["']([^"'\n]*)["']/g)].map(([, one = '']) => one);

/** `a = "b"`, with or without quotation marks on the left. */
const pairs = (section: string): readonly (readonly [string, string])[] =>
	[...section.matchAll(/^\s*(?:"([^"\n]*)"|'([^'\n]*)'|([\w.-]+))\s*=\s*["']([^"'\n]*)["']/gm)].map(
		([, double, single, bare, value = '']) => [double ?? single ?? bare ?? '', value] as const,
	);

/** The text between the brackets of `name = […]`. */
function tomlList(section: string, name: string): string {
	const line = section
		.split('\n')
		.findIndex((one) => one.startsWith(name) && /^\s*=\s*\[/.test(one.slice(name.length)));
	const rest = line < 0 ? '' : section.split('\n').slice(line).join('\n');
	const open = rest.indexOf('[');
	return open < 0 ? '' : rest.slice(open + 1, rest.indexOf(']', open) < 0 ? undefined : rest.indexOf(']', open));
}

/** The lines of `[name]` up to the next table. */
export function tomlSection(text: string, name: string): string {
	const lines = text.split('\n').map((line) => line.replace(/\s+$/, ''));
	const start = lines.findIndex((line) => line.trim() === `[${name}]`);
	const end = lines.findIndex((line, i) => i > start && /^\s*\[[^[\]]+\]$|^\s*\[\[/.test(line));
	return start < 0 ? '' : lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

/** The items of a list in block or flow style. */
function yamlList(text: string, name: string): readonly string[] {
	const lines = text.split('\n');
	const start = lines.findIndex((line) => line.startsWith(`${name}:`));
	if (start < 0) {
		return [];
	}
	const flow = (lines[start] ?? '').slice(name.length + 1).trim();
	if (flow.startsWith('[')) {
		return flow
			.slice(1)
			.replace(/\].*$/, '')
			.split(',')
			.map((one) => one.trim().replace(/^["']|["']$/g, ''))
			.filter(Boolean);
	}
	const items: string[] = [];
	for (const line of lines.slice(start + 1)) {
		const item = /^\s*-\s+(?:"([^"]*)"|'([^']*)'|([^#\s]+))/.exec(line);
		if (item) {
			items.push(item[1] ?? item[2] ?? item[3] ?? '');
		} else if (/^\S/.test(line) && !line.startsWith('#')) {
			break;
		}
	}
	return items;
}
