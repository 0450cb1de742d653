import * as vscode from 'vscode';
import { Emitter } from '../base/emitter';
import { lazy } from '../base/lazy';
import { KINDS } from '../core/alerts/kinds';
import type { AlertMemory } from '../core/ports/alertMemory';
import type { Alerts } from '../host/alerts/service';
import { AlertSources, type ConnectSource } from '../host/alerts/sources';
import type { AlertSync } from '../host/alerts/sync';
import type { App } from '../host/app';
import { setContextKey } from '../host/contextKeys';
import { onDidChangeSettings, settings } from '../host/settings';
import type { Ground } from './ground';

/** Monitors; what asks them is loaded where one is named. @param app asked for then */
export function alerts(ground: Ground, app: () => App): { readonly alerts: Alerts; readonly watch: () => void } {
	const { context, owned, runner, log, clock, alive } = ground;
	const changed = owned.add(new Emitter<void>());
	const sources = new AlertSources(context.secrets, connector(ground));
	let made: AlertSync | undefined;
	const memories = new Map<string, AlertMemory>();
	const memory = async (): Promise<AlertMemory> => {
		const [{ memoryFile }, { locked }, { snapshotName }, home] = await Promise.all([
			import('../adapters/alerts/memoryFile'),
			import('../adapters/store/segments/lock'),
			import('../host/homes/snapshotName'),
			app().homes.placeOf(settings.home()),
		]);
		const name = snapshotName(home).replace(/\.snapshot$/, '');
		const folder = vscode.Uri.joinPath(context.globalStorageUri, 'alerts', name).fsPath;
		const known = memories.get(folder) ?? memoryFile(folder, locked);
		memories.set(folder, known);
		return known;
	};
	const sync = lazy(async () => {
		const [{ AlertSync }, { AlertStatus }, { StatusWatch }, { writeBack }, offers, { annotateOpened }, { tellNews }] =
			await Promise.all([
				import('../host/alerts/sync'),
				import('../host/alerts/status'),
				import('../host/alerts/statusWatch'),
				import('../host/alerts/writeBack'),
				import('../host/alerts/annotationOffers'),
				import('../host/alerts/annotate'),
				import('../host/alerts/news'),
			]);
		const { incidents, draft, onDidChangeIncidents } = app();
		const tell: Parameters<typeof tellNews>[1] = (...message) => runner.tell(...message);
		made = owned.add(
			new AlertSync({
				...{ sources, incidents, draft, memory, clock, log, alive, breather: ground.breather },
				opened: (ids) => void runner.run('annotate', (run) => annotateOpened(app(), run, ids)),
				tell: (news) => void tellNews(app(), tell, news).catch((error: unknown) => log.warn('alerts', error)),
			}),
		);
		const status = owned.add(new AlertStatus());
		const show = () => status.show(sources.all(), (id) => made?.state(id) ?? {});
		owned.add(made.onDidChange(() => changed.fire()));
		owned.add(made.onDidChange(show));
		owned.add(onDidChangeSettings('alerts', show));
		show();
		const watch = new StatusWatch(app(), [writeBack(app(), runner), offers.annotationOffers(app(), runner)]);
		const failed = (error: unknown) => log.warn('alerts', error);
		watch.begin().catch(failed);
		owned.add(onDidChangeIncidents((ids) => void watch.look(ids).catch(failed)));
		return made;
	});
	const start = () => {
		setContextKey(
			'faultline.canAnnotate',
			sources.all().some(({ kind }) => KINDS[kind].annotates),
		);
		if (sources.all().length > 0) {
			sync().catch((error: unknown) => log.warn('alerts', error));
		}
	};
	return {
		alerts: { sources, sync, state: (id) => made?.state(id) ?? {}, onDidChange: changed.event },
		watch: () => {
			owned.add(onDidChangeSettings('alerts.sources', start));
			const soon = setTimeout(start, 0); // after the start of everything else
			owned.add({ dispose: () => clearTimeout(soon) });
		},
	};
}

function connector({ log, clock, breather }: Ground): ConnectSource {
	return async (setting, token) => {
		const [library, { httpClient }, { apiOf, loadSource }, { credentialsFor }, { setTimeout: pause }] =
			await Promise.all([
				import('../adapters/http/axios'),
				import('../adapters/http/client'),
				import('../adapters/alerts/sources'),
				import('../adapters/alerts/credentials'),
				import('node:timers/promises'),
			]);
		const { kind, name, url: base, parts, account } = setting;
		const wait = (ms: number, signal: AbortSignal) => pause(ms, undefined, { signal });
		const endpoint = { name, base: apiOf(kind, base), credentials: credentialsFor(kind, token) };
		const http = httpClient(library, endpoint, { log, clock, random: Math.random, wait });
		const make = await loadSource(kind);
		return make({ http, base, name, clock, log, wait, breather, parts, account });
	};
}
