// Starts VS Code's server with a profile of its own, and knows its address and its processes.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { install } from './install.mjs';

/** Settings for quiet, reproducible windows: no welcome page, chat, telemetry, updates, animations. */
export const QUIET_SETTINGS = {
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

/** A TCP port that was free a moment ago. */
export function freePort() {
	return new Promise((resolve, reject) => {
		const probe = net
			.createServer()
			.on('error', reject)
			.listen(0, '127.0.0.1', () => {
				const { port } = probe.address();
				probe.close(() => resolve(port));
			});
	});
}

/**
 * Starts VS Code's server with a profile of its own. `stop()` ends it and all it started and removes the profile.
 * @param {object} options
 * @param {string} [options.data] profile folder to use and keep (two calls in turn: what survives a restart)
 * @param {object} [options.settings] user settings, over QUIET_SETTINGS
 * @param {object} [options.env] environment of the server and so of the extension host
 * @param {string[]} [options.vsix] packaged extensions to install first
 * @param {string[]} [options.linked] extension folders to run as if installed
 * @param {boolean} [options.driver] test mode: takes extensions and tests from the address, shows no notification toasts
 * @param {number} [options.port] port to listen on; a free one when it is not given
 * @param {string[]} [options.args] more arguments for the server
 */
export async function startServer({
	version,
	cache,
	data,
	settings = {},
	env = {},
	vsix = [],
	linked = [],
	driver = false,
	port: wantedPort,
	args = [],
} = {}) {
	const { root, node, version: vscodeVersion } = install({ version, cache });
	const folder = data ?? fs.mkdtempSync(path.join(os.tmpdir(), 'vscode-'));
	const userData = path.join(folder, 'data');
	const extensions = path.join(folder, 'extensions');
	fs.mkdirSync(path.join(userData, 'User'), { recursive: true });
	fs.mkdirSync(extensions, { recursive: true });
	fs.writeFileSync(
		path.join(userData, 'User/settings.json'),
		JSON.stringify({ ...QUIET_SETTINGS, ...settings }, null, '\t'),
	);
	const main = path.join(root, 'out/server-main.js');
	const common = [
		'--accept-server-license-terms',
		'--user-data-dir',
		userData,
		'--server-data-dir',
		folder,
		'--extensions-dir',
		extensions,
	];
	const environment = { ...process.env, NODE_OPTIONS: '', VSCODE_IPC_HOOK_CLI: '', TMPDIR: folder, ...env };
	for (const file of vsix) {
		execFileSync(node, [main, ...common, '--install-extension', path.resolve(file), '--force'], {
			env: environment,
			stdio: ['ignore', 'ignore', 'inherit'],
		});
	}
	for (const folder of linked.map((folder) => path.resolve(folder))) {
		const { publisher, name, version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
		const link = path.join(extensions, `${publisher}.${name}-${version}`);
		if (!fs.existsSync(link)) {
			fs.symlinkSync(folder, link, 'junction');
		}
	}
	const port = wantedPort ?? (await freePort());
	// The page gives a shell to whoever opens it, so other users of this machine must not.
	const token = randomBytes(16).toString('hex');
	const origin = `http://127.0.0.1:${port}`;
	const logFile = path.join(folder, 'server.log');
	const log = fs.openSync(logFile, 'w');
	const child = spawn(
		node,
		[
			main,
			...common,
			'--host',
			'127.0.0.1',
			'--port',
			String(port),
			'--connection-token',
			token,
			'--telemetry-level',
			'off',
			'--disable-workspace-trust',
			...(driver ? ['--enable-smoke-test-driver'] : []),
			'--reconnection-grace-time',
			'1',
			...args,
		],
		{ env: environment, stdio: ['ignore', log, log], detached: true },
	);
	fs.closeSync(log);
	const ended = new Promise((resolve) => child.once('exit', resolve));
	const stop = async () => {
		process.off('exit', kill);
		const pids = [child.pid, ...descendants(child.pid)];
		kill();
		await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 3000))]);
		pids.forEach((pid) => {
			try {
				process.kill(pid, 'SIGKILL');
			} catch {}
		});
		if (!data) {
			fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
		}
	};
	const kill = () => {
		try {
			process.kill(-child.pid, 'SIGTERM');
		} catch {}
	};
	process.once('exit', kill);
	for (let waited = 0; ; waited += 50) {
		if (
			await fetch(`${origin}/version`).then(
				(answer) => answer.ok,
				() => false,
			)
		) {
			break;
		}
		if (child.exitCode !== null || waited > 30000) {
			const text = fs.readFileSync(logFile, 'utf8');
			await stop();
			throw new Error(`VS Code's server did not start:\n${text}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	return { origin, port, token, pid: child.pid, folder, userData, extensions, logFile, version: vscodeVersion, stop };
}

/** Process ids of all that `pid` started, from /proc. */
export function descendants(pid) {
	const children = new Map();
	for (const name of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
		try {
			const parent = Number(
				fs
					.readFileSync(`/proc/${name}/stat`, 'utf8')
					.replace(/^.*\) /s, '')
					.split(' ')[1],
			);
			children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
		} catch {}
	}
	const below = (of) => (children.get(of) ?? []).flatMap((child) => [child, ...below(child)]);
	return below(pid);
}

/** Process ids of the extension hosts that `server` runs, newest last. */
export function extensionHosts(server) {
	return descendants(server.pid).filter((pid) => {
		try {
			return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('--type=extensionHost');
		} catch {
			return false;
		}
	});
}

/** The workbench's address: which folder it opens, which extensions it develops, which tests it runs. */
export function workbenchUrl(server, { folder, extensions = [], tests, payload = [] } = {}) {
	const remote = (file) => `vscode-remote://127.0.0.1:${server.port}${path.resolve(file)}`;
	const entries = [
		...extensions.map((file) => ['extensionDevelopmentPath', remote(file)]),
		...(tests ? [['extensionTestsPath', remote(tests)]] : []),
		...payload,
	];
	const query = new URLSearchParams({
		tkn: server.token,
		...(folder && { folder: path.resolve(folder) }),
		payload: JSON.stringify(entries),
	});
	return `${server.origin}/?${query}`;
}
