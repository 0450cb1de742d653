import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCommitIndex } from '../../../src/adapters/commits/commitIndex';
import { type Git, gitIn } from '../../../src/adapters/git/run';
import { fillWithCommits, nthPath } from '../../support/manyCommits';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';

const nothing = () => undefined;

describe('the index of commits', () => {
	let folder: string;
	let repository: RepositoryBuilder;
	let closing: (() => Promise<void>)[];

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'faultline-commits-'));
		repository = aRepository();
		closing = [];
	});

	afterEach(async () => {
		for (const close of closing) {
			await close();
		}
		repository.remove();
		rmSync(folder, { recursive: true, force: true });
	});

	const file = () => join(folder, 'index');
	const opened = async (git: Git = gitIn(repository.folder, silentLog)) => {
		const index = await openCommitIndex({ git, root: repository.folder, file: file(), log: silentLog });
		closing.push(() => index.close());
		return index;
	};
	const logged = (...args: string[]) =>
		repository
			.git('log', '--no-merges', '--format=%H', ...args)
			.split('\n')
			.filter(Boolean);
	const shas = (changes: readonly { readonly sha: string }[] | undefined) => changes?.map(({ sha }) => sha);

	it('tells which commits changed a file as git itself does, through merges and for names of every kind', async () => {
		const odd = 'src/ä "quoted"\tname.js';
		repository.commit('first', { files: { 'a.js': '1', [odd]: '1' } }).commit('second', { files: { 'a.js': '2' } });
		repository.git('checkout', '--quiet', '-b', 'side');
		repository.commit('beside', { files: { [odd]: '2', 'b.js': '1' } });
		repository.git('checkout', '--quiet', 'main');
		repository.commit('third', { files: { 'a.js': '3', 'c.js': '1' } });
		repository.git('merge', '--quiet', '--no-ff', '--message', 'merged', 'side');
		repository.write('a.js', null);
		repository.git('commit', '--quiet', '--all', '--allow-empty-message', '--message', '');

		const index = await opened();
		const head = repository.sha();
		assert.deepEqual(await index.update(head, nothing, never()), { commits: 6, files: 4 });

		for (const path of ['a.js', odd, 'b.js', 'c.js']) {
			const found = await index.history(head, { paths: [path], limit: 100 }, never());
			assert.deepEqual(shas(found), logged(head, '--', path), path);
		}
		const both = await index.history(head, { paths: ['a.js', odd], limit: 2 }, never());
		assert.deepEqual(shas(both), logged(head, '-2', '--', 'a.js', odd));
		assert.deepEqual(both?.[1]?.paths, ['a.js', 'c.js']);
	});

	it('leaves out what is not in the asked revision and what came later than asked', async () => {
		repository.commit('first', { files: { 'a.js': '1' } });
		const first = repository.sha();
		repository.commit('second', { files: { 'a.js': '2' } });
		const second = repository.sha();
		const index = await opened();
		await index.update(second, nothing, never());

		assert.deepEqual(shas(await index.history(first, { paths: ['a.js'], limit: 9 }, never())), [first]);
		const until = Number(repository.git('show', '-s', '--format=%ct', first)) * 1000;
		assert.deepEqual(shas(await index.history(second, { paths: ['a.js'], until, limit: 9 }, never())), [first]);
	});

	it('says nothing of a revision that it has not read', async () => {
		repository.commit('first', { files: { 'a.js': '1' } });
		const index = await opened();
		await index.update(repository.sha(), nothing, never());
		repository.commit('second', { files: { 'a.js': '2' } });

		assert.equal(await index.history(repository.sha(), { paths: ['a.js'], limit: 9 }, never()), undefined);
		assert.equal(await index.telling(repository.sha('HEAD~1'), repository.sha(), 9, never()), undefined);
	});

	it('reads only what is new when it is opened again', async () => {
		repository.commit('first', { files: { 'a.js': '1' } }).commit('second', { files: { 'a.js': '2' } });
		const old = repository.sha();
		const first = await openCommitIndex({
			git: gitIn(repository.folder, silentLog),
			...{ root: repository.folder, file: file(), log: silentLog },
		});
		await first.update(old, nothing, never());
		await first.close();
		repository.commit('third', { files: { 'a.js': '3' } });

		const inputs: (string | undefined)[] = [];
		const git = gitIn(repository.folder, silentLog);
		const index = await opened((args, call) => {
			inputs.push(call.input);
			return git(args, call);
		});
		await index.update(repository.sha(), nothing, never());
		await index.update(old, nothing, never()); // is there already

		assert.deepEqual(inputs, [`${repository.sha()}\n^${old}`]);
		const found = await index.history(repository.sha(), { paths: ['a.js'], limit: 9 }, never());
		assert.deepEqual(shas(found), logged('--', 'a.js'));
	});

	it('finds what may break a program without touching its code, since a good revision', async () => {
		repository.commit('first', { files: { 'a.js': '1', 'package-lock.json': '1' } });
		const good = repository.sha();
		repository.commit('Bump', { files: { 'package-lock.json': '2' } });
		const bump = repository.sha();
		repository.commit('Work', { files: { 'a.js': '2' } });
		repository.commit('Reland "Fast path"', { files: { 'a.js': '3' } });
		const reland = repository.sha();
		repository.commit('More memory', { files: { 'config/limits.yml': '1' } });
		const configuration = repository.sha();
		const index = await opened();
		await index.update(repository.sha(), nothing, never());

		const all = await index.telling(good, repository.sha(), 9, never());
		assert.deepEqual(all, [configuration, reland, bump]);
		assert.equal(
			(await index.telling(good, repository.sha(), 1, never()))?.length,
			2,
			'one more than asked says that there are more',
		);
	});

	it('is made anew where history was rewritten and what it had read is gone', async () => {
		repository.commit('first', { files: { 'a.js': '1' } }).commit('second', { files: { 'a.js': '2' } });
		const index = await opened();
		await index.update(repository.sha(), nothing, never());
		repository.git('reset', '--quiet', '--hard', 'HEAD~1');
		repository.commit('another second', { files: { 'b.js': '2' } });
		repository.git('reflog', 'expire', '--expire=now', '--all');
		repository.git('gc', '--quiet', '--prune=now');

		await index.update(repository.sha(), nothing, never());
		const found = await index.history(repository.sha(), { paths: ['a.js', 'b.js'], limit: 9 }, never());
		assert.deepEqual(shas(found), logged());
	});

	it('tells the same after any damage to its file', async () => {
		for (let n = 0; n < 8; n++) {
			repository.commit(`change ${n}`, { files: { 'a.js': `${n}`, [`b${n}.js`]: '1' } });
			const index = await opened();
			await index.update(repository.sha(), nothing, never()); // a block each
			await closing.pop()?.();
		}
		const whole = readFileSync(file());
		const size = statSync(file()).size;
		for (let at = 3; at < size; at += 211) {
			const damaged = Buffer.from(whole);
			damaged[at] = (damaged[at] ?? 0) ^ 0x40;
			writeFileSync(file(), damaged);
			if (at % 2 === 0) {
				truncateSync(file(), at);
			}
			const index = await opened();
			await index.update(repository.sha(), nothing, never());
			const found = await index.history(repository.sha(), { paths: ['a.js'], limit: 99 }, never());
			assert.deepEqual(shas(found), logged('--', 'a.js'), `damaged at ${at}`);
			await closing.pop()?.();
		}
	});

	it('tells the same where two windows read at once, and to the one that opens after them', async () => {
		repository.commit('first', { files: { 'a.js': '1' } });
		const one = await opened();
		const other = await opened();
		await Promise.all([one, other].map((index) => index.update(repository.sha(), nothing, never())));
		repository.commit('second', { files: { 'a.js': '2', 'b.js': '1' } });
		await one.update(repository.sha(), nothing, never());
		repository.commit('third', { files: { 'b.js': '2', 'c.js': '1' } });
		await other.update(repository.sha(), nothing, never());
		await one.update(repository.sha(), nothing, never());

		const later = await opened();
		await later.update(repository.sha(), nothing, never());
		for (const index of [one, other, later]) {
			for (const path of ['a.js', 'b.js', 'c.js']) {
				const found = await index.history(repository.sha(), { paths: [path], limit: 9 }, never());
				assert.deepEqual(shas(found), logged('--', path));
			}
		}
	});

	it('keeps what it has read when it is cancelled, and goes on from there', async () => {
		const bare = mkdtempSync(join(tmpdir(), 'faultline-bare-'));
		try {
			execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', bare]);
			await fillWithCommits(bare, { commits: 20_000, files: 300 });
			const head = execFileSync('git', ['rev-parse', 'main'], { cwd: bare, encoding: 'utf8' }).trim();
			const git = gitIn(bare, silentLog);
			const skipped: string[] = [];
			const watching: Git = (args, call) => {
				skipped.push(...args.filter((arg) => arg.startsWith('--skip=')));
				return git(args, call);
			};
			const first = await openCommitIndex({ git: watching, root: bare, file: file(), log: silentLog });
			const abort = new AbortController();
			await assert.rejects(
				first.update(head, () => abort.abort(new Error('enough')), abort.signal),
				/enough/,
			);
			assert.equal(await first.history(head, { paths: [nthPath(1)], limit: 9 }, never()), undefined, 'not all is read');
			await first.close();

			const second = await openCommitIndex({ git: watching, root: bare, file: file(), log: silentLog });
			closing.push(() => second.close());
			assert.deepEqual(await second.update(head, nothing, never()), { commits: 20_000, files: 300 });
			assert.equal(skipped[0], '--skip=0');
			assert.ok(Number(skipped[1]?.slice('--skip='.length)) >= 8192, skipped[1]);
			const found = await second.history(head, { paths: [nthPath(7)], limit: 999 }, never());
			const own = execFileSync('git', ['log', '--format=%H', 'main', '--', nthPath(7)], {
				cwd: bare,
				encoding: 'utf8',
			});
			assert.deepEqual(shas(found), own.trim().split('\n'));
		} finally {
			rmSync(bare, { recursive: true, force: true });
		}
	}).timeout(120_000);
});
