import { lazy } from '../base/lazy';
import type { ActiveIncidents } from '../host/activeIncident';
import type { App } from '../host/app';
import type { IncidentClocks } from '../host/clocks';
import type { Ground } from './ground';

interface WatchNeeds {
	readonly app: App;
	readonly active: ActiveIncidents;
	readonly clocks: IncidentClocks;
}

/** Shows the active incident and warns of targets, from when incidents are first read; where one is active, they are read right after the start. */
export function watchTargets({ context, runner, owned }: Ground, { app, active, clocks }: WatchNeeds): void {
	const since = Date.now();
	const { log, incidents, onDidChangeIncidents } = app;
	const watch = lazy(async () => {
		const [{ ActiveStatus }, { TargetWarnings }] = await Promise.all([
			import('../host/activeStatus'),
			import('../host/targetWarnings'),
		]);
		owned.add(new ActiveStatus({ active, clocks, incidents, log, onDidChangeIncidents }));
		owned.add(
			new TargetWarnings({
				...{ active, clocks, incidents, log, onDidChangeIncidents },
				...{ runner, memory: context.globalState, since },
			}),
		);
	});
	owned.add(onDidChangeIncidents(() => void watch()));
	if (active.get() !== undefined) {
		const start = setTimeout(() => void incidents().catch((error: unknown) => log.warn('status bar', error)), 0);
		owned.add({ dispose: () => clearTimeout(start) });
	}
}
