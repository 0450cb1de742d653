// Runs test/integration inside VS Code's extension host: a desktop VS Code where one is named or may be downloaded, else the server's.
//   node scripts/integration.mjs COUNTS_FILE [GREP]    writes { passed, failed } into the file
//   node scripts/integration.mjs --bundle              only makes dist/test, for a debugger
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { runInDesktop, runInServer } from '../test/support/run-in-host.mjs';
import { ROOT } from './setup.mjs';
import { install } from './vscode/install.mjs';

const FOLDER = path.join(ROOT, 'test/integration');

async function main() {
	const { VSCODE_EXECUTABLE, VSCODE_TEST_ELECTRON, VSCODE_TEST_VERSION } = process.env;
	const [counts, grep] = process.argv.slice(2);
	const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'faultline-workspace-'));
	process.once('exit', () => fs.rmSync(workspace, { recursive: true, force: true })); // on Ctrl+C, too
	const options = { extension: ROOT, workspace, files: await bundle(), counts: path.resolve(counts), grep };
	if (VSCODE_EXECUTABLE || VSCODE_TEST_ELECTRON === '1') {
		const version = VSCODE_TEST_VERSION === 'minimum' ? '1.100.3' : VSCODE_TEST_VERSION;
		console.log(`VS Code on the desktop: ${VSCODE_EXECUTABLE ?? `downloaded, ${version ?? 'newest'}`}`);
		await runInDesktop({ ...options, executable: VSCODE_EXECUTABLE, version, cache: path.join(ROOT, '.vscode-test') });
	} else {
		console.log(`VS Code ${install().version} (code-server)`);
		await runInServer(options);
	}
}

/** Bundles the test files, since the extension host reads no TypeScript; each stays a file of its own. */
async function bundle() {
	const names = fs
		.readdirSync(FOLDER, { recursive: true })
		.filter((name) => name.endsWith('.test.ts'))
		.sort();
	const outdir = path.join(ROOT, 'dist/test');
	await build({
		absWorkingDir: ROOT,
		entryPoints: names.map((name) => path.join(FOLDER, name)),
		outbase: FOLDER,
		outdir,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		outExtension: { '.js': '.cjs' },
		sourcemap: 'inline',
		external: ['vscode', 'mocha'],
		// The stand-in for GitHub asks the scripts where the project is: what asks so is in scripts/.
		define: { 'import.meta.url': JSON.stringify(pathToFileURL(path.join(ROOT, 'scripts/setup.mjs')).href) },
		logLevel: 'warning',
	});
	return names.map((name) => path.join(outdir, name.replace(/\.ts$/, '.cjs')));
}

await (process.argv[2] === '--bundle' ? bundle() : main());
