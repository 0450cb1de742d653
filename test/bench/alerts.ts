// What ten thousand alerts in one answer cost the extension host: asked over HTTP, read, taken in, remembered.
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { alertmanager } from '../../src/adapters/alerts/alertmanager/source';
import * as library from '../../src/adapters/http/axios';
import { httpClient } from '../../src/adapters/http/client';
import { openIncidentStore } from '../../src/adapters/projection/incidentStore';
import { createIncidents } from '../../src/app/createIncidents';
import { takeAlerts } from '../../src/app/takeAlerts';
import type { Breather } from '../../src/base/slices';
import { runInSlices } from '../../src/base/slices';
import type { Memory } from '../../src/core/alerts/intake';
import { memoryText, readMemory } from '../../src/core/alerts/memoryText';
import type { AlertSource } from '../../src/core/ports/alertSource';
import { takingInto } from '../support/alerts';
import { memoryHome, silentLog, someIds } from '../support/incidents';
import type { BenchResult } from './result';

const COUNT = 10_000;
const never = new AbortController().signal;

export async function run(): Promise<BenchResult[]> {
	const labels = (index: number) => ({
		alertname: `Alert${index % 40}`,
		instance: `web-${index}.shop.example:9100`,
		job: 'node',
		...{ service: `service-${index % 300}`, severity: index % 3 ? 'warning' : 'critical', env: 'production' },
	});
	const annotations = { summary: 'Disk fills', description: 'It is full within four hours, by how it fills now.' };
	const startsAt = new Date(Date.now() - 60_000).toISOString();
	const text = JSON.stringify(
		Array.from({ length: COUNT }, (_, index) => ({
			...{ labels: labels(index), annotations, startsAt, endsAt: startsAt, updatedAt: startsAt },
			...{ fingerprint: index.toString(16).padStart(16, '0'), generatorURL: 'http://p.example/graph?g0.expr=1' },
			...{ receivers: [{ name: 'team' }], status: { state: 'active', silencedBy: [], inhibitedBy: [] } },
		})),
	);
	const server = createServer((_request, response) => response.end(text));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const base = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
	const clock = { now: () => Date.now() };
	let longest = 0;
	let busy = 0;
	let sliceFrom: number | undefined;
	/** Somebody works from now on, if nobody did. */
	const began = () => {
		sliceFrom ??= performance.now();
	};
	const ended = () => {
		if (sliceFrom !== undefined) {
			const ms = performance.now() - sliceFrom;
			longest = Math.max(longest, ms);
			busy += ms;
			sliceFrom = undefined;
		}
	};
	/** A slice begins when it asks for the time, and ends where it pauses. */
	const breather: Breather = {
		now: () => {
			began();
			return performance.now();
		},
		pause: () => {
			ended();
			return new Promise((resolve) => setImmediate(resolve));
		},
	};
	const http = httpClient(
		library,
		{ name: 'Alerts', base },
		{ log: silentLog, clock, random: Math.random, wait: (ms, signal) => pause(ms, undefined, { signal }) },
	);
	const source: AlertSource = alertmanager({
		...{ http, base, name: 'Alerts', clock, breather, log: silentLog },
		wait: (ms) => pause(ms),
	});
	const wasmFile = join(process.cwd(), 'node_modules/sql.js/dist/sql-wasm.wasm');
	const store = openIncidentStore({ events: memoryHome().open(), log: silentLog, wasmFile, build: 'bench' });
	const incidents = createIncidents({ store, log: silentLog, actor: 'Ann', clock, newId: someIds(1) });
	await incidents.load(never);
	/** The store works in a worker of its own; its time is not the host's. */
	const beside: typeof incidents = {
		...incidents,
		create: async (incident) => {
			ended();
			const made = await incidents.create(incident);
			began();
			return made;
		},
		withFingerprint: async (fingerprint) => {
			ended();
			const found = await incidents.withFingerprint(fingerprint);
			began();
			return found;
		},
	};
	let memory: Memory = new Map();
	let last: unknown;
	const poll = async () => {
		[longest, busy] = [0, 0];
		const answer = await source.list(never);
		ended();
		if (answer === last) {
			return { opened: [], changed: [] }; // as the window does
		}
		last = answer;
		began();
		const taken = await takeAlerts(answer, memory, takingInto(beside, { breather, now: Date.now() }), never);
		ended();
		memory = taken.memory;
		return taken;
	};
	try {
		const first = await poll();
		const [takenIn, slice] = [busy, longest];
		const second = await poll();
		const again = busy;
		began();
		[longest, busy] = [0, 0];
		const kept = await runInSlices(memoryText({ sources: {}, memory }), breather, never);
		const back = await runInSlices(readMemory(kept), breather, never);
		ended();
		const [keeping, keepingSlice] = [busy, longest];
		const parseMs = timed(() => JSON.parse(text));
		const twins = incidents.list().length - first.opened.length + second.opened.length + second.changed.length;
		if (back.memory.size !== COUNT) {
			throw new Error(`${back.memory.size} of ${COUNT} alerts came back`);
		}
		const reference = 'JSON.parse of the same answer';
		const result = (name: string, value: number, limit: number): BenchResult => ({
			...{ name, value, unit: 'ms', reference, referenceValue: parseMs, ratio: value / parseMs },
			...{ target: `≤ ${limit} ms`, met: value <= limit },
		});
		return [
			result('10,000 alerts of one answer: host time', takenIn, 1000),
			result('10,000 alerts of one answer: longest slice', slice, 50),
			result('10,000 alerts of one answer, second poll: host time', again, 5),
			result('10,000 alerts kept and read again: host time', keeping, 1000),
			result('10,000 alerts kept and read again: longest slice', keepingSlice, 50),
			{
				...{ name: '10,000 alerts of one answer, second poll: twins', value: twins, unit: 'incidents' },
				...{ reference: 'incidents of the first poll', referenceValue: first.opened.length, ratio: twins },
				...{ target: '0', met: twins === 0 },
			},
		];
	} finally {
		incidents.dispose();
		server.closeAllConnections();
		server.close();
	}
}

function timed(work: () => unknown): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}
