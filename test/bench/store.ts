// The store with 100,000 events on 10,000 incidents: how long a start takes, how long the extension host stands still for it, what an append
// and a search cost, and what an incident weighs in the host. Beside the floor (parsing the same JSON), one write with fsync on the same disk,
// and a store that exports its whole sql.js database on each write.
import {
	closeSync,
	fsyncSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import initSqlJs from 'sql.js';
import { storeInWorker } from '../../src/adapters/projection/inWorker';
import { lineOf } from '../../src/adapters/store/segments/lines';
import { SEGMENT_LIMIT } from '../../src/adapters/store/user/eventLog';
import { createIncidents } from '../../src/app/createIncidents';
import type { IncidentEvent } from '../../src/core/incident/event';
import type { IncidentSummary } from '../../src/core/incident/summary';
import type { IncidentStore } from '../../src/core/ports/incidentStore';
import { inTreeOrder } from '../../src/host/views/nodes';
import { aClock, anEvent, silentLog, someIds } from '../support/incidents';
import { never } from '../support/repository';
import { aHistory, EVENTS_EACH } from '../support/storeHistory';
import { type BenchResult, median } from './result';

const INCIDENTS = 10_000;
const RUNS = 5;
const APPENDS = 300;
const WORDS = [
	'typeerror',
	'order 77',
	'undefined',
	'region 7 pay',
	'src/price',
	'null pointer',
	'at',
	'reverted',
	'e',
	'INC-7',
];

export async function run(): Promise<BenchResult[]> {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-store-'));
	try {
		const events = aHistory(INCIDENTS);
		fill(folder, events);
		const text = `[${events.map((event) => JSON.stringify(event)).join(',')}]`;
		const floor = await medianOf(RUNS, () => void JSON.parse(text));
		const results: BenchResult[] = [];
		const at = (name: string, value: number, target: string, met: boolean, reference: string, referenceValue: number) =>
			results.push({ name, value, unit: 'ms', reference, referenceValue, ratio: value / referenceValue, target, met });

		const cold = await started(folder);
		at(
			'store: cold start, 100,000 events, until the list is there',
			cold.wallMs,
			'≤ 3 s',
			cold.wallMs <= 3000,
			'JSON.parse of the same',
			floor,
		);
		at(
			'store: cold start, longest standstill of the host',
			cold.longestMs,
			'≤ 50 ms',
			cold.longestMs <= 50,
			'JSON.parse of the same',
			floor,
		);
		await cold.store.flushSnapshot();
		const size = statSync(join(folder, 'store.snapshot')).size;
		cold.store.dispose();

		const warm: Start[] = [];
		for (let index = 0; index < RUNS; index++) {
			const start = await started(folder);
			warm.push(start);
			start.store.dispose();
		}
		const warmHost = median(warm.map(({ hostMs }) => hostMs));
		const warmLongest = median(warm.map(({ longestMs }) => longestMs));
		const warmWall = median(warm.map(({ wallMs }) => wallMs));
		at(
			'store: warm start, extension-host time',
			warmHost,
			'≤ 300 ms',
			warmHost <= 300,
			'JSON.parse of the same',
			floor,
		);
		at(
			'store: warm start, longest standstill of the host',
			warmLongest,
			'≤ 50 ms',
			warmLongest <= 50,
			'JSON.parse of the same',
			floor,
		);
		at(
			'store: warm start, until the list is there',
			warmWall,
			'below a cold one',
			warmWall < cold.wallMs,
			'a cold one',
			cold.wallMs,
		);

		const { store, incidents } = await started(folder);
		const searches: number[] = [];
		for (let round = 0; round < RUNS; round++) {
			for (const word of WORDS) {
				searches.push(await lasting(() => incidents.search(word, never())));
			}
		}
		const worst = Math.max(
			...WORDS.map((_, index) => median(searches.filter((__, at) => at % WORDS.length === index))),
		);
		at(
			'store: search over 10,000 incidents, the slowest of ten',
			worst,
			'≤ 30 ms',
			worst <= 30,
			'JSON.parse of the same',
			floor,
		);
		const lately = incidents.list().slice(0, WORDS.length);
		const lookBacks: number[] = [];
		for (let round = 0; round < RUNS; round++) {
			for (const { id } of lately) {
				lookBacks.push(await lasting(() => incidents.earlier(id, never())));
			}
		}
		const slowest = Math.max(
			...lately.map((_, index) => median(lookBacks.filter((__, at) => at % lately.length === index))),
		);
		at(
			'store: earlier incidents like one of 10,000, the slowest of ten',
			slowest,
			'≤ 50 ms',
			slowest <= 50,
			'JSON.parse of the same',
			floor,
		);
		store.dispose();

		results.push(weight(await summariesOf(folder), size / INCIDENTS));
		results.push(...(await appends(events)));
		return results;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

interface Start {
	readonly store: IncidentStore;
	readonly incidents: ReturnType<typeof createIncidents>;
	readonly wallMs: number;
	/** What this thread worked for it: without what others took of the machine meanwhile. */
	readonly hostMs: number;
	/** The longest this thread was at it without a pause. */
	readonly longestMs: number;
}

/** Opens the store as the extension does, up to the incidents in the order of the tree. */
async function started(folder: string): Promise<Start> {
	const store = openStore(folder);
	const incidents = createIncidents({ store, log: silentLog, actor: '', clock: aClock(), newId: someIds(1) });
	const watch = watchThread();
	const begun = performance.now();
	await incidents.load(never());
	inTreeOrder(incidents.list());
	const wallMs = performance.now() - begun;
	const { hostMs, longestMs } = watch();
	return { store, incidents, wallMs, hostMs, longestMs };
}

const openStore = (folder: string): IncidentStore =>
	storeInWorker({
		file: join(process.cwd(), 'dist/storeWorker.js'),
		options: { home: { kind: 'user', folder }, snapshot: join(folder, 'store.snapshot'), strings: '' },
		log: silentLog,
		onRestart: () => {},
	});

/** How long this thread works, in all and at most in one turn of its event loop. */
function watchThread(): () => { readonly hostMs: number; readonly longestMs: number } {
	const before = threadMs();
	let longestMs = 0;
	let last = before;
	const timer = setInterval(() => {
		const now = threadMs();
		longestMs = Math.max(longestMs, now - last);
		last = now;
	}, 1);
	return () => {
		clearInterval(timer);
		const now = threadMs();
		return { hostMs: now - before, longestMs: Math.max(longestMs, now - last) };
	};
}

/** What this thread has worked so far, in milliseconds; where the system does not say, the time that has passed. */
function threadMs(): number {
	try {
		// Its own time only: on a machine with much to do, a thread that works little waits much.
		const [nanoseconds = ''] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
		return Number(nanoseconds) / 1e6;
	} catch {
		return performance.now();
	}
}

/** A home as people leave it, where each change is a line: written as the log would, but for the wait for the disk at each of them. */
function fill(folder: string, events: readonly IncidentEvent[]): void {
	let segment = 1;
	let lines: Buffer[] = [];
	let size = 0;
	const write = () => {
		const name = segment === 1 ? 'events.jsonl' : `events-${String(segment).padStart(4, '0')}.jsonl`;
		writeFileSync(join(folder, name), Buffer.concat(lines));
		segment++;
		lines = [];
		size = 0;
	};
	for (let at = 0; at < events.length; ) {
		const count = at % EVENTS_EACH === 0 ? 2 : 1; // an incident comes with its trace
		const line = lineOf(events.slice(at, at + count));
		lines.push(line);
		size += line.length;
		at += count;
		if (size > SEGMENT_LIMIT || at >= events.length) {
			write();
		}
	}
}

async function summariesOf(folder: string): Promise<string> {
	const store = openStore(folder);
	try {
		return JSON.stringify((await store.open(never())).summaries);
	} finally {
		store.dispose();
	}
}

/** What the host's summaries weigh in its memory, beside what the snapshot has on disk. */
function weight(json: string, onDisk: number): BenchResult {
	setFlagsFromString('--expose-gc');
	const collect: () => void = runInNewContext('gc');
	const used = () => {
		collect();
		return process.memoryUsage().heapUsed;
	};
	const before = used();
	const summaries = new Map((JSON.parse(json) as IncidentSummary[]).map((summary) => [summary.id, summary]));
	const listed = [...summaries.values()];
	const value = Math.round((used() - before) / listed.length);
	return {
		...{ name: 'store: memory of an incident in the host', value, unit: 'B', target: '≤ 1 KB', met: value <= 1024 },
		...{ reference: 'the same incident in the snapshot', referenceValue: Math.round(onDisk), ratio: value / onDisk },
	};
}

/** An acknowledged append beside one write with fsync, at three sizes, and beside a store that exports its database each time. */
async function appends(events: readonly IncidentEvent[]): Promise<readonly BenchResult[]> {
	const results: BenchResult[] = [];
	for (const count of [1000, 10_000, 100_000]) {
		const folder = mkdtempSync(join(tmpdir(), 'faultline-append-'));
		try {
			fill(folder, events.slice(0, count));
			const { store, incidents } = await started(folder);
			// A store that was just made anew writes its snapshot, and nothing on this disk is quick meanwhile.
			await store.flushSnapshot();
			const ids = incidents.list().slice(0, APPENDS);
			const ours: number[] = [];
			const plain: number[] = [];
			const file = openSync(join(folder, 'plain'), 'a');
			for (const { id } of ids) {
				const event = anEvent({ incident: id, type: 'incident.edited', payload: { title: 'Changed' } });
				const line = Buffer.from(`${JSON.stringify([event])}\n`);
				plain.push(
					await lasting(() => {
						writeSync(file, line);
						fsyncSync(file);
					}),
				);
				ours.push(await lasting(() => store.append([event])));
			}
			closeSync(file);
			store.dispose();
			const [value, referenceValue] = [median(ours), median(plain)];
			const ratio = value / referenceValue;
			results.push({
				...{ name: `store: append at ${count.toLocaleString('en')} events`, value, unit: 'ms', ratio },
				...{ reference: 'one write and fsync', referenceValue, target: 'ratio ≤ 2', met: ratio <= 2 },
			});
			if (count === 100_000) {
				const naive = await exporting(events, join(folder, 'naive'));
				results.push({
					...{ name: 'store: append at 100,000 events, beside a naive store', value, unit: 'ms', ratio: value / naive },
					...{ reference: 'sql.js exporting the whole database', referenceValue: naive, target: 'ratio ≤ 0.1' },
					met: value / naive <= 0.1,
				});
			}
		} finally {
			rmSync(folder, { recursive: true, force: true });
		}
	}
	return results;
}

/** What a store costs that keeps rows in sql.js and writes the whole database down for each change. */
async function exporting(events: readonly IncidentEvent[], file: string): Promise<number> {
	const engine = await initSqlJs({ locateFile: () => join(process.cwd(), 'dist/sql-wasm.wasm') });
	const database = new engine.Database();
	database.run('create table lines (body text)');
	database.run('begin');
	const insert = database.prepare('insert into lines values (?)');
	for (const event of events) {
		insert.run([JSON.stringify(event)]);
	}
	database.run('commit');
	const value = await medianOf(3, () => {
		database.run('insert into lines values (?)', ['{"title":"Changed"}']);
		writeFileSync(file, database.export(), { flush: true });
	});
	database.close();
	return value;
}

async function medianOf(runs: number, work: () => unknown): Promise<number> {
	const times: number[] = [];
	for (let index = 0; index < runs; index++) {
		times.push(await lasting(work));
	}
	return median(times);
}

async function lasting(work: () => unknown): Promise<number> {
	const begun = performance.now();
	await work();
	return performance.now() - begun;
}
