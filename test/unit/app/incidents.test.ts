import assert from 'node:assert/strict';
import { FaultlineError, isAbort } from '../../../src/base/errors';
import type { IncidentEvent } from '../../../src/core/incident/event';
import { summaryOf } from '../../../src/core/incident/summary';
import type { EventLog, LogDamage } from '../../../src/core/ports/eventLog';
import { aClock, aNewIncident, created, memoryHome, NOON, someIncidents } from '../../support/incidents';

const never = new AbortController().signal;
const isCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);
const ANALYSIS = { revision: 'a'.repeat(40), files: [], commits: [], excluded: [], problems: [], locations: [] };

/** A log that can be told to refuse, and says what was appended to it. */
function aLog(more: Partial<EventLog> = {}) {
	const log = memoryHome().open();
	const appended: IncidentEvent[][] = [];
	return {
		appended,
		...log,
		append: async (events: readonly IncidentEvent[]) => {
			await log.append(events);
			appended.push([...events]);
		},
		...more,
	};
}

describe('incidents', () => {
	it('become part of the list, newest first, with evidence and what is derived', async () => {
		const clock = aClock();
		const incidents = someIncidents({ clock });
		const older = await incidents.create(aNewIncident({ evidence: [{ text: 'a trace' }] }));
		clock.set(NOON + 1000);
		const newer = await incidents.create(aNewIncident({ startedAt: 5 }));
		assert.deepEqual(incidents.list(), [newer, older].map(summaryOf));
		assert.deepEqual(
			[older.status, older.priority, older.createdAt, older.startedAt, older.evidence[0]?.text, newer.startedAt],
			['new', 'P1', NOON, NOON, 'a trace', 5],
		);
		assert.match(older.key, /^INC-[0-9A-Z]{5}$/);
	});

	it('are the same when they are read anew', async () => {
		const home = memoryHome();
		const incidents = someIncidents({ events: home.open() });
		const { id } = await incidents.create(aNewIncident({ evidence: [{ text: 'a trace' }] }));
		await incidents.edit(id, { title: 'Shop is down', release: 'v1' });
		await incidents.setStatus(id, 'resolved');
		await incidents.addEvidence(id, { text: 'another' });
		const last = await incidents.recordAnalysis(id, ANALYSIS);
		const later = someIncidents({ events: home.open() });
		await later.load(never);
		assert.deepEqual(later.list(), [summaryOf(last)]);
		assert.equal(JSON.stringify(await later.get(id)), JSON.stringify(last));
	});

	it('can be changed, and others made, where a clock was far ahead', async () => {
		const home = memoryHome();
		const pinned = created({ at: '9999-12-31T23:59:58.000Z-ffff' }, 'Pinned');
		await home
			.open()
			.append([pinned, created({ incident: '01KAT2Q5R1AAAAAAAAAAAAAAAA', at: '9999-12-31T23:59:59.999Z-ffff' })]);
		const incidents = someIncidents({ events: home.open() });
		const fresh = await incidents.create(aNewIncident());
		assert.equal(fresh.createdAt, NOON);
		await incidents.edit(pinned.incident, { title: 'Changed' });
		await incidents.edit(pinned.incident, { title: 'Changed again' });
		assert.equal((await incidents.get(pinned.incident))?.title, 'Changed again');
	});

	it('keep the file that was chosen for a frame, the last one, until it is taken back', async () => {
		const incidents = someIncidents();
		const { id } = await incidents.create(aNewIncident());
		await incidents.chooseFrame(id, { file: '/srv/a.js', path: 'x/a.js' });
		const chosen = await incidents.chooseFrame(id, { file: '/srv/a.js', path: 'y/a.js' });
		assert.deepEqual(chosen.choices, [{ file: '/srv/a.js', path: 'y/a.js' }]);
		assert.equal(chosen.timeline.at(-1)?.sentence, '/srv/a.js is y/a.js');
		assert.deepEqual((await incidents.chooseFrame(id, { file: '/srv/a.js', path: null })).choices, []);
	});

	it('keep what is said of a commit with its place among the suspects of that time, through another analysis', async () => {
		const incidents = someIncidents();
		const { id } = await incidents.create(aNewIncident());
		const commit = (letter: string) => ({
			...{ sha: letter.repeat(40), subject: letter, author: 'Ada', date: '2026-11-20T12:00:00.000Z' },
		});
		const suspect = (letter: string) => ({ ...commit(letter), score: 0.5, reasons: [] });
		await incidents.judge(id, commit('c'), 'confirmed');
		await incidents.recordAnalysis(id, { ...ANALYSIS, commits: [suspect('a'), suspect('b')] });
		await incidents.judge(id, commit('b'), 'confirmed');
		await incidents.judge(id, commit('d'), 'dismissed');
		await incidents.recordAnalysis(id, { ...ANALYSIS, commits: [suspect('b')] });
		const { verdicts = [], timeline } = await incidents.judge(id, commit('b'), 'confirmed'); // says nothing new
		assert.deepEqual(
			verdicts.map(({ subject, verdict, rank }) => [subject, verdict, rank]),
			[
				['c', 'confirmed', undefined],
				['b', 'confirmed', 2],
				['d', 'dismissed', null],
			],
		);
		assert.equal(timeline.length, 6);
		assert.equal((await incidents.judge(id, commit('b'), 'none')).verdicts?.length, 2);
	});

	it('are written to the log before they show, all events of a change at once', async () => {
		const events = aLog();
		const incidents = someIncidents({ events });
		const work = incidents.create(aNewIncident({ evidence: [{ text: 'a' }, { text: 'b' }] }));
		assert.deepEqual(incidents.list(), []);
		await work;
		assert.deepEqual(
			events.appended.map((batch) => batch.map(({ type }) => type)),
			[['incident.created', 'evidence.added', 'evidence.added']],
		);
	});

	it('stay as they were when the log refuses, and can be changed again afterwards', async () => {
		let isFull = false;
		const log = memoryHome().open();
		const append = async (events: readonly IncidentEvent[]) => {
			if (isFull) {
				throw new FaultlineError('store.full', 'full');
			}
			await log.append(events);
		};
		const incidents = someIncidents({ events: { ...log, append } });
		const incident = await incidents.create(aNewIncident());
		isFull = true;
		const refused = incidents.edit(incident.id, { title: 'Refused' });
		await assert.rejects(refused, isCode('store.full'));
		assert.deepEqual(incidents.list(), [summaryOf(incident)]);
		isFull = false;
		assert.equal((await incidents.edit(incident.id, { title: 'Kept' })).title, 'Kept');
	});

	it('are changed one after the other, each change on what the one before left', async () => {
		const incidents = someIncidents();
		const { id } = await incidents.create(aNewIncident());
		const [first, second] = await Promise.allSettled([
			incidents.setStatus(id, 'resolved'),
			incidents.setStatus(id, 'acknowledged'),
		]);
		assert.equal(first.status, 'fulfilled');
		assert.ok(second.status === 'rejected' && isCode('incident.illegalTransition')(second.reason));
	});

	it('are not changed before the log was read', async () => {
		const home = memoryHome();
		const existing = created();
		await home.open().append([existing]);
		const incidents = someIncidents({ events: home.open() });
		assert.equal((await incidents.setStatus(existing.incident, 'acknowledged')).status, 'acknowledged');
		assert.equal(incidents.list()[0]?.title, 'Checkout is down');
	});

	it('ask for what a change of status needs', async () => {
		const incidents = someIncidents();
		const { id } = await incidents.create(aNewIncident());
		await assert.rejects(incidents.setStatus(id, 'closed', 'ok'), isCode('incident.illegalTransition'));
		await incidents.setStatus(id, 'resolved');
		await assert.rejects(incidents.setStatus(id, 'closed', '  ', 'r'), isCode('incident.noteMissing'));
		await assert.rejects(incidents.setStatus(id, 'closed', 'ok', ' '), isCode('incident.reviewMissing')); // it is P1
		await assert.rejects(incidents.setStatus(id, 'investigating'), isCode('incident.noteMissing'));
		const closed = await incidents.setStatus(id, 'closed', ' no errors for an hour ', '# What happened');
		assert.match(closed.timeline.at(-1)?.sentence ?? '', /resolved to closed: no errors for an hour$/);
	});

	it('that are unknown or deleted cannot be changed', async () => {
		const incidents = someIncidents();
		const { id } = await incidents.create(aNewIncident());
		await incidents.delete(id);
		const changes = [id, '01KAT2Q5R0ZZZZZZZZZZZZZZZZ'].flatMap((one) => [
			incidents.edit(one, { title: 'x' }),
			incidents.setStatus(one, 'resolved'),
			incidents.addEvidence(one, { text: 'x' }),
			incidents.recordAnalysis(one, ANALYSIS),
			incidents.delete(one),
		]);
		for (const change of changes) {
			await assert.rejects(change, isCode('incident.unknown'));
		}
		await assert.rejects(incidents.restore('01KAT2Q5R0ZZZZZZZZZZZZZZZZ'), isCode('incident.unknown'));
	});

	it('come back as they were when a deletion is undone', async () => {
		const incidents = someIncidents();
		const before = await incidents.create(aNewIncident());
		await incidents.delete(before.id);
		assert.deepEqual(incidents.list(), []);
		assert.equal(incidents.find(before.id)?.isDeleted, true);
		const after = await incidents.restore(before.id);
		assert.deepEqual({ ...after, timeline: [] }, { ...before, timeline: [] });
		assert.deepEqual(incidents.list(), [summaryOf(after)]);
	});

	it('write only the fields that an edit really changes, and nothing when there are none', async () => {
		const events = aLog();
		const incidents = someIncidents({ events });
		const { id, title } = await incidents.create(aNewIncident({ release: 'v1' }));
		await incidents.edit(id, { title, impact: 3, subcategory: undefined });
		await incidents.edit(id, { title, impact: 3 });
		const edited = await incidents.edit(id, { release: undefined });
		assert.equal(edited.release, undefined);
		assert.deepEqual(
			events.appended.slice(1).map(([event]) => event?.payload),
			[{ impact: 3 }, { release: null }],
		);
	});

	it('are found by id, by key, and by what a person remembers of it', async () => {
		const incidents = someIncidents();
		const incident = await incidents.create(aNewIncident());
		await incidents.create(aNewIncident());
		const { id, key } = incident;
		assert.deepEqual(
			[id, key, key.toLowerCase(), key.slice(0, -1)].map((text) => incidents.find(text)),
			Array(4).fill(summaryOf(incident)),
		);
		assert.equal(incidents.find('INC-'), undefined);
	});

	it('are found by the beginning of their keys before the words of their texts', async () => {
		const incidents = someIncidents();
		const { id, key } = await incidents.create(aNewIncident({ title: 'Payment is down' }));
		const other = await incidents.create(aNewIncident({ title: `As ${key.slice(4)} was` }));
		const found = async (text: string) => (await incidents.search(text, never)).map(({ incident }) => incident.id);
		assert.deepEqual(await found(key.toLowerCase()), [id]);
		assert.deepEqual(await found(key.slice(4)), [id, other.id]);
		assert.deepEqual(await found('payment'), [id]);
		assert.deepEqual(await found('INC-'), []);
	});

	it('are known again by the fingerprint of a trace, the newest first, unless deleted', async () => {
		const clock = aClock();
		const incidents = someIncidents({ clock });
		const withTrace = aNewIncident({ evidence: [{ text: 'a trace', fingerprints: ['f', 'g'] }] });
		const first = await incidents.create(withTrace);
		clock.set(NOON + 1000);
		const second = await incidents.create(withTrace);
		const third = await incidents.create(withTrace);
		await incidents.delete(third.id);
		assert.deepEqual(await incidents.withFingerprint('g'), [second, first].map(summaryOf));
		assert.deepEqual(await incidents.withFingerprint('h'), []);
	});

	it('are gone for good when erased, a deleted one as well', async () => {
		const home = memoryHome();
		const incidents = someIncidents({ events: home.open() });
		const { id } = await incidents.create(aNewIncident({ evidence: [{ text: 'a trace' }] }));
		await incidents.delete(id);
		await incidents.erase(id);
		assert.deepEqual([incidents.list(), incidents.find(id), await incidents.get(id)], [[], undefined, undefined]);
		await assert.rejects(incidents.restore(id), isCode('incident.unknown'));
		const { events } = await home.open().read(undefined, never);
		assert.deepEqual(
			events.map(({ type }) => type),
			['incident.erased'],
		);
	});

	it('are the same object until they change, so that what is made of them can be kept', async () => {
		const incidents = someIncidents();
		const { id } = await incidents.create(aNewIncident());
		const before = await incidents.get(id);
		assert.equal(await incidents.get(id), before);
		await incidents.edit(id, { title: 'Changed' });
		assert.equal((await incidents.get(id))?.title, 'Changed');
	});

	it('keep their keys apart when two ids begin alike', async () => {
		const events = memoryHome().open();
		await events.append([
			created({ incident: '01KAT2Q5R27F3KQ8ZJ4N6M2W9X' }),
			created({ incident: '01KAT2Q5R17F3KQ9ZJ4N6M2W9X' }),
		]);
		const incidents = someIncidents({ events });
		await incidents.load(never);
		assert.deepEqual(
			new Map(incidents.list().map(({ id, key }) => [id.slice(0, 10), key])),
			new Map([
				['01KAT2Q5R1', 'INC-7F3KQ'],
				['01KAT2Q5R2', 'INC-7F3KQ8'],
			]),
		);
	});
});

describe('incidents in two windows', () => {
	it('tell of an incident whose key grew because an older one with the same arrived', async () => {
		const home = memoryHome();
		const [here, there] = [home.open(), home.open()];
		const incidents = someIncidents({ events: here });
		const [younger, older] = ['01KAT2Q5R27F3KQ8ZJ4N6M2W9X', '01KAT2Q5R17F3KQ9ZJ4N6M2W9X'];
		await there.append([created({ incident: younger })]);
		await incidents.load(never);
		const told: string[] = [];
		incidents.onDidChange((ids) => told.push(...ids.map((id) => `${id} ${incidents.find(id)?.key}`)));
		await there.append([created({ incident: older })]);
		assert.deepEqual(told, [`${older} INC-7F3KQ`, `${younger} INC-7F3KQ8`]);
	});

	const twoWindows = async (clocks = [aClock(), aClock()]) => {
		const home = memoryHome();
		const windows = clocks.map((clock) => someIncidents({ events: home.open(), clock }));
		await Promise.all(windows.map((window) => window.load(never)));
		return windows as [ReturnType<typeof someIncidents>, ReturnType<typeof someIncidents>];
	};

	it('tell of each change, here and there', async () => {
		const [here, there] = await twoWindows();
		const told: string[] = [];
		here.onDidChange((ids) => told.push(...ids.map((id) => `here ${id}`)));
		there.onDidChange((ids) => told.push(...ids.map((id) => `there ${id}`)));
		const { id } = await here.create(aNewIncident());
		await there.edit(id, { title: 'Shop is down' });
		assert.deepEqual(told.sort(), [`here ${id}`, `here ${id}`, `there ${id}`, `there ${id}`]);
		assert.equal(here.find(id)?.title, 'Shop is down');
	});

	it('end the same after both changed different fields', async () => {
		const [here, there] = await twoWindows();
		const { id } = await here.create(aNewIncident());
		await Promise.all([here.edit(id, { title: 'Shop is down' }), there.edit(id, { impact: 3 })]);
		assert.deepEqual([here.find(id)?.title, here.find(id)?.impact], ['Shop is down', 3]);
		assert.equal(JSON.stringify(here.list()), JSON.stringify(there.list()));
	});

	it('let the later change win, also where the clock of its computer is late', async () => {
		const [fast, slow] = await twoWindows([aClock(NOON + 3_600_000), aClock(NOON)]);
		const { id } = await fast.create(aNewIncident());
		await slow.edit(id, { title: 'Said last' });
		assert.deepEqual([fast.find(id)?.title, slow.find(id)?.title], ['Said last', 'Said last']);
	});
});

describe('reading incidents', () => {
	it('stops waiting when cancelled, and goes on for the others', async () => {
		const incidents = someIncidents();
		await assert.rejects(incidents.load(AbortSignal.abort()), isAbort);
		await incidents.load(never);
	});

	it('is tried again after it failed', async () => {
		const log = memoryHome().open();
		let failures = 1;
		const read: EventLog['read'] = async (since, signal) => {
			if (failures-- > 0) {
				throw new FaultlineError('store.failed', 'no');
			}
			return log.read(since, signal);
		};
		const incidents = someIncidents({ events: { ...log, read } });
		await assert.rejects(incidents.load(never), isCode('store.failed'));
		await incidents.create(aNewIncident());
		assert.equal(incidents.list().length, 1);
	});

	it('tells of damage that is new, once', async () => {
		const log = memoryHome().open();
		const damage: readonly LogDamage[] = [{ message: 'new' }, { message: 'known', isKnown: true }];
		const told: string[] = [];
		const incidents = someIncidents({
			events: { ...log, read: async () => ({ events: [], damage }) },
			onDamage: ({ message }) => told.push(message),
		});
		await incidents.load(never);
		await incidents.load(never);
		assert.deepEqual(told, ['new']);
	});
});
