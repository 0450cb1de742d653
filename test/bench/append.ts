// How long an append takes until it is acknowledged, in logs of 1,000, 10,000 and 100,000 events, beside one write and one flush of the same bytes to an
// open file on the same disk, in turns.
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lineOf } from '../../src/adapters/store/segments/lines';
import { openUserEventLog } from '../../src/adapters/store/user/eventLog';
import { anEvent, silentLog } from '../support/incidents';
import { never } from '../support/repository';
import { type BenchResult, mediansMs } from './result';

const SIZES = [1_000, 10_000, 100_000];
const RUNS = 300;
/** What one append of a small change writes. */
const TEXT = 'x'.repeat(200);
const SEGMENT = 4 * 1024 * 1024;

export async function run(): Promise<BenchResult[]> {
	const results: BenchResult[] = [];
	for (const size of SIZES) {
		results.push(await measured(size));
	}
	return results;
}

async function measured(size: number): Promise<BenchResult> {
	const scratch = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
	const folder = join(scratch, 'incidents');
	fill(folder, size);
	const log = openUserEventLog(folder, silentLog);
	const plain = await open(join(scratch, 'plain'), 'a');
	try {
		await log.read(undefined, never()); // so that it is followed, as in a window
		const line = lineOf([anEvent({ payload: { text: TEXT } })]);
		const [value, referenceValue] = await mediansMs(
			RUNS,
			() => log.append([anEvent({ payload: { text: TEXT } })]),
			async () => {
				await plain.write(line);
				await plain.sync();
			},
		);
		const ratio = value / referenceValue;
		return {
			name: `append to a log of ${size.toLocaleString('en')} events`,
			value,
			unit: 'ms',
			reference: 'one write and flush',
			referenceValue,
			ratio,
			target: '≤ 2 ×',
			met: ratio <= 2,
		};
	} finally {
		await plain.close();
		log.dispose();
		rmSync(scratch, { recursive: true, force: true });
	}
}

/** Segments as they are when windows have written that much. */
function fill(folder: string, size: number): void {
	mkdirSync(folder, { recursive: true });
	let part = 1;
	let file = openSync(join(folder, 'events.jsonl'), 'w');
	let written = 0;
	for (let event = 0; event < size; event++) {
		written += writeSync(file, lineOf([anEvent({ payload: { text: TEXT } })]));
		if (written > SEGMENT) {
			closeSync(file);
			part++;
			written = 0;
			file = openSync(join(folder, `events-${String(part).padStart(4, '0')}.jsonl`), 'w');
		}
	}
	closeSync(file);
}
