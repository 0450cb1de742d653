// npm run demo: breaks a small shop on purpose and opens VS Code on what is left.
//   -- --browser     the VS Code in the browser, also where there is one on the desktop
//   -- --port N      where that one listens
//   -- --no-open     makes everything, says where it is, and ends
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import util from 'node:util'; // by default import, so that an old Node comes as far as `ensureNode`
import { makeDemoRepository } from './demo/repository.mjs';
import { ensureBuild, ensureDependencies, ensureGit, ensureNode, ROOT } from './setup.mjs';
import { startServer, workbenchUrl } from './vscode/server.mjs';

const FOLDER = path.join(ROOT, '.demo');
const isWindows = process.platform === 'win32';

async function main() {
	ensureNode();
	const { values } = util.parseArgs({
		options: { browser: { type: 'boolean' }, port: { type: 'string' }, 'no-open': { type: 'boolean' } },
	});
	ensureGit();
	ensureDependencies();
	ensureBuild();
	const demo = await makeDemoRepository(path.join(FOLDER, 'checkout'), { now: Date.now() });
	console.log(`\nA shop that broke is in ${path.relative(process.cwd(), demo.folder)}.`);
	if (values['no-open']) {
		sayWhatToTry(demo);
	} else if (!values.browser && hasDesktop()) {
		openDesktop(demo);
		sayWhatToTry(demo);
	} else {
		await serve(demo, values.port);
	}
}

function sayWhatToTry({ deployTag }) {
	console.log(`
What to try first:
  1. In production.log, select an error with its stack trace, from "HttpError" to the closing brace.
  2. Press F1 and run "Faultline: Create Incident from Selection".
  3. Faultline asks which revision is deployed: choose ${deployTag}.
  4. See the change that broke it, first in the list and with its reasons; press "Show Diff".
  5. Click a frame of the stack trace: it opens on the right line, though the code has moved since.
`);
}

function hasDesktop() {
	if (process.env.VSCODE_IPC_HOOK_CLI) {
		return false; // a terminal of a remote window: its `code` opens folders, but runs no extension from source
	}
	return spawnSync('code', ['--version'], { shell: isWindows, stdio: 'ignore' }).status === 0;
}

function openDesktop({ folder, logFile }) {
	const args = [`--extensionDevelopmentPath=${ROOT}`, folder, logFile];
	const { status } = spawnSync('code', isWindows ? args.map((arg) => `"${arg}"`) : args, {
		shell: isWindows,
		stdio: 'inherit',
	});
	if (status !== 0) {
		throw new Error('VS Code did not open. Try the one in the browser: npm run demo -- --browser');
	}
}

/** Starts VS Code's server, which keeps this process until Ctrl+C. */
async function serve(demo, port) {
	const server = await startServer({
		port: port === undefined ? undefined : portOf(port),
		linked: [ROOT],
		settings: { 'editor.wordWrap': 'on', 'editor.occurrencesHighlight': 'off' },
	});
	const payload = [['openFile', demo.logFile]];
	console.log(
		`\nOpen this address in a browser; Ctrl+C ends it:\n\n  ${workbenchUrl(server, { folder: demo.folder, payload })}`,
	);
	sayWhatToTry(demo);
	process.exitCode = 0; // Ctrl+C is how it ends, not a failure
}

function portOf(text) {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new Error(`${text} is no port. Give a number from 1 to 65535.`);
	}
	return port;
}

await main().catch((error) => {
	console.error(`\n${error.message}`);
	process.exitCode = 1;
});
