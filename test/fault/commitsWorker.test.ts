import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitsInWorker } from '../../src/adapters/commits/inWorker';
import { FaultlineError, isAbort } from '../../src/base/errors';
import { fillWithCommits, nthPath } from '../support/manyCommits';
import { never } from '../support/repository';

const script = join(__dirname, '../../dist/commitsWorker.js');

describe('the index of commits in a worker', function () {
	this.timeout(120_000);

	let repository: string;
	let folder: string;
	let head: string;
	let commits: ReturnType<typeof commitsInWorker>;
	before(async () => {
		repository = mkdtempSync(join(tmpdir(), 'faultline-bare-'));
		execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository]);
		await fillWithCommits(repository, { commits: 20_000, files: 300 });
		head = execFileSync('git', ['rev-parse', 'main'], { cwd: repository, encoding: 'utf8' }).trim();
	});
	after(() => rmSync(repository, { recursive: true, force: true }));
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'faultline-commits-'));
		commits = commitsInWorker(script, folder);
	});
	afterEach(() => {
		commits.dispose();
		rmSync(folder, { recursive: true, force: true });
	});

	it('tells how far it is, and then answers', async () => {
		const index = commits.indexOf(repository);
		const told: number[] = [];
		const state = await index.update(head, (so) => told.push(so.commits), never());
		assert.deepEqual(state, { commits: 20_000, files: 300 });
		assert.ok(told.length > 1 && (told[0] ?? 0) < 20_000, String(told));
		assert.equal(told.at(-1), 20_000);
		const found = await index.history(head, { paths: [nthPath(7)], limit: 3 }, never());
		assert.deepEqual(found?.[0]?.paths, [nthPath(7)]);
	});

	it('stops at once when cancelled, keeps what it has read, and says nothing of the rest', async () => {
		const index = commits.indexOf(repository);
		const abort = new AbortController();
		await assert.rejects(
			index.update(head, () => abort.abort(), abort.signal),
			isAbort,
		);
		assert.equal(await index.history(head, { paths: [nthPath(7)], limit: 3 }, never()), undefined);
		const told: number[] = [];
		await index.update(head, (so) => told.push(so.commits), never());
		assert.ok((told[0] ?? 0) > 8192, 'goes on behind what was read');
		assert.equal(told.at(-1), 20_000);
	});

	it('goes on after the worker ended in the middle', async () => {
		const index = commits.indexOf(repository);
		await assert.rejects(
			index.update(head, () => commits.dispose(), never()),
			(error) => error === undefined || error instanceof Error,
		);
		const state = await index.update(head, () => undefined, never());
		assert.deepEqual(state, { commits: 20_000, files: 300 });
		assert.equal((await index.history(head, { paths: [nthPath(7)], limit: 999 }, never()))?.length, 68);
	});

	it('passes on, with its code, what is wrong with a repository', async () => {
		const index = commits.indexOf(folder);
		await assert.rejects(
			index.update(head, () => undefined, never()),
			(error) => FaultlineError.is(error, 'git.notARepository'),
		);
	});
});
