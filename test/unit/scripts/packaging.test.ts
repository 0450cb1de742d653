import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
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

	it('has a bundle of at most 150 KB, compressed, for each webview', async () => {
		const scripts = files.filter((file) => /^dist\/webviews\/.+\.js$/.test(file));
		assert.ok(scripts.includes('dist/webviews/page.js'));
		for (const file of scripts) {
			const { code } = await transform(readFileSync(join(root, file), 'utf8'), { minify: true, legalComments: 'none' });
			const style = readFileSync(join(root, file.replace(/\.js$/, '.css')));
			const bytes = gzipSync(code).length + gzipSync(style).length;
			assert.ok(bytes <= 150_000, `${file}: ${bytes} bytes`);
		}
	});

	it('stays under 3.1 MB, of which SQLite is 0.7, icons and the calendar of business hours 0.1 each', async () => {
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
		assert.ok(bytes < 3_100_000, `${bytes} bytes`);
	});
});
