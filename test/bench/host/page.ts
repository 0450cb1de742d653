// Runs in VS Code's extension host: opens webviews by their commands, and hears what they say.
import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { runAtOnce } from '../../../src/base/slices';
import { metricsSteps } from '../../../src/core/incident/metrics/metrics';
import { DEFAULT_TARGETS, ROUND_THE_CLOCK } from '../../../src/core/incident/targets';
import { calendar } from '../../../src/host/webviews/readDashboard';
import { faultline, incidentFrom, setting, until } from '../../integration/support';
import { median, medianMs } from '../result';

/** Where the figures go, and what the demo is; put in when it is bundled. */
declare const FIGURES: string;
declare const PRODUCTION_LOG: string;
declare const DEPLOYED: string;

const RUNS = 15;
const EMPTY = `<!DOCTYPE html>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-empty'">
<p>Empty</p>
<script type="module" nonce="empty">
	const { postMessage } = acquireVsCodeApi();
	new PerformanceObserver((entries, observer) => {
		for (const { startTime } of entries.getEntriesByName('first-contentful-paint')) {
			observer.disconnect();
			postMessage({ type: 'painted', agoMs: performance.now() - startTime });
		}
	}).observe({ type: 'paint', buffered: true });
</script>`;

/** Opens a webview and closes it again. @returns milliseconds until what it says that it has painted was on the screen */
async function untilPainted(open: () => unknown): Promise<number> {
	const window = vscode.window as unknown as { createWebviewPanel: typeof vscode.window.createWebviewPanel };
	const original = window.createWebviewPanel;
	let opened: vscode.WebviewPanel | undefined;
	let started = 0;
	const painted = new Promise<number>((resolve) => {
		window.createWebviewPanel = (...args) => {
			const panel = original(...args);
			panel.webview.onDidReceiveMessage(
				({ type, agoMs = 0 }) => type === 'painted' && resolve(performance.now() - agoMs - started),
			);
			opened = panel;
			return panel;
		};
	});
	try {
		started = performance.now();
		await open();
		return await painted;
	} finally {
		window.createWebviewPanel = original;
		opened?.dispose();
		await until(() => (vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0) ? true : undefined));
	}
}

function openEmpty(): void {
	const panel = vscode.window.createWebviewPanel('empty', 'Empty', vscode.ViewColumn.Active, { enableScripts: true });
	panel.webview.html = EMPTY;
}

/**
 * The medians of a webview of ours and of an empty one, which take turns; the first turn warms up.
 *
 * @param watch put round each measuring of ours
 */
async function beside(
	open: (run: number) => unknown,
	watch = (measured: () => Promise<number>) => measured(),
): Promise<readonly [number, number]> {
	const times: [number, number][] = [];
	for (let run = 0; run <= RUNS; run++) {
		times.push([await watch(() => untilPainted(() => open(run))), await untilPainted(openEmpty)]);
	}
	const warm = times.slice(1);
	return [median(warm.map(([ours]) => ours)), median(warm.map(([, empty]) => empty))];
}

/** The median of the time until another incident is on the screen, where one that was only looked at makes room for it. */
async function untilLookedAt(ids: readonly string[]): Promise<number> {
	const window = vscode.window as unknown as { createWebviewPanel: typeof vscode.window.createWebviewPanel };
	const original = window.createWebviewPanel;
	const panels: vscode.WebviewPanel[] = [];
	let hear = (_agoMs: number) => {};
	window.createWebviewPanel = (...args) => {
		const panel = original(...args);
		panel.webview.onDidReceiveMessage(({ type, agoMs = 0 }) => type === 'painted' && hear(agoMs));
		panels.push(panel);
		return panel;
	};
	try {
		const times: number[] = [];
		for (let run = 0; run <= RUNS; run++) {
			const started = performance.now();
			const painted = new Promise<number>((resolve) => {
				hear = (agoMs) => resolve(performance.now() - agoMs - started);
			});
			const incidentId = ids[run % ids.length];
			await vscode.commands.executeCommand('faultline.openIncident', { incidentId, isPreview: true });
			times.push(await painted);
		}
		return median(times.slice(1));
	} finally {
		window.createWebviewPanel = original;
		for (const panel of panels) {
			panel.dispose();
		}
		await until(() => (vscode.window.tabGroups.all.every(({ tabs }) => tabs.length === 0) ? true : undefined));
	}
}

describe('webviews', () => {
	it('are measured', async () => {
		const { incidents } = await faultline();
		await setting('analyzeOnCreate', false);
		const text = readFileSync(PRODUCTION_LOG, 'utf8');
		const ids: string[] = [];
		for (const country of ['Peru', 'Chile', 'Chad']) {
			const { id } = await incidentFrom(`${country}\n${text}`);
			await vscode.commands.executeCommand('faultline.analyzeSuspects', id, { revision: DEPLOYED });
			ids.push(id);
		}
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		const [page, empty] = await beside((run) =>
			vscode.commands.executeCommand('faultline.openIncident', { incidentId: ids[run % ids.length] }),
		);

		const lookedAt = await untilLookedAt(ids);

		const delay = monitorEventLoopDelay({ resolution: 1 });
		const stills: number[] = [];
		const [dashboard, emptyBesideDashboard] = await beside(
			() => vscode.commands.executeCommand('faultline.openDashboard'),
			async (measured) => {
				delay.reset();
				delay.enable();
				const ms = await measured();
				delay.disable();
				stills.push(delay.max / 1e6);
				return ms;
			},
		);
		const rules = { targets: DEFAULT_TARGETS, working: () => ROUND_THE_CLOCK, warnShare: 0.8 };
		const request = { period: 'all' as const, rules, calendar, now: Date.now() };
		const atOnce = await medianMs(RUNS, () => runAtOnce(metricsSteps(incidents.list(), request)));
		const still = median(stills.slice(1));
		writeFileSync(FIGURES, JSON.stringify({ page, empty, lookedAt, dashboard, emptyBesideDashboard, still, atOnce }));
	}).timeout(240_000);
});
