// Installs real VS Code from npm: the package code-server 4.X.Y carries the whole of VS Code 1.X.Y.
// Nothing is compiled, and nothing but the npm registry is asked.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../setup.mjs';

/** Versions of the package `code-server`, each with the Node that its `engines` asks for. */
const VERSIONS = {
	newest: { server: '4.139.1', node: '24.21.0' },
	/** The oldest that `engines.vscode` in our package.json promises. */
	minimum: { server: '4.100.3', node: '20.19.5' },
};

const CACHE = process.env.VSCODE_TEST_CACHE ?? path.join(ROOT, '.vscode-test');

/** What only AI features, Windows, proxies and development containers use: 230 MB. */
const UNUSED = [
	'@devcontainers/cli',
	'@github/copilot-sdk',
	'@microsoft/mxc-sdk',
	'@vscode/sandbox-runtime',
	'@vscode/sqlite3',
	'@vscode/windows-ca-certs',
	'@vscode/windows-process-tree',
	'@vscode/windows-registry',
	'kerberos',
	'ssh2',
];

/** Packages with ready-made binaries, for older VS Codes whose own ones are compiled or downloaded on install. */
const READY_MADE = { pty: 'node-pty@1.2.0-beta.12', ripgrep: '@vscode/ripgrep-universal@1.18.0' };

/** Stands in for the native logger. The names must be on `exports` one by one, or `import()` does not see them. */
const SPDLOG = `'use strict';
const fs = require('fs');
const path = require('path');
const NAMES = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
class Logger {
	constructor(_type, _name, file) { this.file = file; this.level = 2; this.raw = false; }
	getLevel() { return this.level; }
	setLevel(level) { this.level = level; }
	setPattern() { this.raw = false; }
	clearFormatters() { this.raw = true; }
	flush() {}
	drop() {}
	write(level, text) {
		if (level < this.level) { return; }
		const local = new Date(Date.now() - new Date().getTimezoneOffset() * 60000);
		const now = local.toISOString().replace('T', ' ').slice(0, 23);
		try { fs.appendFileSync(this.file, this.raw ? text : now + ' [' + NAMES[level] + '] ' + text + '\\n'); } catch { }
	}
}
['trace', 'debug', 'info', 'warn', 'error', 'critical'].forEach((name, level) => {
	Logger.prototype[name] = function (text) { this.write(level, text); };
});
const create = async (name, file) => {
	await fs.promises.mkdir(path.dirname(file), { recursive: true });
	return new Logger('', name, file);
};
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

/** Ends an orphaned extension host, as the native watchdog does. */
const WATCHDOG = `'use strict';
exports.start = (pid) => setInterval(() => { try { process.kill(pid, 0); } catch { process.exit(87); } }, 1000).unref();
exports.exit = (code) => process.exit(code || 0);
`;

/**
 * Installs one VS Code unless it is there (about 15 s, 550 MB); safe to call from several processes at once.
 *
 * @param {string} [version] `newest`, `minimum` or a version of VS Code that is one of the two
 * @returns {{ root: string, node: string, version: string }} the server's folder, its Node, VS Code's version
 * @throws when npm fails, or the version is not one of ours
 */
export function install(version = process.env.VSCODE_TEST_VERSION || 'newest') {
	const wanted =
		VERSIONS[version] ?? Object.values(VERSIONS).find(({ server }) => server.slice(1) === version.slice(1));
	if (!wanted) {
		throw new Error(`There is no VS Code ${version} here. Choose one of: ${Object.keys(VERSIONS).join(', ')}.`);
	}
	const isWindows = process.platform === 'win32';
	const nodePackage = `node-${isWindows ? 'win' : process.platform}-${process.arch}`;
	const home = path.join(CACHE, `server-${wanted.server}`);
	if (!fs.existsSync(path.join(home, 'ready'))) {
		console.log(`Installing VS Code 1${wanted.server.slice(1)} …`);
		const temporary = `${home}.${process.pid}`;
		try {
			fill(temporary, [`code-server@${wanted.server}`, `${nodePackage}@${wanted.node}`]);
			fs.writeFileSync(path.join(temporary, 'ready'), '');
			moveUnlessThere(temporary, home);
		} finally {
			fs.rmSync(temporary, { recursive: true, force: true });
		}
	}
	return {
		root: path.join(home, SERVER),
		node: path.join(home, 'node_modules', nodePackage, 'bin', isWindows ? 'node.exe' : 'node'),
		version: `1${wanted.server.slice(1)}`,
	};
}

const SERVER = 'node_modules/code-server/lib/vscode';

function fill(folder, packages) {
	fs.mkdirSync(folder, { recursive: true });
	fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
	npmInstall(folder, '--no-package-lock', ...packages);
	const server = path.join(folder, SERVER);
	const manifest = readJson(path.join(server, 'package.json'));
	for (const name of UNUSED) {
		delete manifest.dependencies[name];
	}
	fs.writeFileSync(path.join(server, 'package.json'), JSON.stringify(manifest, undefined, '\t'));
	npmInstall(server, '--omit=dev', '--omit=optional');
	npmInstall(path.join(server, 'extensions'), '--omit=dev');
	addBinaries(server);
	const modules = path.join(server, 'node_modules');
	fs.writeFileSync(path.join(modules, '@vscode/spdlog/index.js'), SPDLOG);
	for (const name of ['@vscode/native-watchdog', 'native-watchdog']) {
		if (fs.existsSync(path.join(modules, name))) {
			fs.writeFileSync(path.join(modules, name, 'index.js'), WATCHDOG);
		}
	}
}

/** File watching, terminals and search, which npm's install scripts would have compiled or downloaded. */
function addBinaries(server) {
	const modules = path.join(server, 'node_modules');
	const platform = `${process.platform}-${process.arch}`;
	const watcher = readJson(path.join(modules, '@parcel/watcher/package.json')).version;
	const hasPty = fs.existsSync(path.join(modules, 'node-pty/prebuilds', platform));
	const hasOldRipgrep = fs.existsSync(path.join(modules, '@vscode/ripgrep'));
	npmInstall(
		server,
		'--no-save',
		'--omit=dev',
		'--omit=optional',
		`@parcel/watcher-${platform}${libc()}@${watcher}`,
		...(hasPty ? [] : [READY_MADE.pty]),
		...(hasOldRipgrep ? [READY_MADE.ripgrep] : []),
	);
	if (hasOldRipgrep) {
		const from = path.join(modules, '@vscode/ripgrep-universal/bin', platform);
		fs.cpSync(from, path.join(modules, '@vscode/ripgrep/bin'), { recursive: true });
	}
}

function libc() {
	if (process.platform !== 'linux') {
		return '';
	}
	return process.report.getReport().header.glibcVersionRuntime ? '-glibc' : '-musl';
}

function npmInstall(folder, ...args) {
	execFileSync('npm', ['install', ...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
		cwd: folder,
		stdio: ['ignore', 'ignore', 'inherit'],
		shell: process.platform === 'win32', // npm is a .cmd file there
	});
}

/** Another process may have been faster; then its folder stays. */
function moveUnlessThere(from, to) {
	try {
		fs.renameSync(from, to);
	} catch (error) {
		if (!fs.existsSync(path.join(to, 'ready'))) {
			throw error;
		}
	}
}

function readJson(file) {
	return JSON.parse(fs.readFileSync(file, 'utf8'));
}
