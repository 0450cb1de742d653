// How long the extension host stands still at most while 50 MB are read: text with traces in it, and a log of incidents. Beside the same work
// done at once, which is what the person would have to wait for without slices.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as pause } from 'node:timers/promises';
import { lineOf } from '../../src/adapters/store/segments/lines';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { runInSlices } from '../../src/base/slices';
import { parseSteps, parseText } from '../../src/core/trace/parse';
import { goldenCases } from '../support/golden';
import { anEvent } from '../support/incidents';
import { never, silentLog } from '../support/repository';
import type { BenchResult } from './result';

const SIZE = 50_000_000;

export async function run(): Promise<BenchResult[]> {
	const breather = { now: () => performance.now(), pause: () => pause() };
	const part = `${'2031-02-03T04:05:06Z INFO GET /cart 200 3 ms\n'.repeat(400)}${goldenCases('traces')
		.map(({ input }) => input)
		.join('\n')}\n`;
	const text = part.repeat(Math.ceil(SIZE / part.length));
	const atOnce = await lasting(async () => parseText(text));
	const parsing = await longestStill(() => runInSlices(parseSteps(text), breather, never()));

	const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
	const log = openUserEventLog(folder, silentLog);
	try {
		const line = lineOf(Array.from({ length: 4 }, () => anEvent({ payload: { text: 'y'.repeat(2000) } })));
		writeFileSync(
			join(folder, 'events.jsonl'),
			Buffer.concat(Array.from({ length: Math.ceil(SIZE / line.length) }, () => line)),
		);
		let readingMs = 0;
		const reading = await longestStill(async () => {
			readingMs = await lasting(() => log.read(undefined, never()));
		});
		return [
			result('longest standstill, parsing 50 MB', parsing, 'parsing it at once', atOnce),
			result('longest standstill, reading a 50 MB log', reading, 'the whole reading', readingMs),
		];
	} finally {
		log.dispose();
		rmSync(folder, { recursive: true, force: true });
	}
}

function result(name: string, value: number, reference: string, referenceValue: number): BenchResult {
	const rounded = (ms: number) => Math.round(ms * 10) / 10;
	const figures = { value: rounded(value), unit: 'ms', reference, referenceValue: rounded(referenceValue) };
	return { name, ...figures, ratio: value / referenceValue, target: '≤ 50 ms', met: value <= 50 };
}

async function lasting(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}

/** The longest time between two turns of the event loop while `work` runs, in milliseconds. */
async function longestStill(work: () => Promise<unknown>): Promise<number> {
	let longest = 0;
	let last = performance.now();
	let isOver = false;
	const tick = () => {
		const now = performance.now();
		longest = Math.max(longest, now - last);
		last = now;
		if (!isOver) {
			setImmediate(tick);
		}
	};
	tick();
	await work();
	isOver = true;
	return longest;
}
