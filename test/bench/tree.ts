// What the incidents tree costs with ten thousand incidents, measured where it runs: in VS Code's extension host.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { runInServer } from '../support/run-in-host.mjs';
import type { BenchResult } from './result';

const ROOT = join(__dirname, '../..');

export async function run(): Promise<BenchResult[]> {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
	const [file, figures] = [join(folder, 'tree.cjs'), join(folder, 'figures.json')];
	try {
		await build({
			...{ absWorkingDir: ROOT, entryPoints: ['test/bench/host/tree.ts'], outfile: file, bundle: true, minify: true },
			...{ platform: 'node', target: 'node20', format: 'cjs', external: ['vscode'], logLevel: 'warning' },
			define: { FIGURES: JSON.stringify(figures) },
		});
		await runInServer({ extension: ROOT, workspace: folder, files: [file], counts: join(folder, 'counts.json') });
		const { grouped, flat, all, moved, inPlace, anew } = JSON.parse(readFileSync(figures, 'utf8'));
		const items = 'items of all 10,000';
		const first = 'drawing the first level anew';
		return [
			result('first level of 10,000 incidents, by status', grouped, items, all, 50),
			result('first level of 10,000 incidents, one list', flat, items, all, 50),
			result('one of 10,000 incidents moves to another group', moved, first, anew, 20),
			result('one of 10,000 incidents changes', inPlace, first, anew, 20),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function result(name: string, value: number, reference: string, referenceValue: number, limit: number): BenchResult {
	const figures = { value, unit: 'ms', reference, referenceValue, ratio: value / referenceValue };
	return { name, ...figures, target: `≤ ${limit} ms`, met: value <= limit };
}
