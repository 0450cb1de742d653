// Runs test/integration inside VS Code's extension host: a desktop VS Code where one is named or may be downloaded, else code-server's.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ROOT } from './setup.mjs';

const FOLDER = path.join(ROOT, 'test/integration');
const HOST = path.join(ROOT, 'test/support/host.cjs');

/** @returns {Promise<{passed: number, failed: number}>} */
export async function runIntegration({ grep } = {}) {
	const files = await bundle();
	const workspace = fs.mkdtempSync(path.join(os.tmpdir(), 'faultline-workspace-'));
	try {
		const { VSCODE_EXECUTABLE, VSCODE_TEST_ELECTRON } = process.env;
		return VSCODE_EXECUTABLE || VSCODE_TEST_ELECTRON === '1'
			? await onDesktop(files, workspace, grep)
			: await onServer(files, workspace, grep);
	} finally {
		fs.rmSync(workspace, { recursive: true, force: true });
	}
}

async function onServer(files, workspace, grep) {
	const { install } = await import('./vscode/install.mjs');
	const { version } = install();
	console.log(`VS Code ${version} (code-server)`);
	const { runInHost } = await import('../test/support/run-in-host.mjs');
	const { passes, failures, exitCode } = await runInHost({ extensions: [ROOT], workspace, files, grep });
	return { passed: passes, failed: failures === 0 && exitCode !== 0 ? 1 : failures };
}

async function onDesktop(files, workspace, grep) {
	const { VSCODE_EXECUTABLE, VSCODE_TEST_VERSION } = process.env;
	const version = VSCODE_TEST_VERSION === 'minimum' ? '1.100.3' : VSCODE_TEST_VERSION;
	console.log(`VS Code on the desktop: ${VSCODE_EXECUTABLE ?? `downloaded, ${version ?? 'newest'}`}`);
	const { runTests } = await import('@vscode/test-electron');
	const results = path.join(workspace, '..', `${path.basename(workspace)}.json`);
	try {
		await runTests({
			...(VSCODE_EXECUTABLE
				? { vscodeExecutablePath: VSCODE_EXECUTABLE }
				: { version, cachePath: path.join(ROOT, '.vscode-test') }),
			extensionDevelopmentPath: ROOT,
			extensionTestsPath: HOST,
			launchArgs: [workspace, '--disable-workspace-trust', '--skip-welcome', '--disable-telemetry'],
			extensionTestsEnv: { HOST_TESTS: JSON.stringify(files), HOST_RESULTS: results, HOST_GREP: grep ?? '' },
		}).catch((error) => console.error(error.message));
		const { passes, failures } = JSON.parse(fs.readFileSync(results, 'utf8'));
		return { passed: passes, failed: failures };
	} finally {
		fs.rmSync(results, { force: true });
	}
}

/** Bundles the test files, since the extension host reads no TypeScript; each stays a file of its own. */
async function bundle() {
	const { build } = await import('esbuild');
	const names = fs
		.readdirSync(FOLDER)
		.filter((name) => name.endsWith('.test.ts'))
		.sort();
	const outdir = path.join(ROOT, 'dist/test');
	await build({
		absWorkingDir: ROOT,
		entryPoints: names.map((name) => path.join(FOLDER, name)),
		outdir,
		bundle: true,
		platform: 'node',
		target: 'node20',
		format: 'cjs',
		sourcemap: 'inline',
		external: ['vscode', 'mocha'],
		logLevel: 'warning',
	});
	return names.map((name) => path.join(outdir, name.replace(/\.ts$/, '.js')));
}
