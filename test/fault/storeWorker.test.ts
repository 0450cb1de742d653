import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { storeInWorker } from '../../src/adapters/projection/inWorker';
import type { WorkerOptions } from '../../src/adapters/projection/protocol';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { createIncidents } from '../../src/app/createIncidents';
import { FaultlineError, isAbort } from '../../src/base/errors';
import type { IncidentEvent } from '../../src/core/incident/event';
import { aClock, aNewIncident, anEvent, created, silentLog, someIds, until } from '../support/incidents';

const never = new AbortController().signal;
const file = join(__dirname, '../../dist/storeWorker.js');

describe('the store in a worker', function () {
	this.timeout(60_000);

	let folder: string;
	let ends: (() => void)[];
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'faultline-worker-'));
		ends = [];
	});
	afterEach(() => {
		for (const end of ends) {
			end();
		}
		rmSync(folder, { recursive: true });
	});

	/** A store, how often it was started again, and the workers it was run by. */
	const aStore = (more: Partial<WorkerOptions> = {}) => {
		const workers: Worker[] = [];
		const told = { restarts: 0 };
		const store = storeInWorker({
			file,
			options: {
				home: { kind: 'user', folder: join(folder, 'home') },
				snapshot: join(folder, 'projection', 'user.snapshot'),
				strings: '',
				...more,
			},
			log: silentLog,
			onRestart: () => {
				told.restarts++;
			},
			start: (script, workerData) => {
				const worker = new Worker(script, { workerData });
				workers.push(worker);
				return worker;
			},
		});
		ends.push(() => store.dispose());
		return { store, workers, told };
	};
	const inTheLog = async (): Promise<readonly IncidentEvent[]> => {
		const log = openUserEventLog(join(folder, 'home'), silentLog);
		try {
			return (await log.read(undefined, never)).events;
		} finally {
			log.dispose();
		}
	};

	it('gives what one in this thread gives', async () => {
		const { store } = aStore();
		assert.deepEqual(await store.open(never), { summaries: [], damage: [], latest: '' });
		const event = created({}, 'Checkout is down');
		const evidence = anEvent({ payload: { text: 'TypeError: x is undefined\n at pay', fingerprints: ['f'] } });
		const changes: string[] = [];
		store.onDidChange(({ upserted }) => changes.push(...upserted.map(({ title }) => title)));
		await store.append([event, evidence]);
		assert.equal((await store.get(event.incident))?.evidence.length, 1);
		assert.deepEqual(changes, ['Checkout is down']); // told before the answer at the latest
		assert.deepEqual(await store.withFingerprint('f'), [event.incident]);
		assert.deepEqual(await store.verdicts(), []);
		const [found] = await store.search('type undef', never);
		assert.equal(found?.id, event.incident);
		assert.match(found?.excerpt ?? '', /TypeError: x is undefined/);
		assert.deepEqual(await store.similar('Checkout down', never), [{ id: event.incident, excerpt: '' }]);
		assert.deepEqual(await store.recurring({}), { files: [], failures: [], traced: 1, repeated: [], confirmed: [] });
		const exported: IncidentEvent[] = [];
		for await (const events of store.eventsOf('all', never)) {
			exported.push(...events);
		}
		assert.deepEqual(exported, [event, evidence]);
		await store.erase(anEvent({ type: 'incident.erased', payload: {} }));
		assert.equal(await store.get(event.incident), undefined);
	});

	it('gives priorities of the matrix that is configured, to what a snapshot of another one holds as well', async () => {
		const before = aStore();
		await before.store.open(never);
		await before.store.append([created()]);
		assert.equal((await before.store.get(created().incident))?.priority, 'P1');
		await before.store.flushSnapshot();
		before.store.dispose();
		const { store } = aStore({ matrix: Array(4).fill(['P4', 'P4', 'P4', 'P4']) });
		assert.deepEqual(
			(await store.open(never)).summaries.map(({ priority }) => priority),
			['P4'],
		);
	});

	it('hands many summaries and events over in parts', async () => {
		const log = openUserEventLog(join(folder, 'home'), silentLog);
		const newId = someIds(3);
		const events = Array.from({ length: 2500 }, () => created({ incident: newId() }));
		await log.append(events);
		log.dispose();
		const { store } = aStore();
		assert.equal((await store.open(never)).summaries.length, 2500);
		let batches = 0;
		let count = 0;
		for await (const batch of store.eventsOf('all', never)) {
			batches++;
			count += batch.length;
		}
		assert.deepEqual([count, batches > 1], [2500, true]);
		const heavy = Array.from({ length: 6 }, () => anEvent({ payload: { text: 'x'.repeat(200_000) } }));
		await store.append(heavy);
		for await (const batch of store.eventsOf([anEvent().incident], never)) {
			assert.equal(batch.length, 1, 'no batch is much larger than one that is read at once');
		}
		const cancelled = new AbortController();
		await assert.rejects(async () => {
			for await (const _ of store.eventsOf('all', cancelled.signal)) {
				cancelled.abort();
			}
		}, isAbort);
	});

	it('refuses with the sentence and the code that the log gave', async () => {
		const { store } = aStore();
		await store.open(never);
		await assert.rejects(store.append([anEvent({ payload: { text: 5 } })]), (error) =>
			FaultlineError.is(error, 'store.failed'),
		);
	});

	it('is started again when it ends, says so, and loses nothing that was acknowledged or asked', async () => {
		const { store, workers, told } = aStore();
		await store.open(never);
		const events = Array.from({ length: 40 }, () => anEvent());
		await store.append([created()]);
		const appended = events.map((event) => store.append([event]));
		await appended[3];
		void workers[0]?.terminate(); // in the middle of the others
		await Promise.all(appended);
		assert.equal(told.restarts, 1);
		const whole = await store.get(created().incident);
		assert.equal(whole?.evidence.length, 40);
		const written = (await inTheLog()).map(({ id }) => id);
		assert.equal(new Set(written).size, 41);
		assert.equal(written.length, 41, 'nothing is written twice');
	});

	it('tells those who hold summaries what is there after it was started again', async () => {
		const { store, workers } = aStore();
		const newId = someIds(9);
		const incidents = createIncidents({ store, log: silentLog, actor: 'Ann', clock: aClock(), newId });
		ends.push(() => incidents.dispose());
		const { id } = await incidents.create(aNewIncident());
		await workers[0]?.terminate();
		const other = openUserEventLog(join(folder, 'home'), silentLog);
		await other.append([anEvent({ incident: id, type: 'incident.edited', payload: { title: 'Said elsewhere' } })]);
		other.dispose();
		await until(
			() => incidents.find(id)?.title === 'Said elsewhere',
			(look) => incidents.onDidChange(look),
			20_000,
		);
		assert.equal((await incidents.setStatus(id, 'acknowledged')).title, 'Said elsewhere');
	});

	it('says what to do when it ends again at once, and that what was saved is on disk', async () => {
		const { store, workers, told } = aStore();
		await store.open(never);
		await store.append([created()]);
		await workers[0]?.terminate();
		await store.append([anEvent()]); // waits for the second worker
		await workers[1]?.terminate();
		const isStopped = (error: unknown) => FaultlineError.is(error, 'store.stopped');
		await assert.rejects(store.append([anEvent()]), isStopped);
		await assert.rejects(store.get(created().incident), isStopped);
		assert.equal(told.restarts, 1);
		assert.equal((await inTheLog()).length, 2);
	});

	it('can be opened again when it could not be started', async () => {
		const { store, workers } = aStore();
		const opening = store.open(never);
		void workers[0]?.terminate();
		await assert.rejects(opening, (error) => FaultlineError.is(error, 'store.stopped'));
		assert.deepEqual((await store.open(never)).summaries, []);
	});

	it('answers nobody after its end', async () => {
		const { store } = aStore();
		await store.open(never);
		const asked = store.get(created().incident);
		store.dispose();
		await assert.rejects(asked, (error) => FaultlineError.is(error, 'store.stopped'));
	});
});
