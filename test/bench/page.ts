// How soon webviews show something, measured where people wait for it: from the command to the picture, in a window that has shown one before.
// Beside them, in turns, an empty webview of VS Code's, which is what none of them can be faster than.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { makeDemoRepository } from '../../scripts/demo/repository.mjs';
import { aTeamsHistory, fillHome } from '../support/dashboardHistory';
import { runInServer } from '../support/run-in-host.mjs';
import type { BenchResult } from './result';

const ROOT = join(__dirname, '../..');
const WEBVIEWS = join(ROOT, 'dist/webviews');
/** Below, so that it has the extension's own `vscode`, and hears of the webviews that it makes. */
const FILE = join(ROOT, 'dist/bench/host-page.cjs');
const INCIDENTS = 10_000;
const BUNDLE_LIMIT = 150_000;

export async function run(): Promise<BenchResult[]> {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
	const figures = join(folder, 'figures.json');
	try {
		const now = Date.now();
		const { folder: workspace, logFile, deployTag } = await makeDemoRepository(join(folder, 'shop'), { now });
		await build({
			...{ absWorkingDir: ROOT, entryPoints: ['test/bench/host/page.ts'], outfile: FILE, bundle: true, minify: true },
			...{ platform: 'node', target: 'node20', format: 'cjs', external: ['vscode'], logLevel: 'warning' },
			define: Object.fromEntries(
				Object.entries({ FIGURES: figures, PRODUCTION_LOG: logFile, DEPLOYED: deployTag }).map(([name, value]) => [
					name,
					JSON.stringify(value),
				]),
			),
		});
		await runInServer({
			...{ extension: ROOT, workspace, files: [FILE], counts: join(folder, 'counts.json') },
			prepare: (userData) => fillHome(userData, aTeamsHistory({ now, incidents: INCIDENTS, days: 89 })),
		});
		const { page, lookedAt, dashboard, empty, emptyBesideDashboard, still, atOnce } = JSON.parse(
			readFileSync(figures, 'utf8'),
		);
		const floor = 'an empty webview';
		return [
			result('incident page, from command to picture', page, floor, empty, 150),
			result('incident page in place of one that was looked at', lookedAt, floor, empty, 150),
			result('dashboard of 10,000 incidents, from command to picture', dashboard, floor, emptyBesideDashboard),
			result('longest standstill, opening that dashboard', still, 'counting it at once', atOnce, 50),
			...bundles(),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function result(name: string, value: number, reference: string, referenceValue: number, limit?: number): BenchResult {
	const figures = { value, unit: 'ms', reference, referenceValue, ratio: value / referenceValue };
	return limit === undefined
		? { name, ...figures, target: 'none', met: true }
		: { name, ...figures, target: `≤ ${limit} ms`, met: value <= limit };
}

/** All scripts of each webview, those that it loads late as well; its style sheet beside them, for what it is worth. */
function bundles(): BenchResult[] {
	const names = readdirSync(WEBVIEWS);
	const size = (files: readonly string[]) =>
		files.reduce((sum, file) => sum + gzipSync(readFileSync(join(WEBVIEWS, file))).length, 0);
	const webviews = names.flatMap((name) => /^(\w+)\.js$/.exec(name)?.[1] ?? []);
	return webviews.map((webview) => {
		const value = size(names.filter((name) => name.endsWith('.js') && name.startsWith(webview)));
		const referenceValue = size([`${webview}.css`]);
		return {
			...{ name: `bundle of the ${webview}, gzipped`, value, unit: 'B', referenceValue, ratio: value / referenceValue },
			...{ reference: 'its style sheet', target: `≤ ${BUNDLE_LIMIT} B`, met: value <= BUNDLE_LIMIT },
		};
	});
}
