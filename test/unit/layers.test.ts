import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(__dirname, '../..');

const sources = (folder: string) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.tsx?$/.test(name))
		.map((name) => join(folder, name));

describe('the layers', () => {
	it('keep src/core free of the editor, of Node and of what surrounds it: it bundles for a browser with nothing left out', async () => {
		const { metafile } = await build({
			absWorkingDir: root,
			entryPoints: sources('src/core'),
			bundle: true,
			write: false,
			metafile: true,
			outdir: 'out',
			platform: 'browser',
			format: 'esm',
			logLevel: 'silent',
		});
		const own = Object.keys(metafile.inputs).filter((path) => path.startsWith('src/'));
		assert.deepEqual(
			own.filter((path) => !/^src\/(?:core|base)\//.test(path)),
			[],
		);
	});

	it('keep sql.js and what writes its queries to the worker: the editor’s own thread never loads them', async () => {
		const { metafile } = await build({
			absWorkingDir: root,
			entryPoints: ['src/extension.ts', 'src/storeWorker.ts'],
			bundle: true,
			write: false,
			metafile: true,
			outdir: 'out',
			platform: 'node',
			external: ['vscode'],
			loader: { '.css': 'empty' },
			logLevel: 'silent',
		});
		const packagesOf = (output: string) =>
			Object.keys(metafile.outputs[output]?.inputs ?? {}).filter((path) =>
				/node_modules\/(?:sql\.js|kysely)\//.test(path),
			);
		assert.deepEqual(packagesOf('out/extension.js'), []);
		assert.ok(packagesOf('out/storeWorker.js').length > 1);
	});

	it('keep GitHub’s client to a file of its own, which is read when GitHub is first asked', () => {
		const users = sources('src').filter((path) => /from '@octokit\//.test(readFileSync(join(root, path), 'utf8')));
		assert.deepEqual(users, [join('src', 'adapters', 'github', 'octokit.ts')]);
		assert.match(
			readFileSync(join(root, 'esbuild.js'), 'utf8'),
			/'src\/adapters\/github\/octokit\.ts'\], outfile: path\.join\(out, 'octokit\.js'\)/,
		);
	});

	it('keep the HTTP client to a file of its own, which is read when a source of alerts is first asked', () => {
		const users = sources('src').filter((path) => /from 'axios'/.test(readFileSync(join(root, path), 'utf8')));
		assert.deepEqual(users, [join('src', 'adapters', 'http', 'axios.ts')]);
		assert.match(
			readFileSync(join(root, 'esbuild.js'), 'utf8'),
			/'src\/adapters\/http\/axios\.ts'\], outfile: path\.join\(out, 'axios\.js'\)/,
		);
	});

	it('show no message that is not a dialog but in plain words: VS Code makes links to commands of what is in it', () => {
		const onlyFigures = join('src', 'host', 'flows', 'createFromText.ts');
		const direct = sources('src/host').filter(
			(path) =>
				path !== onlyFigures &&
				readFileSync(join(root, path), 'utf8')
					.split(/window\.show(?:Error|Warning|Information)Message(?=\()/)
					.slice(1)
					.some((call) => !/^\([^;]*?(?:modal: true|withoutLinks\()/.test(call)),
		);
		assert.deepEqual(direct, []);
	});

	it('keep clocks and chance out of src/core: they come as arguments', () => {
		const impure = sources('src/core').filter((path) =>
			/\bDate\.now\(|\bMath\.random\(|\bnew Date\(\)|\bperformance\.now\(/.test(readFileSync(join(root, path), 'utf8')),
		);
		assert.deepEqual(impure, []);
	});
});
