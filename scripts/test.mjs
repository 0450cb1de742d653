// npm test: installs what is missing, then runs every suite; the last line is "N passed, N failed".
//   -- --only unit,ui     some suites: types, lint, unit, integration, ui
//   -- --grep TEXT        tests whose name matches
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import util from 'node:util'; // by default import, so that an old Node comes as far as `ensureNode`
import { ensureBuild, ensureChromium, ensureDependencies, ensureGit, ensureNode, ROOT } from './setup.mjs';
import { install } from './vscode/install.mjs';

/** Each gives { passed, failed }; a check that is no test counts only when it fails. */
const SUITES = {
	types: () => check('node_modules/typescript/bin/tsc', '--noEmit'),
	lint: () => check('node_modules/@biomejs/biome/bin/biome', 'check', '.'),
	unit: (grep) => mocha('test/{unit,conformance,fault}/**/*.test.ts', grep),
	integration: async (grep) => (await import('./integration.mjs')).runIntegration({ grep }),
	ui: (grep) => mocha('test/ui/**/*.test.ts', grep),
};

/** For one test, on a machine that has other things to do. */
const TIMEOUT_MS = '20000';

const children = new Set();

async function main() {
	ensureNode();
	const { values } = util.parseArgs({ options: { only: { type: 'string' }, grep: { type: 'string' } } });
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
	ensureBuild();
	const rows = [];
	for (const name of names) {
		console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
		const started = performance.now();
		const counts = await SUITES[name](values.grep).catch((error) => {
			console.error(error);
			return { passed: 0, failed: 1 };
		});
		rows.push({ name, ...counts, seconds: (performance.now() - started) / 1000 });
	}
	return report(rows);
}

/** Prints the table and the last line. @returns the exit code */
function report(rows) {
	console.log('');
	for (const { name, passed, failed, seconds } of rows) {
		const figures = [`${passed} passed`, `${failed} failed`, `${seconds.toFixed(1)} s`];
		console.log(name.padEnd(12) + figures.map((figure) => figure.padStart(13)).join(''));
	}
	const { passed, failed } = total(rows);
	console.log(`\n${passed} passed, ${failed} failed`);
	return failed === 0 ? 0 : 1;
}

/** Sums up the suites; where there were tests to run and none ran, that is a failure. */
function total(rows) {
	const sum = (key) => rows.reduce((before, row) => before + row[key], 0);
	const isEmpty = sum('passed') + sum('failed') === 0 && rows.some(({ name }) => name !== 'types' && name !== 'lint');
	return { passed: sum('passed'), failed: sum('failed') + (isEmpty ? 1 : 0) };
}

async function check(script, ...args) {
	const code = await node([script, ...args]);
	return { passed: 0, failed: code === 0 ? 0 : 1 };
}

/** Runs mocha over a glob; without `grep`, no tests are a failure, and so is an end without counts. */
async function mocha(glob, grep) {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'faultline-counts-'));
	try {
		const counts = path.join(folder, 'counts.json');
		const reporter = [
			'--reporter',
			path.join(ROOT, 'test/support/reporter.cjs'),
			'--reporter-option',
			`counts=${counts}`,
		];
		const filter = grep === undefined ? [] : ['--grep', grep];
		const code = await node([
			'node_modules/mocha/bin/mocha.js',
			'--import=tsx',
			'--timeout',
			TIMEOUT_MS,
			...reporter,
			...filter,
			glob,
		]);
		const { passed, failed } = fs.existsSync(counts)
			? JSON.parse(fs.readFileSync(counts, 'utf8'))
			: { passed: 0, failed: 1 };
		const hasNone = passed + failed === 0 && grep === undefined;
		return { passed, failed: failed === 0 && (code !== 0 || hasNone) ? 1 : failed };
	} finally {
		fs.rmSync(folder, { recursive: true, force: true });
	}
}

function node(args) {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
		children.add(child);
		child.once('error', reject);
		child.once('exit', (code) => {
			children.delete(child);
			resolve(code ?? 1);
		});
	});
}

for (const signal of ['SIGINT', 'SIGTERM']) {
	process.once(signal, () => {
		for (const child of children) {
			child.kill(signal);
		}
		process.exit(1);
	});
}

process.exit(
	await main().catch((error) => {
		console.error(`\n${error.message}\n\n0 passed, 1 failed`);
		return 1;
	}),
);
