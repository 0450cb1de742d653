import * as vscode from 'vscode';
import { lazy } from '../base/lazy';
import type { App } from '../host/app';
import type { Ground } from './ground';

interface Webviews extends Pick<App, 'openForm' | 'forgetDraft' | 'openPage' | 'openDashboard' | 'openComposer'> {
	/** Lets VS Code bring back after a reload what was open. */
	register(): void;
}

/** Forms, pages and the dashboard, each loaded when the first one opens. @param app asked for then */
export function webviews(ground: Ground, app: () => App): Webviews {
	const { context, runner, owned, breather, clock, strings } = ground;
	const { extensionUri, workspaceState: memory } = context;
	const forms = lazy(async () => {
		const [{ IncidentForms }, { FormDrafts }] = await Promise.all([
			import('../host/webviews/incidentForms'),
			import('../host/webviews/formDrafts'),
		]);
		return owned.add(new IncidentForms({ app: app(), runner, drafts: new FormDrafts(memory), extensionUri, strings }));
	});
	const pages = lazy(async () => {
		const { incidentPages } = await import('../host/webviews/incidentPages');
		return owned.add(
			incidentPages(
				...([context, app(), runner, strings] as const),
				async () => (await import('../webviews/page/drawn')).drawnPage,
			),
		);
	});
	const dashboards = lazy(async () => {
		const { Dashboards } = await import('../host/webviews/dashboard');
		return owned.add(new Dashboards({ app: app(), runner, breather, clock, memory, extensionUri, strings }));
	});
	const composers = lazy(async () => {
		const { Composers } = await import('../host/webviews/composer');
		return owned.add(new Composers({ app: app(), runner, memory, extensionUri, strings }));
	});
	return {
		openComposer: async (incident) => (await composers()).show(incident),
		openForm: async ({ incidentId, filling }) => {
			const incident = incidentId === undefined ? undefined : await (await app().incidents()).get(incidentId);
			if (filling) {
				await (await forms()).fill(filling);
			} else {
				(await forms()).show(incident);
			}
		},
		forgetDraft: async (id) => (await forms()).forget(id),
		openPage: async (incidentId, how) => (await pages()).show(incidentId, how),
		openDashboard: async () => (await dashboards()).show(),
		register: () => {
			owned.add(
				vscode.window.registerWebviewPanelSerializer('faultline.dashboard', {
					deserializeWebviewPanel: async (panel) => (await dashboards()).restore(panel),
				}),
			);
			owned.add(
				vscode.window.registerWebviewPanelSerializer('faultline.incidentPage', {
					deserializeWebviewPanel: async (panel, state) => (await pages()).restore(panel, state),
				}),
			);
		},
	};
}
