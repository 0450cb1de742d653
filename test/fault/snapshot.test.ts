import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
	appendFileSync,
	existsSync,
	mkdtempSync,
	promises,
	readdirSync,
	readFileSync,
	rmSync,
	truncateSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { lineOf } from '../../src/adapters/store/segments/lines';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import type { IncidentEvent } from '../../src/core/incident/event';
import type { EventLog, LogReading } from '../../src/core/ports/eventLog';
import type { IncidentStore, StoreChange } from '../../src/core/ports/incidentStore';
import type { Log } from '../../src/core/ports/log';
import { anEvent, aStore, created, silentLog, someIds } from '../support/incidents';

const never = new AbortController().signal;
const SECRET = 'zugangsschluessel';

/** Some incidents with a few events each. */
function history(count: number): readonly IncidentEvent[] {
	const newId = someIds(5);
	return Array.from({ length: count }, newId).flatMap((incident, index) => [
		created({ incident }, `Incident ${index}`),
		anEvent({ incident, payload: { text: `TypeError: ${index}` } }),
		anEvent({ incident, type: 'status.changed', payload: { from: 'new', to: 'acknowledged' } }),
	]);
}

describe('the snapshot of the incidents', () => {
	let folder: string;
	let snapshot: string;
	let opened: IncidentStore[];
	let readings: LogReading[];
	let said: string[];

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'faultline-snapshot-'));
		snapshot = join(folder, 'projection', 'user.snapshot');
		opened = [];
		readings = [];
		said = [];
	});
	afterEach(() => {
		for (const store of opened) {
			store.dispose();
		}
		rmSync(folder, { recursive: true });
	});

	const note = (message: string | Error) => said.push(String(message));
	const log: Log = { ...silentLog, info: note, warn: note, error: (message) => assert.fail(String(message)) };
	const userLog = (home = 'home'): EventLog => openUserEventLog(join(folder, home), silentLog);

	/** One more window on the home. What it read of the log is noted in `readings`. */
	const open = async (home = 'home', build = 'test') => {
		const events = userLog(home);
		const read: EventLog['read'] = async (...since) => {
			const reading = await events.read(...since);
			readings.push(reading);
			return reading;
		};
		const store = aStore({ events: { ...events, read }, snapshot, log, build });
		opened.push(store);
		const { summaries, damage, latest } = await store.open(never);
		assert.deepEqual(damage, []);
		return { store, latest, summaries: [...summaries].sort((a, b) => (a.id < b.id ? -1 : 1)) };
	};

	/** A home with a snapshot of it, and what the store says of it. */
	const aSavedHome = async () => {
		const writer = userLog();
		await writer.append(history(20));
		writer.dispose();
		const { store, summaries, latest } = await open();
		await store.flushSnapshot();
		assert.ok(existsSync(snapshot), said.join());
		readings = [];
		return { summaries, latest };
	};

	it('makes a start read only what came behind it', async () => {
		const { summaries, latest } = await aSavedHome();
		const again = await open();
		assert.deepEqual([again.summaries, again.latest], [summaries, latest]);
		assert.deepEqual(readings, [{ events: [], damage: [], isTail: true }]);
		const event = anEvent({ incident: summaries[3]?.id ?? '', type: 'incident.edited', payload: { title: 'Changed' } });
		await again.store.append([event]);
		const third = await open();
		assert.deepEqual(readings[1]?.events, [event]);
		assert.equal(third.summaries[3]?.title, 'Changed');
		assert.equal((await third.store.get(event.incident))?.title, 'Changed');
		assert.equal((await third.store.search('changed', never)).length, 1);
	});

	it('is put in its place as a whole, with nothing left beside it', async () => {
		await aSavedHome();
		assert.deepEqual(readdirSync(join(folder, 'projection')), ['user.snapshot']);
	});

	it('holds nothing that is not in the log, however much is appended while it is written', async () => {
		await aSavedHome();
		const { store } = await open();
		const events = history(40);
		const appended = events.map((event) => store.append([event]));
		await Promise.all([store.flushSnapshot(), ...appended, store.flushSnapshot()]);
		const fresh = await open();
		assert.equal(fresh.summaries.length, 40); // the first twenty have the same ids
		const whole = await Promise.all(fresh.summaries.map(({ id }) => fresh.store.get(id)));
		assert.equal(whole.flatMap((incident) => incident?.timeline ?? []).length, 20 * 3 + 40 * 3);
	});

	it('keeps nothing of an erased incident', async () => {
		const { summaries } = await aSavedHome();
		const { store } = await open();
		const incident = summaries[0]?.id ?? '';
		await store.append([anEvent({ incident, payload: { text: SECRET } })]);
		await store.flushSnapshot();
		assert.ok(readFileSync(snapshot).includes(SECRET));
		await store.erase(anEvent({ incident, type: 'incident.erased', payload: {} }));
		assert.equal(readFileSync(snapshot).includes(SECRET), false);
		assert.equal((await open()).summaries.length, 19);
	});

	for (const [whose, name, isOurs] of [
		['was killed', '999999999-', false],
		['is this one, by a worker that ended', `${process.pid}-`, false],
		['is another one that is at it', `${process.ppid}-`, true],
		['wrote with an older version, just now', '', true],
	] as const) {
		it(`leaves ${isOurs ? 'alone' : 'nothing of'} a draft whose process ${whose}, when an incident is erased`, async () => {
			const { summaries } = await aSavedHome();
			const { store } = await open();
			const draft = `${snapshot}.${name}${randomUUID()}.tmp`;
			writeFileSync(draft, SECRET);
			await store.erase(anEvent({ incident: summaries[0]?.id ?? '', type: 'incident.erased', payload: {} }));
			assert.equal(existsSync(draft), isOurs);
			assert.equal(readdirSync(join(folder, 'projection')).length, isOurs ? 2 : 1);
		});
	}

	it('is not left half written by a process that was killed, once it is opened again', async () => {
		await aSavedHome();
		const stale = `${snapshot}.${randomUUID()}.tmp`;
		const killed = `${snapshot}.999999999-${randomUUID()}.tmp`;
		const other = join(folder, 'projection', 'other.tmp');
		for (const path of [stale, killed, other]) {
			writeFileSync(path, 'half of it');
			utimesSync(path, new Date(0), new Date(0));
		}
		const { store } = await open();
		await store.append([created({ incident: someIds(99)() })]);
		await store.flushSnapshot();
		assert.deepEqual(readdirSync(join(folder, 'projection')).sort(), ['other.tmp', 'user.snapshot']);
	});

	/** Ways for a snapshot to be of no use; each leaves the log as it was. */
	const faults: Readonly<Record<string, () => void>> = {
		missing: () => rmSync(snapshot),
		empty: () => truncateSync(snapshot, 0),
		'cut off in its head': () => truncateSync(snapshot, 20),
		'cut off in the middle': () => truncateSync(snapshot, 9000),
		'longer than it was': () => appendFileSync(snapshot, 'x'),
		'no snapshot at all': () => writeFileSync(snapshot, `${JSON.stringify({ format: 'another' })}\n`),
		'of an older schema': () => edit((head) => ({ ...head, schema: 0 })),
		'of a newer schema': () => edit((head) => ({ ...head, schema: 1000 })),
		'of other code': () => edit((head) => ({ ...head, build: 'other' })),
		'whole, but no database': () => {
			const bytes = Buffer.from('SQLite format 3\0 but no');
			edit((head) => ({ ...head, bytes: bytes.length, checksum: crc32(bytes) }), bytes);
		},
	};
	const edit = (change: (head: object) => object, body?: Buffer) => {
		const file = readFileSync(snapshot);
		const end = file.indexOf('\n');
		const head = change(JSON.parse(file.toString('utf8', 0, end)));
		writeFileSync(snapshot, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body ?? file.subarray(end + 1)]));
	};

	for (const [name, damage] of Object.entries(faults)) {
		it(`is made anew from the log when it is ${name}`, async () => {
			const { summaries, latest } = await aSavedHome();
			damage();
			const { store, ...again } = await open();
			assert.deepEqual([again.summaries, again.latest], [summaries, latest]);
			assert.equal(readings[0]?.events.length, 60);
			assert.ok(said.length > 0, 'the log says why');
			await store.flushSnapshot();
			await open();
			assert.deepEqual(readings[1]?.events, []);
		});
	}

	it('is removed where an incident was erased and no other one can be written', async () => {
		const { store } = await open();
		const [first] = history(1);
		await store.append([created({ incident: first?.incident ?? '' }, `Shop ${SECRET}`)]);
		await store.flushSnapshot();
		assert.ok(readFileSync(snapshot).includes(SECRET));
		const { rename } = promises;
		promises.rename = async (from, to) => {
			if (to === snapshot) {
				throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
			}
			await rename(from, to);
		};
		try {
			await store.erase(anEvent({ incident: first?.incident ?? '', type: 'incident.erased', payload: {} }));
		} finally {
			promises.rename = rename;
		}
		assert.ok(!existsSync(snapshot));
		await store.flushSnapshot();
		assert.ok(existsSync(snapshot) && !readFileSync(snapshot).includes(SECRET));
	});

	it('is made anew from the log wherever a byte of it is flipped', async () => {
		const { summaries, latest } = await aSavedHome();
		const whole = readFileSync(snapshot);
		for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 60)) {
			const flipped = Buffer.from(whole);
			flipped[at] = (flipped[at] ?? 0) ^ 0x10;
			writeFileSync(snapshot, flipped);
			const { store, ...again } = await open();
			store.dispose();
			assert.deepEqual([again.summaries, again.latest], [summaries, latest], `byte ${at}`);
		}
	});

	it('is forgotten when it is from the future: the log is shorter than where it ends', async () => {
		const { summaries } = await aSavedHome();
		const path = join(folder, 'home', 'events.jsonl');
		const [line] = readFileSync(path, 'utf8').split('\n', 1);
		rmSync(join(folder, 'home'), { recursive: true });
		const writer = userLog();
		await writer.append(history(2));
		writer.dispose();
		assert.ok(line);
		const again = await open();
		assert.deepEqual(
			again.summaries,
			summaries.filter(({ id }) => again.summaries.some((one) => one.id === id)),
		);
		assert.equal(again.summaries.length, 2);
	});

	it('is forgotten when it is of another log', async () => {
		await aSavedHome();
		const writer = userLog('other');
		const event = created();
		await writer.append([event, ...Array.from({ length: 200 }, () => anEvent())]);
		writer.dispose();
		const { summaries } = await open('other');
		assert.deepEqual(
			summaries.map(({ id }) => id),
			[event.incident],
		);
	});

	it('is made of what the home holds after it has become another one, and so is what is told', async () => {
		const { summaries } = await aSavedHome();
		const { store } = await open();
		const heard = new Promise<StoreChange>((resolve) => store.onDidChange(resolve));
		const event = created({}, 'Another branch');
		writeFileSync(join(folder, 'home', 'events.jsonl'), lineOf([event]));
		const { upserted, removed } = await heard;
		assert.deepEqual(
			upserted.map(({ title }) => title),
			['Another branch'],
		);
		assert.deepEqual(
			[...removed].sort(),
			summaries.map(({ id }) => id),
		);
		assert.equal(await store.get(summaries[0]?.id ?? ''), undefined);
		await store.append([anEvent({ payload: { text: 'wappler' } })]);
		assert.equal((await store.search('wappler', never)).length, 1);
		await store.flushSnapshot();
		assert.deepEqual((await open()).summaries, upserted);
		assert.equal(readings.at(-1)?.isTail, true);
	});

	it('is done without where it cannot be written', async () => {
		writeFileSync(join(folder, 'projection'), 'a file where the folder should be');
		const writer = userLog();
		await writer.append(history(2));
		writer.dispose();
		const { store, summaries } = await open();
		await store.flushSnapshot();
		assert.equal(summaries.length, 2);
		assert.match(said.at(-1) ?? '', /could not be written down/);
	});
});
