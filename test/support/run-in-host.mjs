// Runs mocha tests inside VS Code's extension host; what they print is printed as it comes.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'node:util';
import { launchBrowser } from '../../scripts/vscode/browser.mjs';
import { startServer, workbenchUrl } from '../../scripts/vscode/server.mjs';

const HOST = path.join(path.dirname(fileURLToPath(import.meta.url)), 'host.cjs');

/**
 * @param {object} options extension folders, workspace folder, test files; version, settings, env, vsix as startServer takes them
 * @returns {Promise<{passes: number, failures: number, pending: number, tests: object[], exitCode: number}>}
 */
export async function runInHost({
	extensions = [],
	workspace,
	files,
	timeout = 300_000,
	verbose = false,
	grep,
	...options
}) {
	const results = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-results-')), 'results.json');
	const server = await startServer({
		...options,
		driver: true,
		env: {
			...options.env,
			HOST_TESTS: JSON.stringify(files.map((file) => path.resolve(file))),
			HOST_RESULTS: results,
			HOST_GREP: grep ?? '',
			FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
		},
	});
	let browser;
	let timer;
	try {
		browser = await launchBrowser();
		const page = await browser.newPage();
		const ended = new Promise((resolve, reject) => {
			timer = setTimeout(() => reject(new Error(`Tests did not end in ${timeout / 1000} s`)), timeout);
			page.on('crash', () => reject(new Error('The workbench page crashed')));
			// VS Code calls these two, if they exist, for what the extension host prints and when its test run ends.
			page.exposeFunction('codeAutomationExit', (code) => resolve(code));
			page.exposeFunction('codeAutomationLog', (type, args) => {
				const text = format(...args);
				if (verbose || text.startsWith('\u2063')) {
					process.stdout.write(`${text.replace('\u2063', '')}\n`);
				}
			});
		});
		ended.catch(() => undefined);
		if (!extensions.length) {
			// VS Code runs tests only while it develops some extension
			const empty = path.join(server.folder, 'empty');
			fs.mkdirSync(empty);
			fs.writeFileSync(
				path.join(empty, 'package.json'),
				JSON.stringify({ publisher: 'harness', name: 'empty', version: '0.0.1', engines: { vscode: '*' } }),
			);
			extensions = [empty];
		}
		await page.goto(workbenchUrl(server, { folder: workspace, extensions, tests: HOST }));
		const exitCode = await ended;
		const outcome = fs.existsSync(results)
			? JSON.parse(fs.readFileSync(results, 'utf8'))
			: { passes: 0, failures: 0, pending: 0, tests: [] };
		return { ...outcome, exitCode };
	} finally {
		clearTimeout(timer);
		await browser?.close();
		await server.stop();
		fs.rmSync(path.dirname(results), { recursive: true, force: true });
	}
}
