import assert from 'node:assert/strict';
import { readPackages } from '../../../src/core/frames/packages';
import { globTest } from '../../../src/core/trace/glob';

const LENGTH = 480_000;
const filled = (piece: string) => piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);

/** Each once made some reader go over the same text again and again: minutes for a file of half a megabyte. */
const HOSTILE: readonly (readonly [what: string, file: string, text: string])[] = [
	['parents that never end', 'pom.xml', filled('<parent>')],
	['lists that never end', 'package.json', filled('"workspaces":[')],
	['lists that never end', 'lerna.json', filled('"packages":[')],
	['blank lines', 'go.mod', filled('\n')],
	['blank lines', 'go.work', filled('\n')],
	['blocks that never end', 'go.work', filled('use (\n')],
	['spaces before a word', 'Cargo.toml', `[workspace]\na${filled(' ')}b`],
	['blank lines', 'pyproject.toml', `[tool.setuptools.package-dir]\n${filled('\n')}`],
	['tables that never end', 'pyproject.toml', `[tool.setuptools]\n${filled('package-dir = {\n')}`],
	['tables in tables', 'pyproject.toml', `[tool.poetry]\npackages = [${filled('{')}`],
	['spaces before a word', 'setup.cfg', `[options]\npackage_dir =\n ${filled(' ')}x`],
	['brackets that were closed', 'pnpm-workspace.yaml', `packages: [${filled(']')}\u2028`],
	['spaces before a word', 'settings.gradle', `include${filled(' ')}x`],
	['one name for all', 'settings.gradle', `include ${Array.from({ length: 40_000 }, (_, i) => `"${i}:a"`).join(',')}`],
	['braces', 'package.json', JSON.stringify({ workspaces: [filled('{a}')] })],
	['braces', 'package.json', JSON.stringify({ workspaces: [`{${filled(',')}}{${filled(',')}}`] })],
	['globs', 'package.json', JSON.stringify({ workspaces: filled('*,').split(',') })],
];

describe('a manifest', function () {
	this.timeout(20_000);

	for (const [what, file, text] of HOSTILE) {
		it(`is read soon, whatever is in it: ${what} in ${file}`, () => {
			assert.deepEqual(readPackages(new Map([[file, text]])).folders('npm', 'x'), []);
		});
	}

	it('does not end a reading of others with a glob of more braces than a stack is deep', () => {
		const glob = '{a}'.repeat(100_000);
		assert.equal(globTest(glob)('src/b.ts'), false);
		assert.equal(globTest('{a}{b,c}/*.{js,ts}')('ac/x.ts'), true);
		const others = [
			['a/package.json', JSON.stringify({ workspaces: [glob] })],
			['b/package.json', JSON.stringify({ name: 'b' })],
		] as const;
		assert.deepEqual(readPackages(new Map(others)).folders('npm', 'b'), ['b']);
	});
});

describe('a workspace', () => {
	const crate = (name: string) => `[package]\nname = "${name}"\n`;
	const npm = JSON.stringify({ name: 'cart' });
	const folders = (kind: 'npm' | 'cargo' | 'go' | 'jvm', name: string, texts: Readonly<Record<string, string>>) =>
		readPackages(new Map(Object.entries(texts))).folders(kind, name);

	it('has no members that are commented out', () => {
		const root = '[workspace]\nmembers = [\n  # the "old/*" ones [1] don’t build\n  "crates/*", # it’s all\n]\n';
		const crates = { 'crates/cart/Cargo.toml': crate('cart'), 'old/cart/Cargo.toml': crate('cart') };
		assert.deepEqual(folders('cargo', 'cart', { 'Cargo.toml': root, ...crates }), ['crates/cart']);
	});

	it('may list its members over lines, in any of the ways of its language', () => {
		const packages = { 'packages/cart/package.json': npm, 'old/cart/package.json': npm };
		for (const list of ['packages: [\n  "packages/*",\n]\n', 'packages:\n- packages/*\n', 'packages: ["packages/*"]']) {
			assert.deepEqual(folders('npm', 'cart', { 'pnpm-workspace.yaml': list, ...packages }), ['packages/cart'], list);
		}
		const modules = { 'cart/go.mod': 'module shop/cart\n', 'old/go.mod': 'module shop/cart\n' };
		for (const work of ['go 1.22\n\nuse (\n\t./cart // ours\n)\n', 'use ./cart\n', 'use "./cart"\n']) {
			assert.deepEqual(folders('go', 'shop/cart', { 'go.work': work, ...modules }), ['cart'], work);
		}
		assert.deepEqual(folders('jvm', 'api', { 'settings.gradle.kts': 'include(\n  ":core",\n  ":core:api",\n)\n' }), [
			'core/api',
		]);
	});
});
