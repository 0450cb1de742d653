import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mayHaveReverts } from '../../../src/host/mayHaveReverts';

describe('reverts that may wait', () => {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-waiting-'));
	const inside = join(folder, 'packages/shop');
	before(() => mkdirSync(inside, { recursive: true }));
	after(() => rmSync(folder, { recursive: true, force: true }));

	it('are looked for also where a folder inside of the repository is open', async () => {
		mkdirSync(join(folder, '.git'));
		assert.deepEqual([await mayHaveReverts(folder), await mayHaveReverts(inside)], [false, false]);
		mkdirSync(join(folder, '.git/faultline/reverts'), { recursive: true });
		assert.deepEqual([await mayHaveReverts(folder), await mayHaveReverts(inside)], [true, true]);
	});

	it('are looked for in a worktree, whose notes are elsewhere', async () => {
		writeFileSync(join(inside, '.git'), 'gitdir: /elsewhere\n');
		assert.equal(await mayHaveReverts(inside), true);
	});
});
