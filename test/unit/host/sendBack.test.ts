import assert from 'node:assert/strict';
import { recordOf } from '../../../src/core/alerts/intake';
import type { AlertSource } from '../../../src/core/ports/alertSource';
import { hearingOf, sendBack } from '../../../src/host/alerts/sendBack';
import type { App } from '../../../src/host/app';
import type { Run } from '../../../src/host/run';
import { anAlert, ORIGIN } from '../../support/alerts';
import { aNewIncident, silentLog, someIncidents } from '../../support/incidents';

/** An incident with so many alerts, of which a monitor is told by `acknowledge`. */
async function anIncident(count: number, acknowledge: AlertSource['acknowledge']) {
	const incidents = someIncidents();
	await incidents.load(new AbortController().signal);
	const alerts = Array.from({ length: count }, (_, index) => recordOf(anAlert({ key: `k${index}` })));
	const { id } = await incidents.create(aNewIncident());
	await incidents.noteAlerts(id, { alerts });
	const source = {
		...{ identity: ORIGIN.source, acknowledge },
		can: () => ({ acknowledge: 'acknowledge', resolve: true }),
	} as unknown as AlertSource;
	const sources = { all: () => [{ id: 's', name: 'Alerts' }], open: async () => source };
	const app = { incidents: async () => incidents, alerts: { sources }, log: silentLog } as unknown as App;
	const abort = new AbortController();
	const told: string[] = [];
	const run: Run = {
		...{ abort, signal: abort.signal },
		work: (_title, work) => work(() => {}, abort.signal),
		tell: (_severity, sentence) => told.push(sentence),
	};
	const incident = (await incidents.get(id))!;
	return {
		...{ abort, told },
		send: async () => sendBack(app, run, incident, 'acknowledge', await hearingOf(app, incident, 'acknowledge')),
		states: async () => (await incidents.get(id))?.alerts?.map(({ state }) => state) ?? [],
		last: async () => (await incidents.get(id))?.timeline.at(-1)?.sentence,
	};
}

describe('telling monitors', () => {
	it('has in the timeline what they were told until it was cancelled', async () => {
		const { abort, send, states, told, last } = await anIncident(5, async ({ key }, _word, signal) => {
			if (key === 'k3') {
				abort.abort();
			}
			signal.throwIfAborted();
		});
		await assert.rejects(send(), { name: 'AbortError' });
		assert.deepEqual(await states(), ['acknowledged', 'acknowledged', 'acknowledged', 'firing', 'firing']);
		assert.deepEqual(told, []);
		assert.equal(await last(), '3 alerts were acknowledged in Alerts, “HighErrorRate” and others');
	});

	it('tells them of each alert that is kept, and says how many it knows only the number of', async () => {
		const { send, states, told } = await anIncident(130, async () => {});
		await send();
		assert.equal((await states()).filter((state) => state === 'acknowledged').length, 100);
		assert.match(told.join('\n'), /told of 100 alerts\. 30 more/);
	});

	it('says which one was not told, and why, and keeps that it still fires', async () => {
		const { send, states, told } = await anIncident(2, async ({ key }) => {
			if (key === 'k1') {
				throw new Error('no');
			}
		});
		await send();
		assert.deepEqual(await states(), ['acknowledged', 'firing']);
		assert.match(told.join('\n'), /^Alerts was not told of INC-\w+\. It could not be asked; the log says why\.$/);
	});
});
