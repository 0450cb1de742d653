import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { AnyMap, originalPositionFor } from '@jridgewell/trace-mapping';
import { listFiles, PackageManager } from '@vscode/vsce';

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
			'dist/extension-later.js',
			'dist/cli.js',
			'dist/sql-wasm.wasm',
			'dist/webviews/form.js',
			'media/icon.png',
			'LICENSE',
		]) {
			assert.ok(files.includes(file), file);
		}
	});

	describe('as it is released', () => {
		const temporary = mkdtempSync(join(tmpdir(), 'faultline-release-'));
		const release = join(temporary, 'dist');
		const sizeOf = (file: string) => statSync(file).size;

		before(() => execFileSync(process.execPath, ['esbuild.js', '--release', '--out', release], { cwd: root }));
		after(() => rmSync(temporary, { recursive: true, force: true }));

		it('stays under 4.85 MB, of which SQLite is 0.7, charts 0.2, icons, the HTTP client, the Markdown parser, the calendar of business hours and what draws pages in the host 0.1 each', () => {
			const built = readdirSync(release, { recursive: true, encoding: 'utf8' }).filter((file) =>
				/\.(?:js|css|wasm|ttf)$/.test(file),
			);
			const beside = files.filter((file) => !file.startsWith('dist/'));
			const sizes = [...built.map((file) => join(release, file)), ...beside.map((file) => join(root, file))].map(
				sizeOf,
			);
			const bytes = sizes.reduce((sum, size) => sum + size, 0);
			assert.ok(built.length > 10 && bytes < 4_850_000, `${bytes} bytes`);
		});

		it('has the editor wait for no more than 240 KB when it starts: what is used later is read later', () => {
			assert.ok(sizeOf(join(release, 'extension.js')) < 240_000, `${sizeOf(join(release, 'extension.js'))} bytes`);
			assert.ok(sizeOf(join(release, 'extension-later.js')) > 300_000);
		});

		it('asks for the editor’s API as it is, and makes no copy of it for each module', () => {
			for (const name of ['extension.js', 'extension-later.js']) {
				const code = readFileSync(join(release, name), 'utf8');
				assert.match(code, /require\("vscode"\)/);
				assert.doesNotMatch(code, /[\w$] ?\(require\("vscode"\)/, name);
			}
		});

		it('has maps that lead from both of its files to the sources', () => {
			for (const [name, sentence, source] of [
				['extension.js', 'The list changed while you chose', 'src/host/errors.ts'],
				['extension-later.js', 'The review of {0} is in {1}.', 'src/host/flows/review.ts'],
			] as const) {
				const lines = readFileSync(join(release, name), 'utf8').split('\n');
				const line = lines.findIndex((one) => one.includes(sentence));
				const map = new AnyMap(JSON.parse(readFileSync(join(release, `${name}.map`), 'utf8')));
				const found = originalPositionFor(map, { line: line + 1, column: lines[line]?.indexOf(sentence) ?? -1 });
				assert.ok(found.source?.endsWith(`/${source}`), String(found.source));
				const text = readFileSync(join(root, source), 'utf8').split('\n');
				const at = found.line ?? 0;
				assert.ok(
					text
						.slice(at - 1, at + 2)
						.join('\n')
						.includes(sentence),
				);
			}
		});

		it('has no more than 150 KB for each webview, gzipped, with what it loads later', () => {
			const folder = join(release, 'webviews');
			const all = readdirSync(folder).filter((file) => /\.(?:js|css)$/.test(file));
			const names = all.flatMap((file) => /^(\w+)\.js$/.exec(file)?.[1] ?? []);
			assert.deepEqual(names.sort(), ['composer', 'dashboard', 'form', 'page', 'review']);
			for (const name of names) {
				const own = all.filter((file) => [`${name}.js`, `${name}.css`].includes(file) || file.startsWith(`${name}-`));
				const bytes = own.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);
				assert.ok(bytes <= 150_000, `${name}: ${bytes} bytes`);
			}
		});
	});
});
