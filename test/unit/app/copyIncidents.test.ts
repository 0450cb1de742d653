import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openUserEventLog } from '../../../src/adapters/store/user/eventLog';
import { copyIncidents, moveIncidents } from '../../../src/app/copyIncidents';
import type { Incidents } from '../../../src/app/incidents';
import { FaultlineError, isAbort } from '../../../src/base/errors';
import type { IncidentEvent } from '../../../src/core/incident/event';
import { aNewIncident, anEvent, created, memoryHome, silentLog, someIds, someIncidents } from '../../support/incidents';

const never = new AbortController().signal;
const silent = () => undefined;

async function eventsIn(incidents: Incidents): Promise<readonly IncidentEvent[]> {
	const all: IncidentEvent[] = [];
	for await (const events of incidents.eventsOf('all', never)) {
		all.push(...events);
	}
	return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe('events from elsewhere', () => {
	it('are taken in as they are, and change nothing the second time', async () => {
		const incidents = someIncidents();
		const incident = '01KAT2Q5R07F3KQ8ZJ4N6M2W9A';
		const events = [created({ incident }), anEvent({ incident })];
		const first = await incidents.takeIn(events);
		assert.deepEqual(first, { created: [incident], changed: [], added: 2, known: 0, erased: 0 });
		assert.deepEqual(
			await eventsIn(incidents),
			events.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
		);
		const later = anEvent({ incident });
		const second = await incidents.takeIn([...events, later]);
		assert.deepEqual(second, { created: [], changed: [incident], added: 1, known: 2, erased: 0 });
		assert.equal((await incidents.get(incident))?.evidence.length, 2);
	});

	it('are taken in where they are more than a home takes at once', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'faultline-large-'));
		const incidents = someIncidents({ events: openUserEventLog(folder, silentLog) });
		const large = () => anEvent({ payload: { text: 'ä'.repeat(1_500_000) } });
		const events = [created(), large(), large(), large(), large()];
		assert.equal((await incidents.takeIn(events)).added, 5);
		assert.equal((await incidents.get(events[0]?.incident ?? ''))?.evidence.length, 4);
		rmSync(folder, { recursive: true });
	});

	it('are taken in before what is written here next, which counts as later', async () => {
		const incidents = someIncidents();
		const incident = '01KAT2Q5R07F3KQ8ZJ4N6M2W9A';
		const future = '2030-01-01T00:00:00.000Z-0000';
		await incidents.takeIn([created({ incident, at: future }, 'From elsewhere')]);
		await incidents.edit(incident, { title: 'Edited here' });
		assert.equal((await incidents.get(incident))?.title, 'Edited here');
	});

	it('bring back nothing of an incident that was erased', async () => {
		const incidents = someIncidents();
		const { id } = await incidents.create(aNewIncident());
		const events = await eventsIn(incidents);
		await incidents.erase(id);
		assert.deepEqual(await incidents.takeIn(events), {
			created: [],
			changed: [],
			added: 0,
			known: 0,
			erased: events.length,
		});
		assert.equal(await incidents.get(id), undefined);
	});

	it('erase an incident where they hold its tombstone', async () => {
		const [here, there] = [someIncidents(), someIncidents()];
		const { id } = await there.create(aNewIncident());
		await here.takeIn(await eventsIn(there));
		await there.erase(id);
		await here.takeIn(await eventsIn(there));
		assert.deepEqual([here.list(), await here.get(id)], [[], undefined]);
	});
});

describe('copying incidents to another home', () => {
	it('brings all of them, deleted ones too, beside what is there', async () => {
		const [from, to] = [someIncidents(), someIncidents()];
		const made = [];
		for (const title of ['one', 'two', 'three']) {
			made.push(await from.create(aNewIncident({ title, evidence: [{ text: `trace of ${title}` }] })));
		}
		await from.delete(made[1]?.id ?? '');
		await to.create(aNewIncident({ title: 'there before' }));
		const copied = await copyIncidents(from, to, silent, never);
		assert.deepEqual(copied, { incidents: 3, added: (await eventsIn(from)).length });
		assert.deepEqual(
			to
				.list()
				.map(({ title }) => title)
				.sort(),
			['one', 'there before', 'three'],
		);
		assert.deepEqual(await copyIncidents(from, to, silent, never), { incidents: 3, added: 0 });
		assert.equal((await to.restore(made[1]?.id ?? '')).title, 'two');
	});

	it('says so when something did not arrive', async () => {
		const [from, to] = [someIncidents(), someIncidents()];
		await from.create(aNewIncident());
		await from.create(aNewIncident());
		const lossy = {
			eventsOf: to.eventsOf,
			takeIn: (events: readonly IncidentEvent[]) => to.takeIn(events.slice(1)),
		};
		await assert.rejects(copyIncidents(from, lossy, silent, never), (error) =>
			FaultlineError.is(error, 'home.incomplete'),
		);
		assert.equal(from.list().length, 2);
	});

	it('does not take for missing what was erased over there', async () => {
		const [from, to] = [someIncidents(), someIncidents()];
		const { id } = await from.create(aNewIncident());
		await copyIncidents(from, to, silent, never);
		await to.erase(id);
		assert.deepEqual(await copyIncidents(from, to, silent, never), { incidents: 1, added: 0 });
		assert.deepEqual(to.list(), []);
	});

	it('stops when cancelled', async () => {
		const from = someIncidents();
		await from.create(aNewIncident());
		await assert.rejects(copyIncidents(from, someIncidents(), silent, AbortSignal.abort()), isAbort);
	});
});

describe('moving incidents to another home', () => {
	it('brings along what another window wrote until it knew of the other home', async () => {
		const home = memoryHome();
		const [here, elsewhere, to] = [
			someIncidents({ events: home.open() }),
			someIncidents({ events: home.open(), newId: someIds(5) }),
			someIncidents({ newId: someIds(6) }),
		];
		const { id } = await here.create(aNewIncident());
		const openFrom = async () => {
			const incidents = someIncidents({ events: home.open() });
			return { incidents, dispose() {} };
		};
		const moved = await moveIncidents(
			openFrom,
			to,
			async () => {
				await elsewhere.addNote(id, 'written late');
			},
			silent,
			never,
		);
		assert.equal(moved.incidents, 1);
		assert.deepEqual(
			(await to.get(id))?.notes?.map(({ text }) => text),
			['written late'],
		);
	});

	it('changes nothing over here where something does not arrive', async () => {
		const home = memoryHome();
		await someIncidents({ events: home.open() }).create(aNewIncident());
		const to = someIncidents();
		const lossy = { eventsOf: to.eventsOf, takeIn: (events: readonly IncidentEvent[]) => to.takeIn(events.slice(1)) };
		const openFrom = async () => ({ incidents: someIncidents({ events: home.open() }), dispose() {} });
		const switchOver = () => assert.fail('it switched over');
		await assert.rejects(moveIncidents(openFrom, lossy, switchOver, silent, never), (error) =>
			FaultlineError.is(error, 'home.incomplete'),
		);
	});
});
