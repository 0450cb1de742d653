import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { listFiles, PackageManager } from '@vscode/vsce';
import { transform } from 'esbuild';

const root = join(__dirname, '../../..');

describe('the package', function () {
	this.timeout(60_000); // vsce looks at every file of this folder, the installed VS Codes too
	let files: string[];

	before(async () => {
		files = await listFiles({ cwd: root, packageManager: PackageManager.None });
	});

	it('holds what runs and what is read, and nothing of how it was made', () => {
		const wanted =
			/^(package(\.nls)?\.json|README\.md|CHANGELOG\.md|LICENSE|dist\/([\w-]+\.(js|wasm)|ThirdPartyNotices\.txt)|dist\/webviews\/[\w-]+\.(js|css|ttf)|media\/.+)$/;
		assert.deepEqual(
			files.filter((file) => !wanted.test(file)),
			[],
		);
		for (const file of [
			'dist/extension.js',
			'dist/cli.js',
			'dist/sql-wasm.wasm',
			'dist/webviews/form.js',
			'media/icon.png',
			'LICENSE',
		]) {
			assert.ok(files.includes(file), file);
		}
	});

	it('stays under 3.5 MB, of which SQLite is 0.7, charts 0.2, icons and the calendar of business hours 0.1 each', async () => {
		// What ships is minified, whatever build is here now.
		const sizes = await Promise.all(
			files.map(async (file) => {
				const path = join(root, file);
				return path.endsWith('.js')
					? (await transform(readFileSync(path, 'utf8'), { minify: true, legalComments: 'none' })).code.length
					: statSync(path).size;
			}),
		);
		const bytes = sizes.reduce((sum, size) => sum + size, 0);
		assert.ok(bytes < 3_500_000, `${bytes} bytes`);
	});

	it('has no more than 150 KB for each webview, gzipped, with what it loads later', async () => {
		const folder = join(root, 'dist/webviews');
		const all = readdirSync(folder).filter((file) => /\.(?:js|css)$/.test(file));
		const names = all.flatMap((file) => /^(\w+)\.js$/.exec(file)?.[1] ?? []);
		assert.deepEqual(names.sort(), ['dashboard', 'form', 'page']);
		for (const name of names) {
			const own = all.filter((file) => [`${name}.js`, `${name}.css`].includes(file) || file.startsWith(`${name}-`));
			const sizes = await Promise.all(
				own.map(async (file) => {
					const text = readFileSync(join(folder, file), 'utf8');
					const loader = file.endsWith('.js') ? 'js' : 'css';
					return gzipSync((await transform(text, { loader, minify: true, legalComments: 'none' })).code).length;
				}),
			);
			const bytes = sizes.reduce((sum, size) => sum + size, 0);
			assert.ok(bytes <= 150_000, `${name}: ${bytes} bytes`);
		}
	});
});
