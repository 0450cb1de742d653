import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterSecondTry, countsOf, type FileCounts, total, worthASecondTry } from '../../../scripts/counts.mjs';

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
	/** The same, without what is told of each file. */
	const sums = (text: string, isFiltered = false) => {
		const { passed, failed } = run(text, isFiltered);
		return { passed, failed };
	};

	it('are those of the tests', () => {
		const two = `it('passes', () => {}); it('fails', () => { throw new Error('on purpose'); });`;
		assert.deepEqual(sums(two), { passed: 1, failed: 1 });
	});

	it('have a failure for a hook that fails', () => {
		assert.deepEqual(sums(`before(() => { throw new Error('on purpose'); }); it('never runs', () => {});`), {
			passed: 0,
			failed: 1,
		});
	});

	it('have a failure for a suite that crashes, or cannot be read', () => {
		assert.deepEqual(sums(`it('ends everything', () => process.kill(process.pid, 'SIGKILL'));`), {
			passed: 0,
			failed: 1,
		});
		assert.deepEqual(sums('this is not JavaScript'), { passed: 0, failed: 1 });
	});

	it('have a failure for a suite in which nothing ran, unless a filter is why', () => {
		assert.deepEqual(sums(''), { passed: 0, failed: 1 });
		assert.deepEqual(sums('', true), { passed: 0, failed: 0 });
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

	describe('after a second try', () => {
		const of = (passed: number, ...failed: string[]) => ({ passed, failed });
		const first = { passed: 5, failed: 1, files: { a: of(2), b: of(3, 'opens') } };

		it('are by file, with the titles of what failed, hooks included', () => {
			const { files } = run(
				`it('passes', () => {}); describe('s', () => { before(() => { throw new Error('on purpose'); }); it('never runs', () => {}); });`,
			);
			const [[name, told] = []] = Object.entries(files);
			assert.match(name ?? '', /some\.test\.cjs$/);
			assert.deepEqual(told, of(1, 's "before all" hook for "never runs"'));
		});

		it('leave out the failures of a file all of whose tests passed then', () => {
			assert.deepEqual(worthASecondTry(first), ['b']);
			assert.deepEqual(afterSecondTry(first, 'b', { passed: 4, failed: 0, files: { b: of(4) } }), {
				passed: 6,
				failed: 0,
				files: { a: of(2), b: of(4) },
			});
		});

		it('stay where it failed again, broke off, or ran less', () => {
			const tries: readonly FileCounts[] = [
				{ passed: 3, failed: 1, files: { b: of(3, 'opens') } },
				{ passed: 0, failed: 1, files: {} },
				{ passed: 3, failed: 0, files: { b: of(3) } },
			];
			for (const again of tries) {
				assert.equal(afterSecondTry(first, 'b', again), first);
			}
		});

		it('are not asked for where many files failed, or what failed is in none', () => {
			const failing = (names: string) => Object.fromEntries([...names].map((name) => [name, of(0, 'opens')]));
			assert.deepEqual(worthASecondTry({ passed: 0, failed: 3, files: failing('abc') }), ['a', 'b', 'c']);
			assert.deepEqual(worthASecondTry({ passed: 0, failed: 4, files: failing('abcd') }), []);
			assert.deepEqual(worthASecondTry({ passed: 5, failed: 2, files: first.files }), []);
			assert.deepEqual(worthASecondTry({ passed: 0, failed: 1, files: {} }), []);
			assert.deepEqual(worthASecondTry({ passed: 0, failed: 0, files: { a: of(2) } }), []);
		});
	});
});
