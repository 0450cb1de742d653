import { lazy } from '../base/lazy';
import type { App } from '../host/app';
import type { Ground } from './ground';

/** The view of action items, from when incidents are first read. */
export function watchActions({ owned }: Ground, app: App): void {
	const view = lazy(async () => {
		const { ActionsTree } = await import('../host/views/actionsTree');
		return owned.add(new ActionsTree(app));
	});
	owned.add(app.onDidChangeIncidents(() => void view()));
}
