// Runs mocha inside VS Code's extension host, in the server's or in the desktop's.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { launchBrowser, startServer, workbenchUrl } from './vscode.mjs';

const HOST = fileURLToPath(new URL('host.cjs', import.meta.url));
const TIMEOUT_MS = 300_000;

/**
 * Runs test files in the extension host of VS Code's server. What they print is printed as it comes.
 *
 * @param {object} options
 * @param {string[]} options.extensions folders of the extensions under test; at least one
 * @param {string} options.workspace folder to open
 * @param {string[]} options.files CommonJS test files
 * @param {string} [options.grep] runs only tests whose full title matches
 * @param {string} [options.version] as `install` takes it
 * @returns {Promise<{ passes: number, failures: number, pending: number }>}
 * @throws when the host crashes, hangs, or ends without a result
 */
export async function runInHost({ extensions, workspace, files, grep, ...options }) {
	return withCounts(async (counts) => {
		const server = await startServer({
			...options,
			driver: true,
			env: {
				HOST_TESTS: JSON.stringify({ files: files.map((file) => path.resolve(file)), counts, grep, isMarked: true }),
				FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
			},
		});
		let browser;
		try {
			browser = await launchBrowser();
			const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
			const page = await context.newPage();
			const ended = endOfTests(page);
			await page.goto(workbenchUrl(server, { folder: workspace, extensions, tests: HOST }));
			await ended;
		} finally {
			await browser?.close();
			await server.stop();
		}
	});
}

/** The same files in a desktop VS Code: the one that `executable` names, or else one that is downloaded. */
export async function runInDesktop({ executable, version, extensions, workspace, files, grep }) {
	const { runTests } = await import('@vscode/test-electron');
	return withCounts(async (counts) => {
		const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-'));
		try {
			await runTests({
				vscodeExecutablePath: executable,
				version,
				extensionDevelopmentPath: extensions,
				extensionTestsPath: HOST,
				extensionTestsEnv: {
					HOST_TESTS: JSON.stringify({ files: files.map((file) => path.resolve(file)), counts, grep }),
				},
				launchArgs: [workspace, '--user-data-dir', profile, '--disable-extensions', '--disable-workspace-trust'],
			}).catch((error) => {
				// A failing test ends it like this too; then there are counts.
				if (!fs.existsSync(counts)) {
					throw error;
				}
			});
		} finally {
			fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		}
	});
}

/** VS Code calls two functions of the page, if they exist: for what the host prints, and when its test run ends. */
function endOfTests(page) {
	const ended = new Promise((resolve, reject) => {
		const late = setTimeout(() => reject(new Error(`The tests did not end in ${TIMEOUT_MS / 1000} s`)), TIMEOUT_MS);
		page.on('close', () => clearTimeout(late));
		page.on('crash', () => reject(new Error('The page of the workbench crashed')));
		page.exposeFunction('codeAutomationExit', resolve);
		page.exposeFunction('codeAutomationLog', (_type, args) => {
			const text = format(...args);
			if (text.startsWith('\u2063')) {
				process.stdout.write(`${text.slice(1)}\n`);
			}
		});
	});
	ended.catch(() => undefined); // it may come before anybody waits for it
	return ended;
}

async function withCounts(run) {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'faultline-counts-'));
	try {
		const file = path.join(folder, 'counts.json');
		await run(file);
		return JSON.parse(fs.readFileSync(file, 'utf8'));
	} finally {
		fs.rmSync(folder, { recursive: true, force: true });
	}
}
