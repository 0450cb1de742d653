// Starts VS Code's server with a profile of its own, and knows its address and its processes.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { install } from './install.mjs';

const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 3_000;

/** Settings for quiet, reproducible windows: no welcome page, chat, telemetry, updates, animations. */
const QUIET_SETTINGS = {
	'workbench.startupEditor': 'none',
	'workbench.welcomePage.walkthroughs.openOnInstall': false,
	'workbench.secondarySideBar.defaultVisibility': 'hidden',
	'workbench.tips.enabled': false,
	'workbench.editor.useModal': 'off',
	'workbench.enableExperiments': false,
	'workbench.reduceMotion': 'on',
	'workbench.colorTheme': 'Default Dark Modern',
	'window.commandCenter': false,
	'window.autoDetectColorScheme': false,
	'window.autoDetectHighContrast': false,
	'chat.disableAIFeatures': true,
	'chat.commandCenter.enabled': false,
	'telemetry.telemetryLevel': 'off',
	'extensions.ignoreRecommendations': true,
	'extensions.autoCheckUpdates': false,
	'extensions.autoUpdate': false,
	'security.workspace.trust.enabled': false,
	'git.openRepositoryInParentFolders': 'never',
	'git.autofetch': false,
	'editor.cursorBlinking': 'solid',
	'editor.minimap.enabled': false,
	'terminal.integrated.gpuAcceleration': 'off',
};

/**
 * Starts VS Code's server with a profile of its own. `stop()` ends it and all it started, and removes the profile.
 *
 * @param {object} options
 * @param {string} [options.version] as `install` takes it
 * @param {string} [options.data] profile folder to use and to keep: what survives a restart?
 * @param {number} [options.port] a free one by default
 * @param {object} [options.settings] user settings, over the quiet ones
 * @param {object} [options.env] environment of the server, and so of the extension host
 * @param {string[]} [options.vsix] packaged extensions to install first
 * @param {string[]} [options.linked] extension folders to run as if they were installed
 * @param {boolean} [options.driver] test mode: takes extensions and tests from the address, shows no notification toasts
 * @throws when `port` is taken, or the server does not start
 */
export async function startServer({
	version,
	data,
	port: wantedPort = 0,
	settings = {},
	env = {},
	vsix = [],
	linked = [],
	driver = false,
} = {}) {
	const port = await freePort(wantedPort); // first: another server there would answer in our place
	const { root, node, version: vscodeVersion } = install(version);
	const folder = data ?? fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'vscode-'));
	const main = path.join(root, 'out/server-main.js');
	// A home of its own: what the person's shell reads there at its start may take minutes, for terminals and for the environment that VS Code asks it for.
	const home = path.join(folder, 'home');
	fs.mkdirSync(home, { recursive: true });
	const environment = { ...process.env, HOME: home, NODE_OPTIONS: '', VSCODE_IPC_HOOK_CLI: '', TMPDIR: folder, ...env };
	const args = makeProfile(folder, { ...QUIET_SETTINGS, ...settings }, linked);
	for (const file of vsix) {
		execFileSync(node, [main, ...args, '--install-extension', path.resolve(file), '--force'], {
			env: environment,
			stdio: ['ignore', 'ignore', 'inherit'],
		});
	}

	// Whoever opens the page has a shell, so it asks for a token; one in a file does not show in the list of processes.
	const token = randomBytes(16).toString('hex');
	const tokenFile = path.join(folder, 'token');
	fs.writeFileSync(tokenFile, token, { mode: 0o600 });
	const logFile = path.join(folder, 'server.log');
	const log = fs.openSync(logFile, 'w');
	args.push('--host', '127.0.0.1', '--port', String(port), '--connection-token-file', tokenFile);
	args.push('--telemetry-level', 'off', '--disable-workspace-trust');
	args.push('--reconnection-grace-time', '1'); // else the extension host of a page that died lives on for 3 hours
	if (driver) {
		args.push('--enable-smoke-test-driver');
	}
	const child = spawn(node, [main, ...args], { env: environment, stdio: ['ignore', log, log], detached: true });
	fs.closeSync(log);

	const ended = new Promise((resolve) => child.once('exit', resolve));
	const kill = () => signal(-child.pid, 'SIGTERM');
	const stop = async () => {
		const started = [child.pid, ...descendants(child.pid)];
		kill();
		await Promise.race([ended, wait(STOP_TIMEOUT_MS, undefined, { ref: false })]);
		for (const pid of started) {
			signal(pid, 'SIGKILL');
		}
		if (!data) {
			fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		}
		forget();
	};
	const forget = whenProcessEnds(kill, stop);
	const origin = `http://127.0.0.1:${port}`;
	if (!(await answers(`${origin}/version`, child))) {
		const text = fs.readFileSync(logFile, 'utf8');
		await stop();
		throw new Error(`VS Code's server did not start:\n${text}`);
	}
	return { origin, port, token, pid: child.pid, userData: userDataOf(folder), logFile, version: vscodeVersion, stop };
}

/** Writes settings and links extensions; the arguments that make the server use them. */
function makeProfile(folder, settings, linked) {
	const userData = userDataOf(folder);
	const extensions = path.join(folder, 'extensions');
	fs.mkdirSync(path.join(userData, 'User'), { recursive: true });
	fs.mkdirSync(extensions, { recursive: true });
	fs.writeFileSync(path.join(userData, 'User/settings.json'), JSON.stringify(settings, undefined, '\t'));
	for (const target of linked.map((file) => path.resolve(file))) {
		const { publisher, name, version } = JSON.parse(fs.readFileSync(path.join(target, 'package.json'), 'utf8'));
		const link = path.join(extensions, `${publisher}.${name}-${version}`);
		if (!fs.existsSync(link)) {
			fs.symlinkSync(target, link, 'junction');
		}
	}
	const places = { 'user-data-dir': userData, 'server-data-dir': folder, 'extensions-dir': extensions };
	return ['--accept-server-license-terms', ...Object.entries(places).flatMap(([key, value]) => [`--${key}`, value])];
}

const userDataOf = (profile) => path.join(profile, 'data');

/** A TCP port that was free a moment ago: `wanted`, or any for 0. */
function freePort(wanted) {
	return new Promise((resolve, reject) => {
		const probe = net.createServer().on('error', (cause) => {
			reject(new Error(`Port ${wanted} cannot be used (${cause.code}). Choose another one.`, { cause }));
		});
		probe.listen(wanted, '127.0.0.1', () => {
			const { port } = probe.address();
			probe.close(() => resolve(port));
		});
	});
}

/** Waits until `url` answers; false when `child` ends first or the time is up. */
async function answers(url, child) {
	for (const start = Date.now(); Date.now() - start < START_TIMEOUT_MS; await wait(50)) {
		if (child.exitCode !== null || child.pid === undefined) {
			return false;
		}
		if (
			await fetch(url).then(
				(answer) => answer.ok,
				() => false,
			)
		) {
			return true;
		}
	}
	return false;
}

/** Runs `kill` when this process exits, and `stop` when it is told to; returns what takes both back. */
function whenProcessEnds(kill, stop) {
	const end = () => void stop().finally(() => process.exit(process.exitCode ?? 130));
	const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
	process.once('exit', kill);
	for (const name of signals) {
		process.on(name, end); // Ctrl+C may come twice: from the terminal, and from who started this
	}
	return () => {
		process.off('exit', kill);
		for (const name of signals) {
			process.off(name, end);
		}
	};
}

function signal(pid, name) {
	try {
		process.kill(pid, name);
	} catch {
		// it has ended already
	}
}

/** Process ids of all that `pid` started, where there is a /proc to ask. */
function descendants(pid) {
	const children = new Map();
	for (const name of fs.existsSync('/proc') ? fs.readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)) : []) {
		const [, parent] = statOf(name)
			.replace(/^.*\) /s, '')
			.split(' ')
			.map(Number);
		children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
	}
	const below = (of) => (children.get(of) ?? []).flatMap((child) => [child, ...below(child)]);
	return below(pid);
}

function statOf(pid) {
	try {
		return fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		return ''; // it has ended meanwhile
	}
}

/** The workbench's address: which folder it opens, which extensions it develops, which tests it runs. */
export function workbenchUrl(server, { folder, extensions = [], tests, payload = [] } = {}) {
	const remote = (file) => {
		const escaped = urlPath(file).split('/').map(encodeURIComponent).join('/'); // folders may be called "C#" or "50%"
		return `vscode-remote://127.0.0.1:${server.port}${escaped}`;
	};
	const entries = [
		...extensions.map((file) => ['extensionDevelopmentPath', remote(file)]),
		...(tests ? [['extensionTestsPath', remote(tests)]] : []),
		...payload.map(([key, value]) => [key, key === 'openFile' ? remote(value) : value]),
	];
	const query = new URLSearchParams({ tkn: server.token, payload: JSON.stringify(entries) });
	if (folder) {
		query.set('folder', urlPath(folder));
	}
	return `${server.origin}/?${query}`;
}

/** `C:\a` is `/c:/a` in the address. */
function urlPath(file) {
	const absolute = path.resolve(file).replaceAll(path.sep, '/');
	return absolute.startsWith('/') ? absolute : `/${absolute}`;
}
