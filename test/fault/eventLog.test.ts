import assert from 'node:assert/strict';
import fs, {
	appendFileSync,
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { stat } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { follow } from '../../src/adapters/store/segments/follow';
import { lineOf } from '../../src/adapters/store/segments/lines';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { Emitter } from '../../src/base/emitter';
import { FaultlineError } from '../../src/base/errors';
import type { IncidentEvent } from '../../src/core/incident/event';
import { fold } from '../../src/core/incident/fold';
import { bundledScript, writing } from '../support/childLogs';
import { aClock, aNewIncident, anEvent, NOON, silentLog, someIncidents, until } from '../support/incidents';

const never = new AbortController().signal;
const ids = (events: readonly IncidentEvent[]) => events.map(({ id }) => id);
const isCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);

describe('the event log on a bad day', function () {
	this.timeout(60_000);
	let scratch: string;
	let writer: string;
	let folder: string;
	let file: string;
	let count = 0;

	before(async () => {
		scratch = mkdtempSync(join(tmpdir(), 'faultline-fault-'));
		chmodSync(scratch, 0o755);
		writer = await bundledScript('logWriter', scratch);
	});
	after(() => rmSync(scratch, { recursive: true }));
	beforeEach(() => {
		({ folder, file } = aFolder());
	});

	function aFolder() {
		const made = join(scratch, String(++count));
		mkdirSync(made);
		return { folder: made, file: join(made, 'events.jsonl') };
	}

	/** A new window's reading, and what a change made in it leaves behind. */
	async function readAll(from = folder) {
		const log = openUserEventLog(from, silentLog);
		try {
			return await log.read(undefined, never);
		} finally {
			log.dispose();
		}
	}

	const state = async () => String((await stat(file)).size);

	const append = (...events: IncidentEvent[]) => appendTo(folder, ...events);

	async function appendTo(into: string, ...events: IncidentEvent[]) {
		const log = openUserEventLog(into, silentLog);
		await log.append(events);
		log.dispose();
	}

	it('keeps all whole records of a file that was cut anywhere, says so, and goes on behind the cut', async () => {
		const events = Array.from({ length: 6 }, () => anEvent({ payload: { text: 'x' } }));
		const lines = events.map((event) => lineOf([event]));
		const whole = Buffer.concat(lines);
		const ends = lines.map((_, index) => Buffer.concat(lines.slice(0, index + 1)).length);
		const from = ends[2] ?? 0;
		const next = anEvent();
		const limit = pLimit(16);
		const cutAt = async (cut: number) => {
			const own = aFolder();
			writeFileSync(own.file, whole.subarray(0, cut));
			// A record that lacks nothing but its line end is whole.
			const kept = events.filter((_, index) => (ends[index] ?? 0) - 1 <= cut);
			const isTorn = !ends.some((end) => cut === end || cut === end - 1);
			const read = await readAll(own.folder);
			assert.deepEqual(ids(read.events), ids(kept), `cut at ${cut}`);
			assert.equal(read.damage.length, isTorn ? 1 : 0, `cut at ${cut}`);
			assert.equal(readFileSync(own.file).length, cut, 'reading changes nothing in the log');
			if (cut % 7 === 0) {
				await appendTo(own.folder, next);
				assert.deepEqual(ids((await readAll(own.folder)).events), ids([...kept, next]), `appended behind ${cut}`);
			}
		};
		const cuts = Array.from({ length: whole.length - from }, (_, index) => from + index);
		await Promise.all(cuts.map((cut) => limit(() => cutAt(cut))));
	});

	it('loses at most the record in which a byte was flipped, says so, and keeps a copy of it', async () => {
		const events = Array.from({ length: 4 }, () => anEvent({ payload: { text: 'x' } }));
		const whole = Buffer.concat(events.map((event) => lineOf([event])));
		for (let position = 0; position < whole.length; position++) {
			const flipped = Buffer.from(whole);
			flipped[position] = (whole[position] ?? 0) ^ (1 << (position % 8));
			writeFileSync(file, flipped);
			const { events: read, damage } = await readAll();
			assert.ok(read.length >= (whole[position] === 10 ? 4 : 3), `${read.length} left after a flip at ${position}`);
			assert.deepEqual(
				read,
				events.filter(({ id }) => ids(read).includes(id)),
			);
			assert.ok(damage.length > 0, `a flip at ${position} went unseen`);
			const kept = damage.map((one) => readFileSync(one.kept ?? '', 'latin1')).join('');
			const lineStart = flipped.lastIndexOf('\n', Math.max(0, position - 1)) + 1;
			assert.ok(kept.includes(flipped.toString('latin1', lineStart, Math.max(lineStart, position))));
		}
	});

	it('tells the same damage apart from new damage', async () => {
		await append(anEvent());
		appendFileSync(file, 'garbage\n');
		const known = async () => (await readAll()).damage.map(({ isKnown }) => isKnown);
		assert.deepEqual([await known(), await known()], [[false], [true]]);
		appendFileSync(file, 'more garbage\n');
		assert.deepEqual(await known(), [false]);
	});

	it('takes no copy for one that was cut off while it was made', async () => {
		await append(anEvent());
		appendFileSync(file, 'garbage\n');
		const [first] = (await readAll()).damage;
		writeFileSync(first?.kept ?? '', 'garb');
		const [second] = (await readAll()).damage;
		assert.equal(readFileSync(second?.kept ?? '', 'utf8'), 'garbage\n');
		assert.equal(second?.isKnown, false);
	});

	it('reads a record that another process wrote right behind a torn one', async () => {
		const [torn, fine] = [anEvent(), anEvent()];
		writeFileSync(file, Buffer.concat([lineOf([torn]).subarray(0, 90), lineOf([fine])]));
		const { events, damage } = await readAll();
		assert.deepEqual([ids(events), damage.length], [ids([fine]), 1]);
	});

	it('counts events that were written together as a whole or not at all', async () => {
		const line = lineOf([anEvent(), anEvent()]);
		writeFileSync(file, line.subarray(0, line.length - 20));
		assert.deepEqual((await readAll()).events, []);
	});

	it('says that the disk is full, keeps what was acknowledged, and goes on when there is space', async () => {
		const { acknowledged, stoppedBy } = await writing('bash', [
			'-c',
			'ulimit -f 64; exec "$@"',
			'bash',
			process.execPath,
			writer,
			folder,
			'1000',
			'4000',
		]);
		assert.equal(stoppedBy, 'store.full');
		assert.ok(acknowledged.length > 0);
		assert.deepEqual(ids((await readAll()).events), acknowledged);
		const next = anEvent();
		await append(next);
		assert.deepEqual(ids((await readAll()).events), [...acknowledged, next.id]);
	});

	it('lets later changes through after one that failed', async () => {
		const log = openUserEventLog(folder, silentLog);
		symlinkSync('/dev/full', file);
		const [failed, fine] = [anEvent(), anEvent()];
		await assert.rejects(log.append([failed]), isCode('store.full'));
		rmSync(file);
		await log.append([fine]);
		log.dispose();
		assert.deepEqual(ids((await readAll()).events), [fine.id]);
	});

	it('says that a folder may not be written, and still reads what is in it', async () => {
		const event = anEvent();
		await append(event);
		const log = openUserEventLog(folder, silentLog);
		chmodSync(file, 0o444);
		chmodSync(folder, 0o555);
		await asNobody(() => assert.rejects(log.append([anEvent()]), isCode('store.readOnly')));
		const read = await asNobody(() => log.read(undefined, never));
		log.dispose();
		assert.deepEqual([ids(read.events), read.damage], [[event.id], []]);
		chmodSync(folder, 0o755);
	});

	it('says in a sentence that a folder cannot be there at all', async () => {
		writeFileSync(join(folder, 'taken'), '');
		const log = openUserEventLog(join(folder, 'taken'), silentLog);
		await assert.rejects(log.append([anEvent()]), isCode('store.failed'));
		await assert.rejects(log.read(undefined, never), isCode('store.failed'));
		log.dispose();
	});

	it('says that the file was replaced, and then gives what is in it now', async () => {
		const [old, one, other] = [anEvent(), anEvent(), anEvent()];
		await append(old);
		const log = openUserEventLog(folder, silentLog);
		await log.read(undefined, never);
		const position = log.position();
		const told = new Promise<void>((resolve) => log.onDidReset(resolve));
		rmSync(file);
		await append(one);
		await append(other);
		await told;
		const { events, isTail } = await log.read(position, never);
		log.dispose();
		assert.deepEqual([ids(events), isTail], [ids([one, other]), undefined]);
	});

	it('keeps order and state when the clock is set back an hour, in this window and in one that is opened then', async () => {
		const clock = aClock();
		const opened: { dispose(): unknown }[] = [];
		const aWindow = async () => {
			const log = openUserEventLog(folder, silentLog);
			const incidents = someIncidents({ events: log, clock });
			opened.push(log, incidents);
			await incidents.load(never);
			return incidents;
		};
		const here = await aWindow();
		const { id } = await here.create(aNewIncident());
		await here.edit(id, { title: 'Before' });
		clock.set(NOON - 3_600_000);
		await here.edit(id, { title: 'Set back' });
		await (await aWindow()).edit(id, { title: 'Said last' });
		const { events } = await readAll();
		const titles = [...events]
			.sort((a, b) => (a.at < b.at ? -1 : 1))
			.map(({ payload }) => (payload as { readonly title: string }).title);
		assert.deepEqual(titles, ['Checkout is down', 'Before', 'Set back', 'Said last']);
		assert.equal(fold(events)?.title, 'Said last');
		assert.equal((await aWindow()).list()[0]?.title, 'Said last');
		for (const one of opened.reverse()) {
			one.dispose();
		}
	});

	it('shows what other windows have seen, though the disk did not confirm it and its writer was told so', async () => {
		await append(anEvent());
		const [here, there] = [openUserEventLog(folder, silentLog), openUserEventLog(folder, silentLog)];
		await Promise.all([here, there].map((log) => log.read(undefined, never)));
		const told = (log: typeof here) => new Promise<readonly IncidentEvent[]>((resolve) => log.onDidAppend(resolve));
		const [toldHere, toldThere] = [told(here), told(there)];
		const event = anEvent();
		await unconfirmed(() => assert.rejects(here.append([event]), isCode('store.full')));
		assert.deepEqual(await Promise.all([toldHere, toldThere]), [[event], [event]]);
		here.dispose();
		there.dispose();
	});

	it('looks again when looking failed, even if nothing changes any more', async () => {
		await append(anEvent());
		const looked = new Emitter<void>();
		let looks = 0;
		const look = async () => {
			looks++;
			looked.fire();
			if (looks === 1) {
				throw new Error('too many open files');
			}
		};
		const following = follow({ folder, state, look, log: silentLog });
		await until(() => looks === 2, looked.event, 1000);
		following.dispose();
	});

	it('hears of changes within a second where the file system does not tell of them', async () => {
		await append(anEvent());
		let looks = 0;
		const looked = new Emitter<void>();
		const look = async () => {
			looks++;
			looked.fire();
			if (looks === 1) {
				throw new Error('This is tried again.');
			}
		};
		const unwatchable = join(folder, 'gone');
		const following = follow({ folder: unwatchable, state, look, log: silentLog });
		await until(() => looks === 2, looked.event, 5000);
		await append(anEvent());
		await until(() => looks === 3, looked.event, 1000);
		following.dispose();
	});

	it('lets others have their turn while it reads 50 MB', async () => {
		const line = lineOf(Array.from({ length: 4 }, () => anEvent({ payload: { text: 'y'.repeat(2000) } })));
		writeFileSync(file, Buffer.concat(Array.from({ length: Math.ceil(50_000_000 / line.length) }, () => line)));
		const turns = await turnsDuring(async () => assert.ok((await readAll()).events.length > 20_000));
		assert.ok(turns > 200, `${turns} turns`); // how long each one waits, the benchmark says
	});

	it('is not stopped by a file that is nothing but noise', async () => {
		writeFileSync(file, Buffer.alloc(20_000_000, 'noise{"crc":"'));
		const { events, damage } = await readAll();
		assert.deepEqual([events, damage.length > 0], [[], true]);
		assert.ok(existsSync(damage[0]?.kept ?? ''));
	});
});

/** How many turns others get while `act` runs. */
async function turnsDuring(act: () => Promise<void>): Promise<number> {
	let turns = 0;
	let isOver = false;
	const tick = () => {
		turns++;
		if (!isOver) {
			setImmediate(tick);
		}
	};
	tick();
	await act();
	isOver = true;
	return turns;
}

/** Lets syncs fail meanwhile, as a full quota does on a network drive: the bytes are there, the promise is not. */
async function unconfirmed(act: () => Promise<void>): Promise<void> {
	const { fsyncSync } = fs;
	fs.fsyncSync = () => {
		throw Object.assign(new Error('quota exceeded'), { code: 'EDQUOT' });
	};
	syncBuiltinESMExports();
	try {
		await act();
	} finally {
		fs.fsyncSync = fsyncSync;
		syncBuiltinESMExports();
	}
}

/** Runs as a user without rights where we are root, whom no file mode stops. */
async function asNobody<T>(act: () => Promise<T>): Promise<T> {
	if (process.geteuid?.() !== 0) {
		return act();
	}
	process.seteuid?.(65534);
	try {
		return await act();
	} finally {
		process.seteuid?.(0);
	}
}
