// npm run bench: measures with a release build, prints a table and writes bench/results.json.
//   -- NAME     one module of test/bench, or the results whose name starts with NAME
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
	ensureBuild,
	ensureChromium,
	ensureDependencies,
	ensureGit,
	ensureNode,
	ensurePostgres,
	ROOT,
} from './setup.mjs';
import { install } from './vscode/install.mjs';

const FOLDER = path.join(ROOT, 'test/bench');
/** Those that start VS Code. */
const IN_VSCODE = ['activation.ts', 'page.ts', 'tree.ts'];
const RESULTS = path.join(ROOT, 'bench/results.json');

async function main() {
	ensureNode();
	ensureGit();
	ensureDependencies();
	const [wanted] = process.argv.slice(2);
	const all = fs.readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && name !== 'result.ts');
	const named = all.filter((name) => name === `${wanted}.ts`);
	const modules = named.length > 0 ? named : all;
	if (IN_VSCODE.some((name) => modules.includes(name))) {
		ensureChromium();
		install();
	}
	if (named.includes('postgres.ts')) {
		ensurePostgres();
	}
	ensureBuild('--release');

	const outcomes = modules.map((name) => measure(name));
	const measured = outcomes.flatMap((outcome) => outcome ?? []);
	const results = measured.filter(({ name }) => named.length > 0 || name.startsWith(wanted ?? ''));
	if (results.length === 0 && !outcomes.includes(undefined)) {
		throw new Error(`No module and no result has the name ${wanted}.`);
	}
	const cpus = os.cpus();
	console.log(`\nNode ${process.version}, ${process.platform}, ${cpus.length} × ${cpus[0]?.model ?? 'unknown'}`);
	console.log(`\n${table(results)}`);
	fs.mkdirSync(path.dirname(RESULTS), { recursive: true });
	fs.writeFileSync(RESULTS, `${JSON.stringify(results, undefined, '\t')}\n`);
	console.log(`\nWritten to ${path.relative(process.cwd(), RESULTS)}`);
	return outcomes.includes(undefined) ? 1 : 0;
}

/** The results of one module, run in a process of its own; undefined when it failed. */
function measure(name) {
	console.log(`\n── ${name}`);
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'faultline-bench-'));
	const file = path.join(folder, 'results.json');
	try {
		const args = [path.join(ROOT, 'scripts/benchModule.mjs'), path.join(FOLDER, name), file];
		execFileSync(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
		return JSON.parse(fs.readFileSync(file, 'utf8'));
	} catch {
		console.error(`${name} failed`); // it has said why
		return undefined;
	} finally {
		fs.rmSync(folder, { recursive: true, force: true });
	}
}

function table(results) {
	const head = ['benchmark', 'value', 'reference', 'value', 'ratio', 'target', ''];
	const rows = results.map(({ name, value, unit, reference, referenceValue, ratio, target, met }) => [
		name,
		`${rounded(value)} ${unit}`,
		reference,
		`${rounded(referenceValue)} ${unit}`,
		ratio.toFixed(2),
		target,
		met ? 'met' : 'MISSED',
	]);
	const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column].length)));
	const isFigure = (column) => [1, 3, 4].includes(column);
	const line = (row) =>
		row
			.map((cell, column) => (isFigure(column) ? cell.padStart(widths[column]) : cell.padEnd(widths[column])))
			.join('  ')
			.trimEnd();
	return [head, ...rows].map(line).join('\n');
}

/** Three significant digits at least, and no more decimals than that takes. */
const rounded = (value) => (Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3))));

process.exitCode = await main().catch((error) => {
	console.error(`\n${error.message}`);
	return 1;
});
