import { join } from 'node:path';
import { ulid } from 'ulid';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { silentLog, someIncidents } from '../support/incidents';
import type { App } from '../support/workbench.mjs';

/** The incidents of a window of VS Code, as another window on the same machine has them; `clock` says when what is done here happens. */
export async function incidentsBeside({ server }: App, clock: { now: () => number }) {
	const folder = join(server.userData, 'User/globalStorage/faultline.faultline/incidents');
	const events = openUserEventLog(folder, silentLog);
	const incidents = someIncidents({ events, clock, newId: () => ulid(clock.now()) });
	await incidents.load(new AbortController().signal);
	return {
		incidents,
		dispose: () => {
			incidents.dispose();
			events.dispose();
		},
	};
}
