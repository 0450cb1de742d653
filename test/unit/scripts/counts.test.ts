import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countsOf, total } from '../../../scripts/counts.mjs';

const root = join(__dirname, '../../..');

describe('the counts of npm test', function () {
	this.timeout(20_000);
	const folder = mkdtempSync(join(tmpdir(), 'faultline-counts-'));
	const counts = join(folder, 'counts.json');

	afterEach(() => rmSync(counts, { force: true }));
	after(() => rmSync(folder, { recursive: true, force: true }));

	/** Runs a test file the way npm test does. */
	const run = (text: string, isFiltered = false) => {
		const file = join(folder, 'some.test.cjs');
		writeFileSync(file, text);
		const reporter = ['--reporter', 'test/support/reporter.cjs', '--reporter-option', `counts=${counts}`];
		const { status } = spawnSync(process.execPath, ['node_modules/mocha/bin/mocha.js', ...reporter, file], {
			cwd: root,
		});
		return countsOf(counts, status ?? 1, isFiltered);
	};

	it('are those of the tests', () => {
		const two = `it('passes', () => {}); it('fails', () => { throw new Error('on purpose'); });`;
		assert.deepEqual(run(two), { passed: 1, failed: 1 });
	});

	it('have a failure for a hook that fails', () => {
		assert.deepEqual(run(`before(() => { throw new Error('on purpose'); }); it('never runs', () => {});`), {
			passed: 0,
			failed: 1,
		});
	});

	it('have a failure for a suite that crashes, or cannot be read', () => {
		assert.deepEqual(run(`it('ends everything', () => process.kill(process.pid, 'SIGKILL'));`), {
			passed: 0,
			failed: 1,
		});
		assert.deepEqual(run('this is not JavaScript'), { passed: 0, failed: 1 });
	});

	it('have a failure for a suite in which nothing ran, unless a filter is why', () => {
		assert.deepEqual(run(''), { passed: 0, failed: 1 });
		assert.deepEqual(run('', true), { passed: 0, failed: 0 });
	});

	it('have a failure when nothing ran in any suite, filter or not', () => {
		const none = { passed: 0, failed: 0 };
		assert.deepEqual(total([{ ...none, hasTests: true }]), { passed: 0, failed: 1 });
		assert.deepEqual(total([{ ...none, hasTests: false }]), none);
		assert.deepEqual(
			total([
				{ ...none, hasTests: true },
				{ passed: 3, failed: 2, hasTests: true },
			]),
			{ passed: 3, failed: 2 },
		);
	});
});
