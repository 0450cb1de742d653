import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	watch,
	writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { openRepositoryEventLog } from '../../src/adapters/store/repository/eventLog';
import { lineOf } from '../../src/adapters/store/segments/lines';
import { rewrite } from '../../src/adapters/store/segments/rewrite';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { FaultlineError } from '../../src/base/errors';
import type { IncidentEvent } from '../../src/core/incident/event';
import type { EventLog, LogDamage } from '../../src/core/ports/eventLog';
import { bundledScript, writing } from '../support/childLogs';
import { anEvent, silentLog, until } from '../support/incidents';
import { quickFolder } from '../support/scratch';

const never = new AbortController().signal;
const DOOMED = '01KAT2Q5R0DDDDDDDDDDDDDDDD';
const SECRET = 'Jane Doe, 4 Privet Drive';
const ids = (events: readonly IncidentEvent[]) => events.map(({ id }) => id).sort();
const doomed = () => anEvent({ incident: DOOMED, payload: { text: SECRET } });
const tombstone = () => anEvent({ incident: DOOMED, type: 'incident.erased', payload: {} });

/** Segments this small are put together soon. */
const open = (folder: string, onDamage?: (damage: LogDamage) => void) =>
	openUserEventLog(folder, silentLog, { segmentLimit: 1000, ...(onDamage && { onDamage }) });
const openInRepository = (workTree: string) => openRepositoryEventLog({ workTree, isTrusted: () => true }, silentLog);

describe('cleaning up an event log', function () {
	this.timeout(300_000);
	let scratch: string;
	let cleaner: string;
	let folder: string;
	let count = 0;

	before(async () => {
		scratch = quickFolder();
		cleaner = await bundledScript('logCleaner', scratch);
	});
	after(() => rmSync(scratch, { recursive: true }));
	beforeEach(() => {
		folder = aFolder();
	});

	function aFolder() {
		const made = join(scratch, String(++count));
		mkdirSync(made);
		return made;
	}

	async function filled(log: EventLog): Promise<readonly string[]> {
		const kept = Array.from({ length: 32 }, () => anEvent());
		for (const [index, event] of kept.entries()) {
			await log.append(index % 8 === 0 ? [event, doomed()] : [event]);
		}
		log.dispose();
		return ids(kept);
	}

	async function read(log: EventLog) {
		try {
			return await log.read(undefined, never);
		} finally {
			log.dispose();
		}
	}

	const holdsSecret = (where: string) =>
		readdirSync(where, { recursive: true, encoding: 'utf8' }).filter(
			(name) => !name.startsWith('.git/') && name.includes('.') && includesSecret(join(where, name)),
		);

	for (const home of ['user', 'repository'] as const) {
		it(`loses nothing, and erases in the end, wherever an erase is killed (${home})`, async () => {
			const openLog = home === 'user' ? open : openInRepository;
			if (home === 'repository') {
				execFileSync('git', ['init', '-q', '-b', 'main', folder]);
			}
			const kept = await filled(openLog(folder));
			const erasing = async (killAt: number) => {
				const copy = aFolder();
				cpSync(folder, copy, { recursive: true });
				const { acknowledged } = await writing(process.execPath, [cleaner, home, copy, DOOMED, String(killAt)]);
				return { copy, changes: Number(acknowledged[0] ?? 0) };
			};
			const { changes } = await erasing(Number.MAX_SAFE_INTEGER);
			assert.ok(changes > 20, `${changes} changes`);
			const limit = pLimit(4);
			await Promise.all(
				Array.from({ length: changes }, (_, index) =>
					limit(async () => {
						const { copy } = await erasing(index + 1);
						const after = await read(openLog(copy));
						const others = after.events.filter(({ incident }) => incident !== DOOMED);
						assert.deepEqual([...new Set(ids(others))], kept, `killed at ${index + 1}`);
						const again = openLog(copy);
						await again.read(undefined, never);
						await again.erase(tombstone());
						again.dispose();
						assert.deepEqual(holdsSecret(copy), [], `killed at ${index + 1}`);
						const { events, damage } = await read(openLog(copy));
						const left = events.filter(({ type }) => type !== 'incident.erased');
						assert.deepEqual([[...new Set(ids(left))], damage], [kept, []], `killed at ${index + 1}`);
					}),
				),
			);
		});
	}

	it('is finished by the next window, where the one that erased was killed', async () => {
		const kept = await filled(open(folder));
		await writing(process.execPath, [cleaner, 'user', folder, DOOMED, '24']);
		assert.notDeepEqual(holdsSecret(folder), []);
		const log = open(folder);
		const isDone = () =>
			holdsSecret(folder).length === 0 && !readdirSync(folder).some((name) => /todo|lock|tmp/.test(name));
		const done = until(isDone, changesIn(folder), 60_000);
		await log.read(undefined, never);
		await done;
		log.dispose();
		const { events } = await read(open(folder));
		assert.deepEqual(ids(events.filter(({ type }) => type !== 'incident.erased')), kept);
	});

	it('goes on from a position of before, without reading again what was only moved', async () => {
		await filled(open(folder));
		const log = open(folder);
		await log.read(undefined, never);
		const position = log.position();
		const erased = tombstone();
		await log.erase(erased);
		log.dispose();
		const { events, isTail } = await open(folder).read(position, never);
		assert.deepEqual([ids(events), isTail], [[erased.id], true]);
	});

	it('puts many small segments together, and a position of before stays one', async () => {
		const kept = await filled(open(folder));
		const log = open(folder);
		await log.read(undefined, never);
		const position = log.position();
		await until(
			() => readdirSync(folder).filter((name) => name.endsWith('.jsonl')).length <= 2,
			changesIn(folder),
			60_000,
		);
		log.dispose();
		const { events } = await read(open(folder));
		assert.deepEqual(ids(events.filter(({ incident }) => incident !== DOOMED)), kept);
		const next = anEvent();
		const writer = open(folder);
		await writer.append([next]);
		writer.dispose();
		const later = open(folder);
		assert.deepEqual(await later.read(position, never), { events: [next], damage: [], isTail: true });
		later.dispose();
	});

	it('removes what may be of the erased incident from damaged lines and their copies, says so, and keeps the rest', async () => {
		const [fine, other] = [anEvent(), anEvent()];
		const torn = lineOf([doomed()]).subarray(0, -30);
		const headless = lineOf([doomed()]).subarray(130);
		const unreadable = lineOf([anEvent({ payload: { text: 'of another one, and cut off behind' } })]).subarray(0, -20);
		writeFileSync(
			join(folder, 'events.jsonl'),
			Buffer.concat([torn, lineOf([fine, doomed()]), headless, unreadable, Buffer.from('\n'), lineOf([other])]),
		);
		const damage: LogDamage[] = [];
		const log = open(folder, (one) => damage.push(one));
		const before = await log.read(undefined, never);
		assert.equal(before.damage.length, 1);
		assert.ok(holdsSecret(folder).length > 1, 'there is a copy');
		const erased = tombstone();
		await log.erase(erased);
		log.dispose();
		assert.deepEqual(holdsSecret(folder), []);
		assert.equal(damage.length, 1);
		const { events } = await read(open(folder));
		assert.deepEqual(ids(events), ids([fine, other, erased]));
		const everything = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'));
		assert.ok(everything.join('').includes('of another one'));
	});

	it('drops what another window still wrote on an erased incident', async () => {
		const log = open(folder);
		await log.append([anEvent()]);
		await log.erase(tombstone());
		log.dispose();
		appendFileSync(join(folder, 'events.jsonl'), lineOf([doomed()]));
		const next = open(folder);
		await next.read(undefined, never);
		await next.erase(tombstone());
		next.dispose();
		assert.deepEqual(holdsSecret(folder), []);
	});

	for (const into of ['one', 'each'] as const) {
		it(`puts segments back where they cannot be copied (into ${into})`, async () => {
			const line = lineOf([anEvent(), doomed()]);
			writeFileSync(join(folder, 'events.jsonl'), line);
			const says = () => {
				throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
			};
			const needs = { folder, into, refusesLinks: false, mode: 0o600, says, log: silentLog };
			await assert.rejects(rewrite(['events.jsonl'], new Set([DOOMED]), needs), { code: 'ENOSPC' });
			assert.deepEqual(readdirSync(folder), ['events.jsonl']);
			assert.deepEqual(readFileSync(join(folder, 'events.jsonl')), line);
		});
	}

	it('is not stopped by a clean-up whose process ended', async () => {
		const ended = Number(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }));
		await filled(open(folder));
		writeFileSync(join(folder, 'clean-up.lock'), JSON.stringify({ pid: ended, host: hostname() }));
		const log = open(folder);
		await log.erase(tombstone());
		log.dispose();
		assert.deepEqual([holdsSecret(folder), existsSync(join(folder, 'clean-up.lock'))], [[], false]);
	});

	it('says that the text could not be removed yet, and removes it the next time', async () => {
		const kept = await filled(open(folder));
		const lock = join(folder, 'clean-up.lock');
		writeFileSync(lock, JSON.stringify({ pid: process.ppid, host: hostname() }));
		const log = openUserEventLog(folder, silentLog, { waitMs: 100 });
		await assert.rejects(log.erase(tombstone()), (error) => FaultlineError.is(error, 'store.eraseUnfinished'));
		rmSync(lock);
		await log.erase(tombstone());
		log.dispose();
		assert.deepEqual(holdsSecret(folder), []);
		const { events } = await read(open(folder));
		assert.deepEqual(ids(events.filter(({ type }) => type !== 'incident.erased')), kept);
	});
});

/** Tells of changes in a folder, for `until`. */
function changesIn(folder: string) {
	return (look: () => void) => {
		const watching = watch(folder, look);
		return { dispose: () => watching.close() };
	};
}

function includesSecret(path: string): boolean {
	try {
		return readFileSync(path).includes(SECRET);
	} catch {
		return false; // it was removed meanwhile
	}
}
