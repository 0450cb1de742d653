// npm test: installs what is missing, then runs every suite; the last line is "N passed, N failed".
//   -- --only unit,ui     some suites: types, lint, unit, integration, ui
//   -- --grep TEXT        tests whose name has TEXT
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build, ensureChromium, ensureDependencies, ensureGit, ensureNode, ROOT } from './setup.mjs';

const { values } = parseArgs({ options: { only: { type: 'string' }, grep: { type: 'string' } } });
const grep = values.grep === undefined ? [] : ['--grep', values.grep];
const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'faultline-test-'));
const children = new Set();

/** Each gives { passed, failed }; a check that is no test counts only when it fails. */
const suites = {
	types: () => check('node_modules/typescript/bin/tsc', '--noEmit'),
	lint: () => check('node_modules/@biomejs/biome/bin/biome', 'check', '.'),
	unit: () => mocha('test/{unit,conformance,fault}/**/*.test.ts'),
	integration: async () => (await import('./integration.mjs')).runIntegration({ grep: values.grep }),
	ui: async () => {
		const { install } = await import('./vscode/install.mjs');
		install();
		return mocha('test/ui/**/*.test.ts');
	},
};

async function main() {
	const names = values.only?.split(',') ?? Object.keys(suites);
	const unknown = names.find((name) => !(name in suites));
	if (unknown !== undefined) {
		throw new Error(`There is no suite ${unknown}; there are ${Object.keys(suites).join(', ')}.`);
	}
	ensureNode();
	ensureGit();
	ensureDependencies();
	if (names.includes('integration') || names.includes('ui')) {
		ensureChromium();
	}
	build();
	const rows = [];
	for (const name of names) {
		console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
		const started = performance.now();
		const outcome = await suites[name]().catch((error) => {
			console.error(error);
			return { passed: 0, failed: 1 };
		});
		rows.push({ suite: name, ...outcome, seconds: Math.round((performance.now() - started) / 100) / 10 });
	}
	const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
	const failed =
		sum('failed') + (sum('passed') === 0 && names.some((name) => name !== 'types' && name !== 'lint') ? 1 : 0);
	console.log('');
	for (const row of rows) {
		console.log(
			`${row.suite.padEnd(14)}${String(row.passed).padStart(5)} passed${String(row.failed).padStart(5)} failed${String(row.seconds).padStart(8)} s`,
		);
	}
	console.log(`\n${sum('passed')} passed, ${failed} failed`);
	return failed === 0 ? 0 : 1;
}

async function check(script, ...args) {
	const code = await node([script, ...args]);
	return { passed: 0, failed: code === 0 ? 0 : 1 };
}

/** Runs mocha over a glob; no tests, or an end without counts, is a failure. */
async function mocha(glob) {
	const counts = path.join(temporary, 'counts.json');
	fs.rmSync(counts, { force: true });
	const reporter = path.join(ROOT, 'test/support/reporter.cjs');
	const code = await node(['node_modules/mocha/bin/mocha.js', '--import=tsx', '--reporter', reporter, ...grep, glob], {
		COUNTS_FILE: counts,
	});
	if (!fs.existsSync(counts)) {
		return { passed: 0, failed: 1 };
	}
	const { passed, failed } = JSON.parse(fs.readFileSync(counts, 'utf8'));
	const isEmpty = passed + failed === 0 && grep.length === 0;
	return { passed, failed: failed === 0 && (code !== 0 || isEmpty) ? 1 : failed };
}

function node(args, env = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, {
			cwd: ROOT,
			stdio: ['ignore', 'inherit', 'inherit'],
			env: { ...process.env, ...env },
		});
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

let code = 1;
try {
	code = await main();
} catch (error) {
	console.error(`\n${error.message}\n\n0 passed, 1 failed`);
} finally {
	fs.rmSync(temporary, { recursive: true, force: true });
}
process.exit(code);
