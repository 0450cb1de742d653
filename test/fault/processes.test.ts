import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import type { IncidentEvent } from '../../src/core/incident/event';
import type { EventLog } from '../../src/core/ports/eventLog';
import { bundledScript, writing } from '../support/childLogs';
import { anEvent, silentLog, until } from '../support/incidents';
import { quickFolder } from '../support/scratch';

const never = new AbortController().signal;
const SEGMENT_LIMIT = 200_000;

describe('many processes on one log', function () {
	this.timeout(300_000);
	let scratch: string;
	let writer: string;
	let count = 0;

	before(async () => {
		scratch = quickFolder();
		writer = await bundledScript('logWriter', scratch);
	});
	after(() => rmSync(scratch, { recursive: true }));

	function aFolder() {
		const made = join(scratch, String(++count));
		mkdirSync(made);
		return made;
	}

	/** A window that keeps all it is given. */
	async function aWindow(folder: string) {
		const log = openUserEventLog(folder, silentLog, { segmentLimit: SEGMENT_LIMIT });
		const events = new Map<string, IncidentEvent>();
		const take = (some: readonly IncidentEvent[]) => {
			for (const event of some) {
				events.set(event.id, event);
			}
		};
		let readings = Promise.resolve();
		const readAnew = async () => {
			events.clear();
			take((await log.read(undefined, never)).events);
		};
		log.onDidAppend(take);
		log.onDidReset(() => {
			readings = readings.then(readAnew);
		});
		await readAnew();
		const text = () =>
			[...events.values()]
				.map((event) => JSON.stringify(event))
				.sort()
				.join('\n');
		return { log, events, text, ids: () => [...events.keys()].sort(), settled: () => readings };
	}

	async function freshIds(folder: string): Promise<readonly string[]> {
		const { log, ids } = await aWindow(folder);
		log.dispose();
		return ids();
	}

	const has = (
		window: { readonly log: EventLog; readonly events: ReadonlyMap<string, unknown> },
		ids: readonly string[],
	) => until(() => ids.every((id) => window.events.has(id)), window.log.onDidAppend, 120_000);

	it('loses nothing acknowledged when they are killed at 200 points, while others write to the same', async () => {
		const limit = pLimit(8);
		const folders = Array.from({ length: 10 }, aFolder);
		const open = await Promise.all(folders.map(aWindow));
		const killed = await Promise.all(
			Array.from({ length: 200 }, (_, index) =>
				limit(async () => {
					const after = 1 + Math.floor(Math.random() * 20);
					const bytes = index % 3 === 0 ? '60000' : '500';
					const { acknowledged } = await writing(
						process.execPath,
						[writer, folders[index % 10] ?? '', '100000', bytes, '1', String(SEGMENT_LIMIT)],
						(lines, child) => lines >= after && child.kill('SIGKILL'),
					);
					assert.ok(acknowledged.length >= after);
					return acknowledged;
				}),
			),
		);
		for (const [index, folder] of folders.entries()) {
			const acknowledged = killed.filter((_, at) => at % 10 === index).flat();
			const kept = await freshIds(folder);
			assert.deepEqual(
				acknowledged.filter((id) => !kept.includes(id)),
				[],
			);
			const window = open[index];
			assert.ok(window);
			await has(window, kept);
			assert.deepEqual(window.ids(), await freshIds(folder), 'a window that was open all the time knows the same');
			window.log.dispose();
		}
	});

	for (const processes of [2, 4]) {
		it(`keeps what ${processes} append at once, 5,000 events each, and tells a window of each`, async () => {
			const folder = aFolder();
			const window = await aWindow(folder);
			let told = 0;
			window.log.onDidAppend((events) => {
				told += events.length;
			});
			const all = await Promise.all(
				Array.from({ length: processes }, () => writing(process.execPath, [writer, folder, '5000', '400', '4'])),
			);
			const acknowledged = all.flatMap((one) => one.acknowledged).sort();
			assert.equal(acknowledged.length, processes * 5000);
			await has(window, acknowledged);
			window.log.dispose();
			assert.deepEqual(window.ids(), acknowledged);
			assert.equal(told, acknowledged.length, 'each once');
			assert.deepEqual(await freshIds(folder), acknowledged);
			const other = await aWindow(folder);
			other.log.dispose();
			assert.ok(window.text() === other.text(), 'both windows have the same events, of which the same state follows');
		});
	}

	it('loses nothing while others put segments together and erase incidents, and windows end the same', async () => {
		const folder = aFolder();
		const small = 20_000;
		const window = await aWindow(folder);
		const doomed = Array.from(
			{ length: 12 },
			(_, index) => `01KAT2Q5R0DDDDDDDDDDDDDD${String(index).padStart(2, '0')}`,
		);
		const writers = Array.from({ length: 3 }, () =>
			writing(process.execPath, [writer, folder, '1500', '1500', '2', String(small)]),
		);
		const secret = 'the customer’s name';
		const tombstones: string[] = [];
		for (const incident of doomed) {
			const log = openUserEventLog(folder, silentLog, { segmentLimit: small });
			await log.read(undefined, never); // which puts small segments together, behind
			await log.append([anEvent({ incident, payload: { text: secret } })]);
			const tombstone = anEvent({ incident, type: 'incident.erased', payload: {} });
			await log.erase(tombstone);
			tombstones.push(tombstone.id);
			log.dispose();
		}
		const acknowledged = (await Promise.all(writers)).flatMap((one) => one.acknowledged);
		assert.equal(acknowledged.length, 4500);
		const expected = [...acknowledged, ...tombstones].sort();
		assert.deepEqual(await freshIds(folder), expected);
		await has(window, expected);
		await window.settled();
		window.log.dispose();
		const shown = [...window.events.values()].filter(
			({ incident, type }) => type === 'incident.erased' || !doomed.includes(incident),
		);
		assert.deepEqual(shown.map(({ id }) => id).sort(), expected);
	});
});
