import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import * as vscode from 'vscode';
import type { Incidents } from '../../app/incidents';
import { assertNever } from '../../base/assertNever';
import { Disposables } from '../../base/disposables';
import { FaultlineError, isAbort } from '../../base/errors';
import { type Breather, runInSlices } from '../../base/slices';
import type { Clock } from '../../core/ports/clock';
import { DashboardToHost, type HostToDashboard, View } from '../../protocol/dashboard';
import type { App } from '../app';
import { saveAs } from '../flows/saveAs';
import { showIncidents } from '../flows/showIncidents';
import type { Run, Runner } from '../run';
import { onDidChangeSettings, settings } from '../settings';
import { dashboardSteps } from './dashboardContent';
import { tablesAsCsv } from './dashboardCsv';
import { behind, chartOf, type Dashboard, type Known, tileOf } from './dashboardFigures';
import { incidentsText, periodWords } from './dashboardWords';
import { pageHtml, pageRoots } from './page';
import { ChangedFiles, filesAmong, readDashboard } from './readDashboard';

const VIEW_TYPE = 'faultline.dashboard';
const KEPT_VIEW = 'faultline.dashboardView';
const FIRST_VIEW: View = { period: 'days90', tables: [] };
/** With changes that follow each other, it is drawn anew at most this often. */
const REFRESH_EVERY_MS = 500;
const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export interface DashboardNeeds {
	readonly app: App;
	readonly runner: Runner;
	readonly breather: Breather;
	readonly clock: Clock;
	/** Keeps what was looked at for the next time. */
	readonly memory: vscode.Memento;
	readonly extensionUri: vscode.Uri;
	/** Translations as JSON; empty for English. */
	readonly strings: string;
}

/** The dashboard, of which there is at most one in a window. */
export class Dashboards implements vscode.Disposable {
	private open: DashboardPanel | undefined;

	constructor(private readonly needs: DashboardNeeds) {}

	show(): void {
		if (this.open) {
			this.open.reveal();
			return;
		}
		const title = l10n.t('Incident Dashboard');
		this.restore(vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Active));
	}

	/** Fills a panel: a new one, or one that VS Code brought back after a reload. */
	restore(panel: vscode.WebviewPanel): void {
		this.open?.dispose();
		const mine = new DashboardPanel(this.needs, panel, () => {
			this.open = this.open === mine ? undefined : this.open;
		});
		this.open = mine;
	}

	dispose(): void {
		this.open?.dispose();
	}
}

class DashboardPanel implements vscode.Disposable {
	private readonly owned = new Disposables();
	private readonly files: ChangedFiles;
	private readonly startedAt = performance.now();
	private view: View;
	/** What is shown, and of what. */
	private shown: { readonly dashboard: Dashboard; readonly summary: string } | undefined;
	private reading = new AbortController();
	private soon: ReturnType<typeof setTimeout> | undefined;
	/** The page is there and listens; a hidden one is taken away, and says that it is ready when it is back. */
	private isReady = false;

	constructor(
		private readonly needs: DashboardNeeds,
		private readonly panel: vscode.WebviewPanel,
		onClosed: () => void,
	) {
		const { app, memory, extensionUri, strings } = needs;
		this.files = new ChangedFiles(app);
		const kept = v.safeParse(View, memory.get(KEPT_VIEW));
		this.view = kept.success ? kept.output : FIRST_VIEW;
		this.owned.add(panel);
		this.owned.add(panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)));
		this.owned.add(app.onDidChangeIncidents(() => this.refreshSoon()));
		for (const prefix of ['targets', 'businessHours', 'categories']) {
			this.owned.add(onDidChangeSettings(prefix, () => this.refreshSoon()));
		}
		this.owned.add(
			panel.onDidChangeViewState(() => {
				this.isReady = this.isReady && panel.visible;
			}),
		);
		this.owned.add(
			panel.onDidDispose(() => {
				onClosed();
				this.dispose();
			}),
		);
		panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'tab.svg');
		panel.webview.options = { enableScripts: true, localResourceRoots: [...pageRoots(extensionUri)] };
		panel.webview.html = pageHtml(panel.webview, extensionUri, { name: 'dashboard', title: panel.title, strings });
	}

	reveal(): void {
		this.panel.reveal();
	}

	dispose(): void {
		this.reading.abort();
		clearTimeout(this.soon);
		this.owned.dispose();
	}

	private receive(raw: unknown): void {
		const message = v.safeParse(DashboardToHost, raw);
		if (!message.success) {
			this.needs.app.log.warn('The dashboard sent a message that does not fit the protocol; it was dropped.');
			return;
		}
		void this.needs.runner.run(`dashboard: ${message.output.type}`, (run) => this.handle(message.output, run));
	}

	private async handle(message: DashboardToHost, run: Run): Promise<void> {
		switch (message.type) {
			case 'ready':
				this.isReady = true;
				await this.refresh();
				return;
			case 'painted':
				this.needs.app.log.debug(`dashboard painted after ${(performance.now() - this.startedAt).toFixed(0)} ms`);
				return;
			case 'retried':
				await this.refresh();
				return;
			case 'viewChanged': {
				const { period, service } = this.view;
				this.view = message.view;
				await this.needs.memory.update(KEPT_VIEW, message.view);
				if (message.view.period !== period || message.view.service !== service) {
					await this.refresh();
				}
				return;
			}
			case 'opened': {
				const found = this.shown && behind(this.shown.dashboard, message.place);
				if (found && found.incidents.length > 0) {
					await showIncidents(this.needs.app, found.title, found.incidents);
				}
				return;
			}
			case 'tablesWanted':
				await this.saveTables(run);
				return;
			case 'pictureMade':
				await this.savePicture(run, Buffer.from(message.png, 'base64'));
				return;
			case 'pictureFailed':
				run.tell('error', l10n.t('The picture could not be made. Make the window smaller, or export the tables.'));
				return;
			case 'incidentWanted':
				await vscode.commands.executeCommand(
					message.from === 'form' ? 'faultline.newIncident' : 'faultline.createIncidentFromClipboard',
				);
				return;
			default:
				assertNever(message);
		}
	}

	private refreshSoon(): void {
		if (this.isReady) {
			this.soon ??= setTimeout(() => void this.refresh(), REFRESH_EVERY_MS);
		}
	}

	/** Reads and shows it anew; a reading that goes on is given up for it. Never rejects. */
	private async refresh(): Promise<void> {
		clearTimeout(this.soon);
		this.soon = undefined;
		this.reading.abort();
		const reading = new AbortController();
		this.reading = reading;
		const { view } = this;
		try {
			const incidents = await this.needs.app.incidents();
			const known = await readDashboard(incidents, view, this.needs, this.files, reading.signal);
			await this.show(incidents, view, known, reading.signal);
			if (await this.files.read(known.recurring.confirmed, reading.signal)) {
				const files = await filesAmong(known.recurring, this.files, this.needs, reading.signal);
				await this.show(incidents, view, { ...known, files }, reading.signal);
			}
		} catch (error) {
			if (!isAbort(error) && !reading.signal.aborted) {
				this.fail(error);
			}
		}
	}

	private async show(incidents: Incidents, view: View, known: Known, signal: AbortSignal): Promise<void> {
		const locale = vscode.env.language;
		const names = new Map(settings.categories().map(({ id, name }) => [id, name]));
		const naming = {
			locale,
			category: (id: string) => names.get(id) ?? id,
			incident: (id: string) => incidents.find(id),
		};
		const dashboard = await runInSlices(dashboardSteps(known, naming), this.needs.breather, signal);
		signal.throwIfAborted();
		const all = incidents.list();
		const counted = incidentsText(known.metrics.incidents.length, locale);
		const of =
			view.service === undefined
				? ''
				: view.service === null
					? l10n.t('without a service')
					: l10n.t('of {0}', view.service);
		const summary = [counted, of, l10n.t('in {0}', periodWords(view.period))].filter(Boolean).join(' ');
		this.shown = { dashboard, summary };
		this.post({
			...{ type: 'shown', view: this.view, summary, isEmpty: all.length === 0 },
			services: [...new Set(all.flatMap(({ service }) => service ?? []))].sort((a, b) => a.localeCompare(b, locale)),
			hasUnnamed: all.some(({ service }) => service === undefined),
			tiles: dashboard.tiles.map(tileOf),
			charts: dashboard.figures.map(chartOf),
		});
	}

	private fail(error: unknown): void {
		this.needs.app.log.error(error instanceof Error ? error : String(error), 'dashboard');
		this.post({
			type: 'failed',
			message: FaultlineError.is(error)
				? error.message
				: l10n.t('The incidents could not be counted. Nothing you recorded was lost; try again.'),
		});
	}

	private async saveTables(run: Run): Promise<void> {
		const { shown } = this;
		if (shown) {
			const content = async () => tablesAsCsv(shown.dashboard, shown.summary);
			const file = await saveAs('incident-dashboard.csv', { CSV: ['csv'] }, content, l10n.t('Export Tables'));
			tellSaved(run, file);
		}
	}

	private async savePicture(run: Run, png: Buffer): Promise<void> {
		if (!png.subarray(0, PNG_SIGNATURE.length).equals(PNG_SIGNATURE)) {
			this.needs.app.log.warn('The dashboard sent a picture that is no PNG; it was dropped.');
			return;
		}
		const file = await saveAs('incident-dashboard.png', { PNG: ['png'] }, async () => png, l10n.t('Export Picture'));
		tellSaved(run, file);
	}

	private post(message: HostToDashboard): void {
		void this.panel.webview.postMessage(message);
	}
}

function tellSaved(run: Run, file: vscode.Uri | undefined): void {
	if (file) {
		run.tell('info', l10n.t('Saved {0}.', file.path.slice(file.path.lastIndexOf('/') + 1)), {
			title: l10n.t('Open'),
			act: async () => {
				await vscode.commands.executeCommand('vscode.open', file);
			},
		});
	}
}
