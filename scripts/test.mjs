// npm test: installs what is missing, then runs every suite; the last line is "N passed, N failed".
//   -- --only unit,ui     some suites: types, lint, unit, integration, ui
//   -- --grep TEXT        tests whose name matches
//   -- --once             no second try for files of UI tests that failed
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util'; // by default import, so that an old Node comes as far as `ensureNode`
import { afterSecondTry, countsOf, total, worthASecondTry } from './counts.mjs';
import {
	ensureBuild,
	ensureChromium,
	ensureContract,
	ensureDependencies,
	ensureGit,
	ensureMonitors,
	ensureNode,
	ensurePostgres,
	ROOT,
} from './setup.mjs';
import { install } from './vscode/install.mjs';

/** Each gives { passed, failed, hasTests }; a check that is no test counts only when it fails. */
const SUITES = {
	types: () => check('node_modules/typescript/bin/tsc', '--noEmit'),
	lint: () => check('node_modules/@biomejs/biome/bin/biome', 'check', '.'),
	unit: (grep) => mocha('test/{unit,conformance,fault}/**/*.test.ts', grep, ['--parallel', '--jobs', JOBS]),
	integration: (grep) => counted(grep, (counts) => ['scripts/integration.mjs', counts, ...(grep ? [grep] : [])]),
	ui: (grep, isOnce) => (isOnce ? mocha('test/ui/**/*.test.ts', grep) : twice('test/ui/**/*.test.ts', grep)),
};

/** Files of unit tests that run beside each other; more than a few only wait for the disk and for PostgreSQL. */
const JOBS = String(Math.min(os.availableParallelism(), 4));

/** For one test, on a machine that has other things to do. */
const TIMEOUT_MS = '60000';

let running;
let isAborted = false;

async function main() {
	ensureNode();
	const { values } = util.parseArgs({
		options: { only: { type: 'string' }, grep: { type: 'string' }, once: { type: 'boolean' } },
	});
	const names = values.only?.split(',') ?? Object.keys(SUITES);
	const unknown = names.find((name) => !(name in SUITES));
	if (unknown !== undefined) {
		throw new Error(`There is no suite ${unknown}; there are ${Object.keys(SUITES).join(', ')}.`);
	}
	ensureGit();
	ensureDependencies();
	if (names.includes('integration') || names.includes('ui')) {
		ensureChromium();
		install();
	}
	if (names.includes('unit')) {
		ensurePostgres();
	}
	if (['unit', 'integration', 'ui'].some((name) => names.includes(name))) {
		ensureMonitors();
		await ensureContract();
	}
	ensureBuild();
	const rows = [];
	for (const name of names) {
		console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
		const started = performance.now();
		const counts = await SUITES[name](values.grep, values.once);
		rows.push({ name, ...counts, seconds: (performance.now() - started) / 1000 });
	}
	return report(rows);
}

/** Prints the table and the last line. @returns the exit code */
function report(rows) {
	console.log('');
	for (const { file, failed } of rows.flatMap(({ again = [] }) => again)) {
		console.log(`passed only at its second try: ${file} (at the first: ${failed.join('; ')})`);
	}
	for (const { name, passed, failed, seconds } of rows) {
		const figures = [`${passed} passed`, `${failed} failed`, `${seconds.toFixed(1)} s`];
		console.log(name.padEnd(12) + figures.map((figure) => figure.padStart(13)).join(''));
	}
	const { passed, failed } = total(rows);
	console.log(`\n${passed} passed, ${failed} failed`);
	return failed === 0 ? 0 : 1;
}

async function check(script, ...args) {
	const code = await node([script, ...args]);
	return { passed: 0, failed: code === 0 ? 0 : 1, hasTests: false };
}

function mocha(glob, grep, options = []) {
	return counted(grep, (counts) => [
		'node_modules/mocha/bin/mocha.js',
		'--import=tsx',
		...['--timeout', TIMEOUT_MS],
		...options,
		...['--reporter', 'test/support/reporter.cjs', '--reporter-option', `counts=${counts}`],
		...(grep ? ['--grep', grep] : []),
		glob,
	]);
}

/** The same; what drives windows from outside may fail by chance, so a few files that do are run once more, and that is said. */
async function twice(glob, grep) {
	let counts = await mocha(glob, grep);
	const again = [];
	for (const file of worthASecondTry(counts)) {
		console.log(`\n── ${file}, a second time`);
		const before = counts;
		counts = afterSecondTry(before, file, await mocha(file, grep));
		if (counts !== before) {
			again.push({ file, failed: before.files[file].failed });
		}
	}
	return { ...counts, again, hasTests: true };
}

/** Runs what writes its counts into a file. */
async function counted(grep, argsFor) {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'faultline-counts-'));
	try {
		const file = path.join(folder, 'counts.json');
		const code = await node(argsFor(file));
		return { ...countsOf(file, code, grep !== undefined), hasTests: true };
	} finally {
		fs.rmSync(folder, { recursive: true, force: true });
	}
}

/** Runs a script of Node to its end; its exit code. */
function node(args) {
	return new Promise((resolve, reject) => {
		running = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
		running.once('error', reject);
		running.once('exit', (code) => (isAborted ? reject(new Error('Interrupted.')) : resolve(code ?? 1)));
	});
}

for (const signal of ['SIGINT', 'SIGTERM']) {
	process.once(signal, () => {
		isAborted = true;
		running?.kill(signal); // it ends its own children first
	});
}

process.exit(
	await main().catch((error) => {
		console.error(`\n${error.message}\n\n0 passed, 1 failed`);
		return 1;
	}),
);
