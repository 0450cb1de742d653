import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresEventLog } from '../../src/adapters/store/postgres/eventLog';
import { openRepositoryEventLog } from '../../src/adapters/store/repository/eventLog';
import { lineOf } from '../../src/adapters/store/segments/lines';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { FaultlineError, isAbort } from '../../src/base/errors';
import type { IncidentEvent } from '../../src/core/incident/event';
import type { EventLog } from '../../src/core/ports/eventLog';
import { anEvent, memoryHome, silentLog, until } from '../support/incidents';
import { sharedPooler, sharedPostgres } from '../support/postgres';

/** Somewhere events are kept; each `open` is one more window on it. */
interface Home {
	readonly open: () => EventLog;
	/** Puts something else in its place, otherwise than by appending. */
	readonly replace?: (events: readonly IncidentEvent[]) => void | Promise<void>;
	readonly remove?: () => void | Promise<void>;
}

function userHome(): Home {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-log-'));
	return {
		open: () => openUserEventLog(join(folder, 'incidents'), silentLog),
		replace: (events) => {
			rmSync(join(folder, 'incidents'), { recursive: true });
			mkdirSync(join(folder, 'incidents'));
			writeFileSync(join(folder, 'incidents', 'events.jsonl'), lineOf(events));
		},
		remove: () => rmSync(folder, { recursive: true }),
	};
}

function repositoryHome(): Home {
	const workTree = mkdtempSync(join(tmpdir(), 'faultline-work-'));
	const git = (...args: string[]) => execFileSync('git', ['-C', workTree, ...args], { stdio: 'pipe' });
	git('init', '-q', '-b', 'main');
	return {
		open: () => openRepositoryEventLog({ workTree, isTrusted: () => true }, silentLog),
		replace: (events) => {
			git('add', '-A');
			git('-c', 'user.name=Ann', '-c', 'user.email=ann@example.com', 'commit', '-qm', 'Incidents');
			git('switch', '-q', '--orphan', 'other');
			mkdirSync(join(workTree, '.faultline'), { recursive: true });
			writeFileSync(join(workTree, '.faultline', 'other.0a1b2c3d.jsonl'), lineOf(events));
		},
		remove: () => rmSync(workTree, { recursive: true }),
	};
}

async function serverHome(port?: number): Promise<Home> {
	const server = await sharedPostgres();
	const database = await server.database();
	const queueFolder = mkdtempSync(join(tmpdir(), 'faultline-queue-'));
	const open = () => openPostgresEventLog({ connectionString: server.url(database, { port }), queueFolder }, silentLog);
	return {
		open,
		replace: async (events) => {
			const isRestored = `update faultline_home set home = 'another', last = 0`;
			await server.sql(database, 'truncate faultline_events, faultline_incidents', isRestored);
			const log = open();
			await log.append(events);
			log.dispose();
		},
		remove: async () => {
			await server.drop(database);
			rmSync(queueFolder, { recursive: true });
		},
	};
}

const homes: Readonly<Record<string, () => Home | Promise<Home>>> = {
	'in memory': memoryHome,
	"in the person's folder": userHome,
	'in the repository': repositoryHome,
	'on a server': () => serverHome(),
	'on a server behind a pooler of transactions': async () => serverHome((await sharedPooler()).port),
};

const never = new AbortController().signal;
const inIdOrder = (events: readonly IncidentEvent[]) => [...events].sort((a, b) => (a.id < b.id ? -1 : 1));
const eventsOf = async (log: EventLog) => inIdOrder((await log.read(undefined, never)).events);

for (const [name, makeHome] of Object.entries(homes)) {
	describe(`an event log ${name}`, function () {
		this.timeout(60_000); // a server has to be set up before the first test
		let home: Home;
		let opened: EventLog[];
		const open = () => {
			const log = home.open();
			opened.push(log);
			return log;
		};

		beforeEach(async () => {
			home = await makeHome();
			opened = [];
		});
		afterEach(async () => {
			for (const log of opened) {
				log.dispose();
			}
			await home.remove?.();
		});

		it('is empty and undamaged at first', async () => {
			assert.deepEqual(await open().read(undefined, never), { events: [], damage: [] });
		});

		it('gives back what was appended, to a window that is opened later as well', async () => {
			const events = [anEvent(), anEvent({ payload: { text: 'line\nline\u2028 “ü” 🧨 \u0000 {"crc":"' } }), anEvent()];
			const log = open();
			await log.append(events.slice(0, 2));
			await log.append(events.slice(2));
			assert.deepEqual(await eventsOf(log), inIdOrder(events));
			assert.deepEqual(await eventsOf(open()), inIdOrder(events));
		});

		it('carries events of types it does not know', async () => {
			const event = anEvent({ type: 'room.opened', payload: { url: 'https://example.com', deep: [{ er: null }] } });
			await open().append([event]);
			assert.deepEqual(await eventsOf(open()), [event]);
		});

		it('refuses an event that does not fit, and all that came with it; later ones are kept', async () => {
			const log = open();
			const [fine, unfit, later] = [anEvent(), anEvent({ payload: { text: 5 } }), anEvent()];
			await assert.rejects(log.append([fine, unfit]), (error) => FaultlineError.is(error, 'store.failed'));
			await log.append([later]);
			assert.deepEqual(await eventsOf(open()), [later]);
		});

		it('keeps what is appended at the same time, by one window and by several', async () => {
			const logs = [open(), open(), open()];
			const events = Array.from({ length: 60 }, () => anEvent());
			await Promise.all(events.map((event, index) => logs[index % 3]?.append([event])));
			assert.deepEqual(await eventsOf(open()), inIdOrder(events));
		});

		it('tells other windows within a second, each event once, and never the one that wrote', async () => {
			const [writer, reader] = [open(), open()];
			const heard: IncidentEvent[] = [];
			const echoed: IncidentEvent[] = [];
			await Promise.all([writer.read(undefined, never), reader.read(undefined, never)]);
			writer.onDidAppend((events) => echoed.push(...events));
			reader.onDidAppend((events) => heard.push(...events));
			const events = Array.from({ length: 20 }, () => anEvent());
			for (const event of events) {
				await writer.append([event]);
			}
			await until(() => heard.length >= events.length, reader.onDidAppend, 1000);
			const answer = anEvent();
			await reader.append([answer]);
			await until(() => echoed.length > 0, writer.onDidAppend, 1000);
			assert.deepEqual(heard, events);
			assert.deepEqual(echoed, [answer]);
		});

		it('hears of what is written to a home that was empty when it was read', async () => {
			const [reader, writer] = [open(), open()];
			await reader.read(undefined, never);
			const event = anEvent();
			const heard = new Promise((resolve) => reader.onDidAppend(resolve));
			await writer.append([event]);
			assert.deepEqual(await heard, [event]);
		});

		it('tells nothing to who has unsubscribed, and nothing after its end', async () => {
			const [writer, reader, other] = [open(), open(), open()];
			await Promise.all([reader, other].map((log) => log.read(undefined, never)));
			const heard: IncidentEvent[] = [];
			reader.onDidAppend((events) => heard.push(...events)).dispose();
			const ended = open();
			await ended.read(undefined, never);
			ended.onDidAppend((events) => heard.push(...events));
			ended.dispose();
			const told = new Promise((resolve) => other.onDidAppend(resolve));
			await writer.append([anEvent()]);
			await told;
			assert.deepEqual(heard, []);
		});

		it('stops reading when cancelled, and reads again when asked again', async () => {
			const log = open();
			const event = anEvent();
			await log.append([event]);
			await assert.rejects(log.read(undefined, AbortSignal.abort()), isAbort);
			assert.deepEqual(await eventsOf(log), [event]);
		});

		it('gives only what came behind a position, to a window that is opened later', async () => {
			const log = open();
			const [before, behind] = [anEvent(), anEvent()];
			await log.append([before]);
			await log.read(undefined, never);
			const position = log.position();
			await log.append([behind]);
			assert.deepEqual(await open().read(position, never), { events: [behind], damage: [], isTail: true });
		});

		it('gives everything, and says so, where a position is of another home', async () => {
			const elsewhere = await makeHome();
			const other = elsewhere.open();
			try {
				await other.append([anEvent(), anEvent(), anEvent()]);
				await other.read(undefined, never);
				const log = open();
				const event = anEvent();
				await log.append([event]);
				const { events, isTail } = await log.read(other.position(), never);
				assert.deepEqual([events, isTail ?? false], [[event], false]);
			} finally {
				other.dispose();
				await elsewhere.remove?.();
			}
		});

		it('tells that it holds something else now, and gives that when it is read anew', async () => {
			const { replace } = home;
			if (!replace) {
				return;
			}
			const log = open();
			await log.append([anEvent(), anEvent()]);
			await log.read(undefined, never);
			const before = log.position();
			const told = new Promise<void>((resolve) => log.onDidReset(resolve));
			const event = anEvent();
			await replace([event]);
			await told;
			assert.deepEqual(await log.read(before, never), { events: [event], damage: [] });
			assert.notEqual(log.position(), '');
		});

		it('keeps nothing of an erased incident but its tombstone, for windows that are open and for later ones', async () => {
			const [log, other] = [open(), open()];
			const [gone, stays] = [anEvent({ incident: '01KAT2Q5R0AAAAAAAAAAAAAAAA' }), anEvent()];
			await log.append([gone, stays]);
			await log.append([anEvent({ incident: gone.incident })]);
			await Promise.all([log, other].map((one) => one.read(undefined, never)));
			const tombstone = anEvent({ incident: gone.incident, type: 'incident.erased', payload: {} });
			await log.erase(tombstone);
			const left = inIdOrder([stays, tombstone]);
			for (const one of [open(), log, other]) {
				assert.deepEqual(await eventsOf(one), left);
			}
			const later = anEvent();
			await other.append([later]);
			assert.deepEqual(await eventsOf(log), inIdOrder([...left, later]));
		});

		it('goes on from a position of before an incident was erased', async () => {
			const log = open();
			const stays = anEvent();
			await log.append([anEvent({ incident: '01KAT2Q5R0AAAAAAAAAAAAAAAA' }), stays]);
			await log.read(undefined, never);
			const position = log.position();
			const tombstone = anEvent({ incident: '01KAT2Q5R0AAAAAAAAAAAAAAAA', type: 'incident.erased', payload: {} });
			await log.erase(tombstone);
			const { events, isTail } = await open().read(position, never);
			// Everything where that is what the home gives then, else at least what came behind.
			assert.ok(events.some(({ id }) => id === tombstone.id));
			assert.ok(isTail || events.some(({ id }) => id === stays.id));
		});

		it('reads the same twice', async () => {
			const log = open();
			await log.append([anEvent(), anEvent()]);
			assert.deepEqual(await eventsOf(log), await eventsOf(log));
		});
	});
}
