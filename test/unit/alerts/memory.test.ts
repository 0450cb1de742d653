import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryFile } from '../../../src/adapters/alerts/memoryFile';
import { locked } from '../../../src/adapters/store/segments/lock';
import { runAtOnce } from '../../../src/base/slices';
import { type Known, recordOf, rememberSteps } from '../../../src/core/alerts/intake';
import { memoryText, NOTHING, readMemory } from '../../../src/core/alerts/memoryText';
import { anAlert } from '../../support/alerts';

describe('what is remembered of alerts', () => {
	const memory = new Map<string, Known>();
	const steps = rememberSteps(memory, '01KAT2Q5R07F3KQ8ZJ4N6M2W9X', [
		{ ...recordOf(anAlert()), fingerprint: 'f' },
		{ ...recordOf(anAlert({ key: 'line\nbreak', state: 'resolved' })), fingerprint: '' },
	]);
	runAtOnce(steps);
	const sources = { 'a-1': { at: 1, trouble: 'It cannot be reached.', code: 'http.offline', failures: 2, triedAt: 3 } };

	it('is the same once it was kept', () => {
		const text = runAtOnce(memoryText({ sources, memory }));
		assert.deepEqual(runAtOnce(readMemory(text)), { sources, memory });
	});

	it('is as much of it as can be read where a file is damaged', () => {
		const text = runAtOnce(memoryText({ sources, memory }));
		assert.equal(runAtOnce(readMemory(text.slice(0, -40))).memory.size, 1);
		for (const other of ['', '{}', 'nonsense\n', '{"v":2}\n']) {
			assert.deepEqual(runAtOnce(readMemory(other)), NOTHING);
		}
	});

	describe('on disk', () => {
		const folder = mkdtempSync(join(tmpdir(), 'faultline-alerts-'));
		after(() => rmSync(folder, { recursive: true, force: true }));

		it('is news to other windows only, and leaves nothing half written', async () => {
			const [one, other] = [memoryFile(folder, locked), memoryFile(folder, locked)];
			assert.equal(await one.news(), undefined);
			await one.write('first');
			assert.equal(await one.news(), undefined, 'it was written here');
			assert.equal(await other.news(), 'first');
			assert.equal(await other.news(), undefined);
			await one.polled(42);
			assert.deepEqual([await other.polledAt(), readdirSync(folder).sort()], [42, ['alerts.jsonl', 'polled']]);
			writeFileSync(join(folder, 'polled'), 'nonsense');
			assert.equal(await other.polledAt(), 0);
		});

		it('is worked on by one window at a time', async () => {
			const one = memoryFile(folder, locked);
			let isAtIt = 0;
			let most = 0;
			const work = async () => {
				most = Math.max(most, ++isAtIt);
				await new Promise((resolve) => setTimeout(resolve, 30));
				isAtIt--;
			};
			const all = await Promise.all([
				one.exclusively(5000, work),
				one.exclusively(5000, work),
				one.exclusively(0, work),
			]);
			assert.equal(most, 1);
			assert.ok(all[0] && all[1] && !all[2], 'the third does not wait');
		});
	});
});
