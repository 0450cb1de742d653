import assert from 'node:assert/strict';
import type { Incidents } from '../../../src/app/incidents';
import { runAtOnce } from '../../../src/base/slices';
import type { IncidentEvent } from '../../../src/core/incident/event';
import { incidentErased } from '../../../src/core/incident/events/incidentErased';
import { exchangeSteps } from '../../../src/core/incident/exchange/write';
import { DEFAULT_MATRIX } from '../../../src/core/incident/priority';
import { DEFAULT_REDACTION } from '../../../src/core/redaction/model';
import { exchange } from '../../../src/host/exchange';
import { aClock, aNewIncident, anEvent, breather, created, NOON, someIncidents } from '../../support/incidents';

const never = new AbortController().signal;
const silent = () => undefined;
const SECRET = `ghp_${'aB3dE5fG7h'.repeat(4).slice(0, 36)}`;
const ELSEWHERE = '01KAT2Q5R07F3KQ8ZJ4N6M2W9Z';

const filesOf = (incidents: Incidents) =>
	exchange({
		...{ incidents: async () => incidents, redaction: () => DEFAULT_REDACTION, clock: aClock(), breather },
		matrix: () => DEFAULT_MATRIX,
	});
/** A file as an older version wrote it, secrets and all. */
const fileOf = (events: readonly IncidentEvent[]) =>
	runAtOnce(
		exchangeSteps(events, NOON, function* (text) {
			yield;
			return text;
		}),
	);

describe('incidents out to files and in from files', () => {
	it('leave without the secrets that an older version stored, in JSON and in Markdown', async () => {
		const incidents = someIncidents(); // nothing is redacted on its way in
		const { id } = await incidents.create(
			aNewIncident({ title: `no ${SECRET}`, description: `password=hunter2`, evidence: [{ text: `x ${SECRET}` }] }),
		);
		const whole = await incidents.get(id);
		assert.ok(whole);
		for (const text of [
			await filesOf(incidents).write([id], silent, never),
			await filesOf(incidents).markdown(whole, never),
		]) {
			assert.ok(!text.includes(SECRET.slice(4)) && !text.includes('hunter2'), text);
			assert.match(text, /redacted: GitHub token/);
		}
	});

	it('come in without the secrets that are in a file', async () => {
		const incident = ELSEWHERE;
		const file = fileOf([created({ incident }, `no ${SECRET}`), anEvent({ incident, payload: { text: SECRET } })]);
		const { incidents, refused } = await filesOf(someIncidents()).read(file, 'x.json', never);
		assert.equal(incidents.flat().length, 2);
		assert.ok(!JSON.stringify(incidents).includes(SECRET.slice(4)));
		assert.deepEqual(refused, []);
	});

	it('delete nothing for good that is here, and let what is deleted elsewhere stay so', async () => {
		const here = someIncidents();
		const { id } = await here.create(aNewIncident());
		const tombstones = [id, ELSEWHERE].map((incident) => anEvent({ incident, ...incidentErased.of({}) }));
		const { incidents, refused } = await filesOf(here).read(fileOf(tombstones), 'x.json', never);
		assert.deepEqual(
			incidents.flat().map(({ incident }) => incident),
			[ELSEWHERE],
		);
		assert.equal(refused.length, 1);
		assert.match(refused[0] ?? '', /deletes nothing/);
	});

	it('leave out what a clock wrote that is far ahead: every clock here would follow it', async () => {
		const incident = ELSEWHERE;
		const file = fileOf([created({ incident }), anEvent({ incident, at: '9998-01-01T00:00:00.000Z-0000' })]);
		const { incidents, refused } = await filesOf(someIncidents()).read(file, 'x.json', never);
		assert.equal(incidents.flat().length, 1);
		assert.match(refused.join(), /ahead/);
	});

	it('are the same after everything was lost and imported again, and nothing is doubled by a second time', async () => {
		const before = someIncidents();
		const made = await before.create(aNewIncident({ evidence: [{ text: 'Error: x' }] }));
		await before.edit(made.id, { title: 'Edited' });
		await before.setStatus(made.id, 'investigating');
		const file = await filesOf(before).write('all', silent, never);
		const after = someIncidents();
		for (let times = 0; times < 2; times++) {
			for (const events of (await filesOf(after).read(file, 'x.json', never)).incidents) {
				await after.takeIn(events);
			}
			assert.deepEqual(await after.get(made.id), await before.get(made.id));
			assert.equal(after.list().length, 1);
		}
	});
});
