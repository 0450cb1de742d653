// Runs mocha inside VS Code's extension host: the server's, or that of a desktop VS Code.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { ROOT } from '../../scripts/setup.mjs';
import { launchBrowser } from '../../scripts/vscode/browser.mjs';
import { startServer, workbenchUrl } from '../../scripts/vscode/server.mjs';

const HOST = fileURLToPath(new URL('host.cjs', import.meta.url));
const TIMEOUT_MS = 1_200_000;

/**
 * Runs test files in the extension host of VS Code's server. What they print is printed as it comes.
 *
 * @param {object} options
 * @param {string} options.extension folder of the extension under test
 * @param {string} options.workspace folder to open
 * @param {string[]} options.files CommonJS test files, absolute
 * @param {string} options.counts file that gets `{ passed, failed }`, when the run comes to an end
 * @param {string} [options.grep] runs only tests whose full title matches
 * @param {(userData: string) => void} [options.prepare] fills the profile before the window opens
 * @throws when the page crashes, the tests hang or never start
 */
export async function runInServer({ extension, workspace, files, counts, grep, prepare }) {
	const server = await startServer({
		driver: true,
		env: {
			HOST_TESTS: JSON.stringify({ files, counts, grep, isMarked: true }),
			...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
		},
	});
	let browser;
	let isGreen = false;
	try {
		prepare?.(server.userData);
		browser = await launchBrowser();
		const page = await browser.newPage();
		const ended = endOfTests(page);
		await page.goto(workbenchUrl(server, { folder: workspace, extensions: [extension], tests: HOST }));
		isGreen = (await ended) === 0;
		if (!fs.existsSync(counts)) {
			throw new Error('VS Code ended before the tests did');
		}
	} finally {
		if (!isGreen) {
			keepLogs(server);
		}
		await browser?.close();
		await server.stop();
	}
}

/** The same in a desktop VS Code: the one that `executable` names, or else one that is downloaded into `cache`. */
export async function runInDesktop({ executable, version, cache, extension, workspace, files, counts, grep }) {
	const { runTests } = await import('@vscode/test-electron');
	const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-'));
	try {
		await runTests({
			...(executable ? { vscodeExecutablePath: executable } : { version, cachePath: cache }),
			extensionDevelopmentPath: extension,
			extensionTestsPath: HOST,
			extensionTestsEnv: { HOST_TESTS: JSON.stringify({ files, counts, grep }) },
			launchArgs: [workspace, '--user-data-dir', profile, '--disable-extensions', '--disable-workspace-trust'],
		}).catch((error) => {
			// A failed test ends it like this too, but not without counts.
			if (!fs.existsSync(counts)) {
				throw error;
			}
		});
	} finally {
		fs.rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}
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

/** Keeps what the server and our extension logged in test/output, for a run that failed. */
function keepLogs({ logFile, userData }) {
	const folder = path.join(ROOT, 'test/output/integration');
	const logs = path.join(userData, 'logs');
	const all = fs.existsSync(logs) ? fs.readdirSync(logs, { recursive: true }) : [];
	const ours = all.filter((file) => file.endsWith('Faultline.log'));
	fs.mkdirSync(folder, { recursive: true });
	for (const file of [logFile, ...ours.map((name) => path.join(logs, name))]) {
		fs.copyFileSync(file, path.join(folder, path.basename(file)));
	}
	console.error(`Logs are in ${path.relative(process.cwd(), folder)}`);
}
