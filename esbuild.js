// Builds everything that ships into dist/: the extension host bundle, the command line and one bundle for each webview.
//   node esbuild.js            development build, source maps beside the bundles
//   node esbuild.js --release  minified
//   node esbuild.js --out F    into another folder than dist
//   node esbuild.js --watch    rebuilds on change, in the words VS Code's task problem matcher expects

const esbuild = require('esbuild');
const fs = require('node:fs');
const path = require('node:path');
const { twoFiles } = require('./scripts/twoFiles.js');

const isRelease = process.argv.includes('--release');
const isWatch = process.argv.includes('--watch');
const outAt = process.argv.indexOf('--out');
const out = path.resolve(__dirname, outAt < 0 ? 'dist' : (process.argv[outAt + 1] ?? 'dist'));

const common = {
	bundle: true,
	minify: isRelease,
	sourcemap: true,
	sourcesContent: false,
	logLevel: 'warning',
	legalComments: 'linked',
	define: { 'process.env.NODE_ENV': JSON.stringify(isRelease ? 'production' : 'development') },
	absWorkingDir: __dirname,
};

/** @type {import('esbuild').BuildOptions} */
const node = { ...common, platform: 'node', target: 'node20', format: 'cjs', mainFields: ['module', 'main'] };

/** What asks others over the network is in files of its own: who never asks does not read them. The libraries alone, since what is ours must not be there twice. */
const clientsBeside = {
	name: 'clients-beside',
	setup(build) {
		build.onResolve({ filter: /\/adapters\/github\/octokit$/ }, () => ({ path: './octokit.js', external: true }));
		build.onResolve({ filter: /\/adapters\/http\/axios$/ }, () => ({ path: './axios.js', external: true }));
	},
};

/** The list of all kinds of files is half of what axios comes with, and for forms, of which none are sent. */
const withoutFileKinds = {
	name: 'without-file-kinds',
	setup(build) {
		build.onResolve({ filter: /^mime-db$/ }, () => ({ path: 'none', namespace: 'without-file-kinds' }));
		build.onLoad({ filter: /.*/, namespace: 'without-file-kinds' }, () => ({ contents: 'module.exports = {};' }));
	},
};

/** Of the icons' style sheet, of which each webview has a copy, only the rules of icons that the sources name somewhere: less than a third. */
const namedIcons = {
	name: 'named-icons',
	setup(build) {
		build.onLoad({ filter: /codicons[\\/]dist[\\/]codicon\.css$/ }, ({ path: file }) => {
			const folder = path.join(__dirname, 'src');
			const named = new Set(
				fs
					.readdirSync(folder, { recursive: true, encoding: 'utf8' })
					.filter((name) => /\.tsx?$/.test(name))
					.flatMap(
						(name) => fs.readFileSync(path.join(folder, name), 'utf8').match(/[a-z][a-z0-9]*(?:-[a-z0-9]+)*/g) ?? [],
					),
			);
			const contents = fs
				.readFileSync(file, 'utf8')
				.replaceAll(/^\.codicon-([\w-]+):before \{[^}]*\}\n?/gm, (rule, name) => (named.has(name) ? rule : ''));
			return { contents, loader: 'css', resolveDir: path.dirname(file) };
		});
	},
};

/** What the editor waits for when Faultline starts, and what is read when it is first used. */
const extension = twoFiles(path.join(out, 'extension.js'));

const targets = [
	{
		...node,
		...extension.options,
		entryPoints: ['src/extension.ts'],
		external: ['vscode'],
		loader: { '.css': 'empty' }, // of pages that are drawn here
		plugins: [clientsBeside, extension.plugin],
	},
	{ ...node, entryPoints: ['src/adapters/github/octokit.ts'], outfile: path.join(out, 'octokit.js') },
	{
		...node,
		...{ entryPoints: ['src/adapters/http/axios.ts'], outfile: path.join(out, 'axios.js') },
		plugins: [withoutFileKinds],
	},
	{ ...node, entryPoints: ['src/mapsWorker.ts'], outfile: path.join(out, 'mapsWorker.js') },
	{ ...node, entryPoints: ['src/storeWorker.ts'], outfile: path.join(out, 'storeWorker.js') },
	{ ...node, entryPoints: ['src/commitsWorker.ts'], outfile: path.join(out, 'commitsWorker.js') },
	{ ...node, entryPoints: ['src/cli.ts'], outfile: path.join(out, 'cli.js'), banner: { js: '#!/usr/bin/env node' } },
	...webviews().map((name) => ({
		...common,
		platform: 'browser',
		target: 'es2022',
		format: 'esm',
		splitting: true, // what a page imports later is in a file of its own
		entryPoints: [{ in: `src/webviews/${name}/main.tsx`, out: `webviews/${name}` }],
		outdir: out,
		chunkNames: `webviews/${name}-[name]-[hash]`,
		jsx: 'automatic',
		jsxImportSource: 'preact',
		loader: { '.ttf': 'file' },
		assetNames: 'webviews/[name]',
		plugins: [namedIcons],
	})),
];

function webviews() {
	return fs
		.readdirSync(path.join(__dirname, 'src/webviews'))
		.filter((name) => fs.existsSync(path.join(__dirname, 'src/webviews', name, 'main.tsx')));
}

const watchPlugin = {
	name: 'watch-report',
	setup(build) {
		build.onStart(() => console.log('[watch] build started'));
		build.onEnd((result) => {
			for (const { text, location } of result.errors) {
				console.error(`✘ [ERROR] ${text}`);
				if (location) {
					console.error(`    ${location.file}:${location.line}:${location.column}:`);
				}
			}
			console.log('[watch] build finished');
		});
	},
};

async function main() {
	fs.rmSync(out, { recursive: true, force: true });
	fs.mkdirSync(out);
	fs.copyFileSync(require.resolve('sql.js/dist/sql-wasm.wasm'), path.join(out, 'sql-wasm.wasm'));
	if (isWatch) {
		for (const target of targets) {
			await (await esbuild.context({ ...target, plugins: [...(target.plugins ?? []), watchPlugin] })).watch();
		}
		return;
	}
	await Promise.all(targets.map((target) => esbuild.build(target)));
	fs.chmodSync(path.join(out, 'cli.js'), 0o755);
}

main().catch((error) => {
	console.error(error.message);
	process.exit(1);
});
