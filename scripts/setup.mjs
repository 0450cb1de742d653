// Installs what a fresh machine lacks, each part only when it is missing. Needs nothing but Node itself.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeContract } from './githubContract.mjs';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const OLDEST_NODE = [20, 19];

/** Each of these throws an error whose message says what is missing and how to get it. */
export function ensureNode() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
		throw new Error(`Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}.`);
	}
}

export function ensureGit() {
	if (spawnSync('git', ['--version']).error) {
		throw new Error('git is needed. Install it, make sure it is on the PATH, and try again.');
	}
}

/** Installs the npm packages when they are missing or not those of package-lock.json. */
export function ensureDependencies() {
	const modules = path.join(ROOT, 'node_modules');
	const stamp = path.join(modules, '.installed-for');
	const wanted = createHash('sha256')
		.update(fs.readFileSync(path.join(ROOT, 'package-lock.json')))
		.digest('hex');
	if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) {
		return;
	}
	console.log('Installing npm packages …');
	run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
	fs.writeFileSync(stamp, wanted);
}

const BROWSERS = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/usr/bin/google-chrome-stable',
	'/usr/bin/microsoft-edge',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Path of a Chromium on this machine; CHROMIUM_PATH names another one. Undefined when there is none. */
export function chromiumPath() {
	return [process.env.CHROMIUM_PATH, ...BROWSERS].find((file) => file && fs.existsSync(file));
}

/** Makes sure that there is a Chromium; on Debian and its kin it is installed by apt. */
export function ensureChromium() {
	if (chromiumPath()) {
		return;
	}
	console.log('Installing Chromium …');
	aptInstall('chromium', 'fonts-dejavu-core');
	if (!chromiumPath()) {
		throw new Error(
			'Chromium is needed to drive VS Code. Install Chromium or Chrome, or set CHROMIUM_PATH, and try again.',
		);
	}
}

/** Where PostgreSQL's own programs may be: Debian keeps them off the PATH. */
function postgresFolders() {
	const debian = '/usr/lib/postgresql';
	const versions = fs.existsSync(debian) ? fs.readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
	return [
		...versions.map((version) => path.join(debian, version, 'bin')),
		'/opt/homebrew/opt/postgresql/bin',
		'/opt/homebrew/bin',
		'/usr/sbin',
		...(process.env.PATH ?? '').split(path.delimiter),
	];
}

/** Path of `initdb`, `pg_ctl` or `pgbouncer` on this machine, of the newest version; undefined when there is none. */
export function postgresProgram(name) {
	return postgresFolders()
		.map((folder) => path.join(folder, name))
		.find((file) => fs.existsSync(file));
}

/** Makes sure that tests can start a PostgreSQL server and a pooler of their own; on Debian and its kin they are installed by apt. */
export function ensurePostgres() {
	const isThere = () => ['initdb', 'pg_ctl', 'pgbouncer'].every((name) => postgresProgram(name) !== undefined);
	if (isThere()) {
		return;
	}
	console.log('Installing PostgreSQL and pgbouncer …');
	aptInstall('postgresql', 'pgbouncer', 'openssl');
	if (!isThere()) {
		throw new Error('PostgreSQL and pgbouncer are needed to test with a server. Install both, and try again.');
	}
}

/** Path of `prometheus` or `alertmanager` on this machine; Debian calls the second one otherwise. Undefined when there is none. */
export function monitorProgram(name) {
	const names = name === 'alertmanager' ? ['alertmanager', 'prometheus-alertmanager'] : [name];
	return (process.env.PATH ?? '')
		.split(path.delimiter)
		.flatMap((folder) => names.map((one) => path.join(folder, one)))
		.find((file) => fs.existsSync(file));
}

/** Makes sure that tests can start a Prometheus and an Alertmanager of their own; on Debian and its kin they are installed by apt. */
export function ensureMonitors() {
	const isThere = () => ['prometheus', 'alertmanager'].every((name) => monitorProgram(name) !== undefined);
	if (isThere()) {
		return;
	}
	console.log('Installing Prometheus and Alertmanager …');
	aptInstall('prometheus', 'prometheus-alertmanager');
	if (!isThere()) {
		throw new Error('Prometheus and Alertmanager are needed to test alerts. Install both, and try again.');
	}
}

/** Makes sure that tests have GitHub's contract to hold the product and its double to. @returns its path */
export function ensureContract() {
	return makeContract(path.join(ROOT, '.vscode-test', 'contracts'));
}

/** Does nothing where there is no apt; whoever calls looks whether it worked. */
function aptInstall(...packages) {
	if (spawnSync('apt-get', ['--version']).error) {
		return;
	}
	const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
	const apt = (...args) => {
		const [command, ...rest] = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
		return spawnSync(command, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
	};
	apt('update', '-qq');
	apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}

/** Builds what ships into dist/. */
export function ensureBuild(...options) {
	run(process.execPath, ['esbuild.js', ...options]);
}

/** Runs a command in the project's folder, its output shown. */
function run(command, args) {
	try {
		execFileSync(command, args, {
			cwd: ROOT,
			stdio: ['ignore', 'inherit', 'inherit'],
			shell: process.platform === 'win32' && command === 'npm', // a .cmd file there; Node's own path has a space
		});
	} catch (error) {
		throw new Error(`"${[command, ...args].join(' ')}" failed.`, { cause: error });
	}
}
