// Installs real VS Code from npm, without compiling anything and without asking anything but the npm registry: the package `code-server` 4.X.Y
// carries VS Code 1.X.Y, and its inner server runs the workbench and the extension host.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Versions of the `code-server` package 4.X.Y, each VS Code 1.X.Y, with the Node its engines field asks for. */
export const VERSIONS = {
	newest: { server: '4.139.1', node: '24.21.0' },
	minimum: { server: '4.100.3', node: '20.19.5' },
};

// VS Code's logger is a native module; this stands in for it so that installing needs no compiler.
const SPDLOG = `'use strict';
const fs = require('fs'), path = require('path');
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
		const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().replace('T', ' ').slice(0, 23);
		try { fs.appendFileSync(this.file, this.raw ? text : now + ' [' + NAMES[level] + '] ' + text + '\\n'); } catch { }
	}
}
['trace', 'debug', 'info', 'warn', 'error', 'critical'].forEach((name, level) => { Logger.prototype[name] = function (text) { this.write(level, text); }; });
const create = async (name, file) => { await fs.promises.mkdir(path.dirname(file), { recursive: true }); return new Logger('', name, file); };
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
`;

// Ends an orphaned extension host, as the native watchdog does.
const WATCHDOG = `'use strict';
exports.start = pid => setInterval(() => { try { process.kill(pid, 0); } catch { process.exit(87); } }, 1000).unref();
exports.exit = code => process.exit(code || 0);
`;

// Packages that carry ready-made binaries, for older VS Codes whose own versions are compiled or downloaded on install.
const READY_MADE = { pty: 'node-pty@1.2.0-beta.12', ripgrep: '@vscode/ripgrep-universal@1.18.0' };

// What only AI features, Windows, proxies and development containers use: 230 MB.
const UNUSED = [
	'@devcontainers/cli',
	'@github/copilot-sdk',
	'@microsoft/mxc-sdk',
	'@vscode/sandbox-runtime',
	'@vscode/sqlite3',
	'@vscode/windows-process-tree',
	'@vscode/windows-registry',
	'@vscode/windows-ca-certs',
	'kerberos',
	'ssh2',
];

/**
 * Installs one VS Code version under `cache` unless it is there; safe to call from several processes.
 * @returns {{root: string, node: string, version: string}} the server's folder, its Node, VS Code's version
 */
export function install({
	version = process.env.VSCODE_TEST_VERSION ?? 'newest',
	cache = process.env.VSCODE_TEST_CACHE ?? path.join(ROOT, '.vscode-test'),
} = {}) {
	const wanted =
		VERSIONS[version] ?? Object.values(VERSIONS).find((known) => known.server.slice(2) === version.replace(/^1\./, ''));
	if (!wanted) {
		throw new Error(`No VS Code ${version} here; known: ${Object.keys(VERSIONS).join(', ')}`);
	}
	const home = path.join(cache, `server-${wanted.server}`);
	const root = path.join(home, 'node_modules/code-server/lib/vscode');
	const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
	const node = path.join(home, 'node_modules', nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
	if (!fs.existsSync(path.join(home, 'ready'))) {
		const temporary = `${home}.${process.pid}`;
		fs.mkdirSync(temporary, { recursive: true });
		const npm = (cwd, ...args) =>
			execFileSync('npm', [...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
				cwd,
				stdio: ['ignore', 'inherit', 'inherit'],
				shell: process.platform === 'win32',
			});
		fs.writeFileSync(path.join(temporary, 'package.json'), '{"private":true}');
		npm(temporary, 'install', '--no-package-lock', `code-server@${wanted.server}`, `${nodePackage}@${wanted.node}`);
		const inner = path.join(temporary, path.relative(home, root));
		const manifest = JSON.parse(fs.readFileSync(path.join(inner, 'package.json'), 'utf8'));
		for (const name of UNUSED) {
			delete manifest.dependencies[name];
		}
		fs.writeFileSync(path.join(inner, 'package.json'), JSON.stringify(manifest, null, '\t'));
		npm(inner, 'install', '--omit=dev', '--omit=optional');
		npm(path.join(inner, 'extensions'), 'install', '--omit=dev');
		const modules = path.join(inner, 'node_modules');
		const platform = `${process.platform}-${process.arch}`;
		const libc =
			process.platform !== 'linux' ? '' : process.report.getReport().header.glibcVersionRuntime ? '-glibc' : '-musl';
		const watcher = JSON.parse(fs.readFileSync(path.join(modules, '@parcel/watcher/package.json'), 'utf8')).version;
		const ready = [`@parcel/watcher-${platform}${libc}@${watcher}`];
		if (!fs.existsSync(path.join(modules, 'node-pty/prebuilds', platform))) {
			ready.push(READY_MADE.pty);
		}
		if (fs.existsSync(path.join(modules, '@vscode/ripgrep'))) {
			ready.push(READY_MADE.ripgrep);
		}
		npm(inner, 'install', '--no-save', '--omit=dev', '--omit=optional', ...ready);
		if (fs.existsSync(path.join(modules, '@vscode/ripgrep'))) {
			fs.cpSync(
				path.join(modules, '@vscode/ripgrep-universal/bin', platform),
				path.join(modules, '@vscode/ripgrep/bin'),
				{ recursive: true },
			);
		}
		fs.writeFileSync(path.join(modules, '@vscode/spdlog/index.js'), SPDLOG);
		for (const name of ['@vscode/native-watchdog', 'native-watchdog']) {
			if (fs.existsSync(path.join(modules, name))) {
				fs.writeFileSync(path.join(modules, name, 'index.js'), WATCHDOG);
			}
		}
		fs.writeFileSync(path.join(temporary, 'ready'), '');
		try {
			fs.renameSync(temporary, home);
		} catch {
			fs.rmSync(temporary, { recursive: true, force: true });
		}
	}
	return { root, node, version: `1${wanted.server.slice(1)}` };
}
