import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '../../../src/adapters/git/openRepository';
import { FileBlameReader } from '../../../src/adapters/git/output';
import { pathspecs } from '../../../src/adapters/git/pathspecs';
import { FaultlineError } from '../../../src/base/errors';
import type { FileBlame, Repository } from '../../../src/core/ports/repository';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';

/** Subjects of the commits that own the first three lines. */
const named = ({ commits, owners }: FileBlame) => [...owners.slice(0, 3)].map((owner) => commits[owner]?.subject);

const hasCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);

describe('a git repository read at a revision', () => {
	let built: RepositoryBuilder;
	let repository: Repository;
	const signal = never();

	before(async () => {
		built = aRepository()
			.commit('Add a cart', {
				files: { 'src/cart.js': 'one\ntwo\nthree\n', 'README.md': 'shop\n' },
				author: 'Grace',
				tag: 'v1',
			})
			.commit('Change the middle', { files: { 'src/cart.js': 'one\nTWO\nthree\n' }, author: 'Linus' })
			.commit('Indent', { files: { 'src/cart.js': 'one\n\tTWO\nthree\n' } })
			.commit('Move the cart', { renames: { 'src/cart.js': 'src/shop/cart.js' }, tag: 'v2' })
			.commit('Drop the read-me', { files: { 'README.md': null } });
		repository = await built.open();
	});
	after(() => built.remove());

	it('resolves shas, short shas, tags and relative names to the commit', async () => {
		const sha = built.sha('v1');
		for (const name of ['v1', sha, sha.slice(0, 8), 'HEAD~4', ' v1 ', 'refs/tags/v1']) {
			assert.equal(await repository.resolve(name, signal), sha, name);
		}
	});

	it('tells a person that a revision is not there, also when it looks like an option or holds control characters', async () => {
		for (const name of [
			'nope',
			'',
			'--upload-pack=x',
			'-h',
			'a\nb',
			'0'.repeat(40),
			'v1:src/cart.js',
			'x'.repeat(5000),
		]) {
			await assert.rejects(repository.resolve(name, signal), hasCode('git.unknownRevision'), name);
		}
	});

	it('tells who changed which line while a walk of history goes on, and reads it in whatever pieces it comes', async () => {
		let soFar: (() => FileBlame) | undefined;
		const whole = await repository.blameFile(built.sha(), 'src/shop/cart.js', signal, {
			watch: (read) => {
				soFar = read;
				assert.deepEqual(read().commits, []);
			},
		});
		assert.deepEqual(whole && named(whole), ['Add a cart', 'Change the middle', 'Add a cart']);
		assert.deepEqual(soFar?.(), whole);

		const output = built.git('blame', '-w', '--incremental', built.sha(), '--', 'src/shop/cart.js');
		const reader = new FileBlameReader(4);
		const steps: string[] = [];
		for (const byte of Buffer.from(output)) {
			reader.add(Buffer.of(byte));
			steps.push(
				named(reader.soFar())
					.filter((name) => name !== undefined)
					.join(),
			);
		}
		assert.deepEqual(named(reader.soFar()), ['Add a cart', 'Change the middle', 'Add a cart']);
		assert.ok(steps.includes('Change the middle'), 'the newer commit is known before the older one');
	});

	it('reads files as they were, wherever HEAD is', async () => {
		assert.equal(await repository.readFile(built.sha('v1'), 'src/cart.js', signal), 'one\ntwo\nthree\n');
		assert.equal(await repository.readFile(built.sha(), 'src/cart.js', signal), undefined);
		assert.equal(await repository.readFile(built.sha(), 'src', signal), undefined);
		assert.equal(await repository.readTree(built.sha('v1'), signal), 'README.md\0src/cart.js\0');
	});

	it('reads many files at once, those that are missing, folders and names of two lines left out', async () => {
		const many = aRepository().commit('first', {
			files: { 'a.txt': '', 'deep/b.txt': 'two\nlines', 'c d.txt': 'ä\n' },
		});
		try {
			const one = await many.open();
			const asked = ['deep/b.txt', 'missing', 'deep', 'a.txt', 'x\ny', 'c d.txt'];
			assert.deepEqual(
				[...(await one.readFiles(many.sha(), asked, signal))],
				[
					['deep/b.txt', 'two\nlines'],
					['a.txt', ''],
					['c d.txt', 'ä\n'],
				],
			);
			assert.equal(await one.readTree(many.sha(), signal), 'a.txt\0c d.txt\0deep/b.txt\0');
		} finally {
			many.remove();
		}
	});

	it('finds commits by words of their message or their author’s name, newest first, and those since a good one', async () => {
		const found = async (options: Parameters<Repository['search']>[1]) =>
			(await repository.search(built.sha(), options, signal)).map(({ subject }) => subject);
		assert.deepEqual(await found({ text: 'CART', limit: 9 }), ['Move the cart', 'Add a cart']);
		assert.deepEqual(await found({ text: 'linus', limit: 9 }), ['Change the middle']);
		assert.deepEqual(await found({ text: '--all', limit: 9 }), []);
		assert.deepEqual(await found({ text: '.*', limit: 9 }), []);
		assert.deepEqual(await found({ except: built.sha('HEAD~2'), limit: 9 }), ['Drop the read-me', 'Move the cart']);
		assert.deepEqual(await found({ limit: 1 }), ['Drop the read-me']);
	});

	it('tells whether a commit is in the history of another', async () => {
		const [first, last] = [built.sha('v1'), built.sha()];
		const isIn = (sha: string, descendant: string) => repository.isAncestor(sha, descendant, signal);
		assert.deepEqual([await isIn(first, last), await isIn(last, first), await isIn(last, last)], [true, false, true]);
		await assert.rejects(isIn('0'.repeat(40), last), hasCode('git.failed'));
	});

	it('tells which commits are in the history of which, of those that it has', async () => {
		const [first, last, unknown] = [built.sha('v1'), built.sha(), '1'.repeat(40)];
		const found = await repository.containedIn([first, last, unknown], [last, first, unknown], signal);
		assert.deepEqual(
			[...found].map(([tip, shas]) => [tip, [...shas].sort()]),
			[
				[first, [first]],
				[last, [first, last].sort()],
			],
		);
		assert.deepEqual([...(await repository.containedIn([last], [unknown], signal))], []);
	});

	it('blames through white space and renames, with the path and line the commit knew', async () => {
		const lines = await repository.blame(built.sha(), 'src/shop/cart.js', [[1, 99]], signal);
		assert.deepEqual(
			lines.map(({ line, sha, originalPath, originalLine }) => ({ line, sha, originalPath, originalLine })),
			[
				{ line: 1, sha: built.sha('v1'), originalPath: 'src/cart.js', originalLine: 1 },
				{ line: 2, sha: built.sha('HEAD~3'), originalPath: 'src/cart.js', originalLine: 2 },
				{ line: 3, sha: built.sha('v1'), originalPath: 'src/cart.js', originalLine: 3 },
			],
		);
	});

	it('looks through commits that the repository says only reformat, and survives a list that names unknown ones', async () => {
		const formatted = aRepository()
			.commit('Write', { files: { 'a.js': 'if (x) { y() }\n' } })
			.commit('Reformat', { files: { 'a.js': 'if (x) { y(); }\n' } });
		try {
			const list = `# reformatting\n${formatted.sha()} # semicolons\n${'1'.repeat(40)}\n`;
			formatted.commit('List it', { files: { '.git-blame-ignore-revs': list } });
			const opened = await formatted.open();
			assert.deepEqual([...(await opened.ignoredRevisions(formatted.sha(), signal))], [formatted.sha('HEAD~1')]);
			assert.equal((await opened.blame(formatted.sha(), 'a.js', [[1, 1]], signal))[0]?.sha, formatted.sha('HEAD~2'));
			assert.equal(
				(await opened.blame(formatted.sha('HEAD~1'), 'a.js', [[1, 1]], signal))[0]?.sha,
				formatted.sha('HEAD~1'),
			);
		} finally {
			formatted.remove();
		}
	});

	it('has no blame for lines past the end or files that are not there, and no error', async () => {
		assert.deepEqual(await repository.blame(built.sha(), 'src/shop/cart.js', [[50, 60]], signal), []);
		assert.deepEqual(await repository.blame(built.sha(), 'nope.js', [[1, 2]], signal), []);
	});

	it('lists the commits of files, newest first, within bounds', async () => {
		const subjects = async (options: object) =>
			(await repository.history(built.sha('v2'), { paths: ['src/cart.js'], limit: 10, ...options }, signal)).map(
				({ commit }) => commit.subject,
			);
		assert.deepEqual(await subjects({}), ['Move the cart', 'Indent', 'Change the middle', 'Add a cart']);
		assert.deepEqual(await subjects({ except: built.sha('v1'), limit: 2 }), ['Move the cart', 'Indent']);
	});

	it('tells what is new since a revision, and says when there is more than it was asked to count', async () => {
		const all = await repository.between(built.sha('v1'), built.sha('v2'), 10, signal);
		assert.deepEqual([all.shas.size, all.isComplete], [3, true]);
		const some = await repository.between(built.sha('v1'), built.sha('v2'), 2, signal);
		assert.deepEqual([some.shas.size, some.isComplete], [2, false]);
	});

	it('knows commits by what somebody wrote of them, whole or short, and neither trees nor branches that are called so', async () => {
		const [v1, tree] = [built.sha('v1'), built.git('rev-parse', 'v1^{tree}')];
		const branch = '0badcafe1';
		built.git('branch', branch, 'v1');
		const names = [v1, v1.slice(0, 7), tree, branch, 'v1', 'HEAD', `${'e'.repeat(39)}1`, `${v1}\nHEAD`];
		assert.deepEqual(
			[...(await repository.named(names, signal))],
			[v1, v1.slice(0, 7)].map((name) => [name, v1]),
		);
		built.git('branch', '--delete', '--force', branch);
	});

	it('finds the tag before a revision, and none before the first', async () => {
		assert.equal(await repository.previousTag(built.sha('v2'), signal), 'v1');
		assert.equal(await repository.previousTag(built.sha('v1'), signal), undefined);
		assert.deepEqual((await repository.tags(5, signal)).map(({ name }) => name).sort(), ['v1', 'v2']);
	});

	it('says what became of a removed file', async () => {
		assert.equal((await repository.removalOf(built.sha(), 'README.md', signal))?.subject, 'Drop the read-me');
		assert.equal(await repository.removalOf(built.sha(), 'never.md', signal), undefined);
		assert.deepEqual(await repository.changedFiles(built.sha('v2'), signal), [
			{ status: 'R', path: 'src/shop/cart.js', oldPath: 'src/cart.js' },
		]);
		assert.deepEqual(
			(await repository.changedFiles(built.sha('v1'), signal)).map(({ status }) => status),
			['A', 'A'],
		);
	});

	it('tells whether a commit changed white space only', async () => {
		const only = (revision: string) => repository.changesOnlySpace(built.sha(revision), signal);
		assert.deepEqual(
			[await only('HEAD~2'), await only('HEAD~3'), await only('HEAD~1'), await only('HEAD'), await only('v1')],
			[true, false, false, false, false],
		);
	});

	it('reads what is asked for in one turn by one process, and gives each its own', async () => {
		const built = aRepository().commit('Write', { files: { 'a.js': 'a\n', 'b.js': 'b\n' } });
		try {
			const calls: string[] = [];
			const log = { ...silentLog, trace: (message: string) => void calls.push(message) };
			const { signal } = new AbortController();
			const repository = await openRepository(built.folder, log, signal);
			const sha = built.sha();
			calls.length = 0;
			const other = new AbortController();
			const [one, two, none, cancelled] = await Promise.all([
				repository.readVersions([{ sha, path: 'b.js' }], signal),
				repository.readVersions(
					['a.js', 'no.js', 'b.js'].map((path) => ({ sha, path })),
					signal,
				),
				repository.readVersions([], signal),
				repository.readVersions([{ sha, path: 'a.js' }], other.signal).catch(() => 'cancelled'),
				other.abort(),
			]);
			assert.deepEqual([one, two, none, cancelled], [['b\n'], ['a\n', undefined, 'b\n'], [], 'cancelled']);
			assert.equal(calls.length, 1, calls.join('\n'));
			await repository.readVersions([{ sha, path: 'a.js' }], signal);
			assert.equal(calls.length, 2);
		} finally {
			built.remove();
		}
	});

	it('reads commits by name, with author, date and parents', async () => {
		const sha = built.sha('HEAD~3');
		const commit = (await repository.commits([sha], signal)).get(sha);
		assert.deepEqual(commit, {
			sha,
			author: 'Linus',
			date: Date.parse('2026-01-03T12:00:00Z'),
			authoredAt: Date.parse('2026-01-03T12:00:00Z'),
			subject: 'Change the middle',
			parents: [built.sha('v1')],
		});
	});

	it('stops at once when it is cancelled', async () => {
		const abort = new AbortController();
		const asked = repository.readTree(built.sha(), abort.signal);
		abort.abort();
		await assert.rejects(asked, { name: 'AbortError' });
		await assert.rejects(repository.readTree(built.sha(), abort.signal), { name: 'AbortError' });
	});
});

describe('opening a repository', () => {
	const signal = never();

	it('finds it from a folder within, and takes a bare one and a .git folder', async () => {
		const built = aRepository().commit('first', { files: { 'a/b/c.js': 'x\n' } });
		const bare = `${built.folder}-bare`;
		try {
			assert.equal((await openRepository(join(built.folder, 'a/b'), silentLog, signal)).root, built.folder);
			built.git('clone', '--quiet', '--bare', built.folder, bare);
			const opened = await openRepository(bare, silentLog, signal);
			assert.deepEqual([opened.isBare, opened.root], [true, bare]);
			assert.equal(await opened.readFile(await opened.resolve('main', signal), 'a/b/c.js', signal), 'x\n');
			assert.equal((await openRepository(join(built.folder, '.git'), silentLog, signal)).isBare, true);
		} finally {
			built.remove();
			rmSync(bare, { recursive: true, force: true });
		}
	});

	it('tells a person when a folder is in no repository, or is not there', async () => {
		const folder = mkdtempSync(join(tmpdir(), 'faultline-none-'));
		await assert.rejects(openRepository(folder, silentLog, signal), hasCode('git.notARepository'));
		rmSync(folder, { recursive: true });
		await assert.rejects(openRepository(folder, silentLog, signal), hasCode('git.notARepository'));
	});

	it('tells a person when there are no commits yet', async () => {
		const built = aRepository();
		try {
			const repository = await built.open();
			await assert.rejects(repository.resolve('HEAD', signal), hasCode('git.noCommits'));
			assert.deepEqual(await repository.tags(3, signal), []);
		} finally {
			built.remove();
		}
	});

	it('finds the files that changed between two commits, and those that hold a line', async () => {
		const line = 'const rate = rates["[a-z]+"];';
		const many = aRepository()
			.commit('first', { files: { 'a.js': `${line}\n`, 'same.js': `${line}\n`, 'gone.js': 'x\n' } })
			.commit('second', { files: { 'a.js': 'y\n', 'b ü.js': `\t${line}\n`, 'c.js': 'rates["q"]\n', 'gone.js': null } });
		const repository = await many.open();
		const changed = await repository.changedBetween(many.sha('HEAD~'), many.sha(), signal);
		const holding = await repository.filesHolding(many.sha(), changed, line, signal);
		const none = await repository.filesHolding(many.sha(), changed, '-e nothing', signal);
		many.remove();
		assert.deepEqual([changed, holding, none], [['a.js', 'b ü.js', 'c.js'], ['b ü.js'], []]);
	});

	it('reads what git prints whatever colours and submodules a person has switched on', async () => {
		const inner = aRepository().commit('first', { files: { 'a.js': 'price();\n' } });
		const outer = aRepository().commit('first', { files: { 'b.js': 'x\n' } });
		try {
			outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'sub');
			outer.commit('second', { files: { 'b.js': 'price();\n' } });
			outer.git('config', 'color.ui', 'always');
			outer.git('config', 'submodule.recurse', 'true');
			const repository = await outer.open();
			assert.deepEqual(await repository.filesHolding(outer.sha(), ['b.js', 'sub'], 'price();', signal), ['b.js']);
		} finally {
			outer.remove();
			inner.remove();
		}
	});

	it('takes more paths than a command line does', async () => {
		const built = aRepository().commit('first', { files: { 'a.js': 'price();\n' } });
		const paths = [...Array.from({ length: 20 }, (_, i) => `${'folder/'.repeat(500)}${i}.js`), 'a.js'];
		try {
			const repository = await built.open();
			assert.deepEqual(await repository.filesHolding(built.sha(), paths, 'price();', signal), ['a.js']);
		} finally {
			built.remove();
		}
		const lists = pathspecs(paths);
		assert.equal(lists.flat().length, paths.length);
		assert.ok(lists.every((list) => list.join(' ').length < 32_000));
	});

	it('says that a commit’s name is cut too short, and not that there is none', async () => {
		const built = aRepository().commit('first');
		try {
			const commit = (message: string) => built.git('commit-tree', `${built.sha()}^{tree}`, '-m', message);
			const text = `${built.git('cat-file', 'commit', commit('message'))}\n`;
			const seen = new Map<string, string>();
			let short: string | undefined;
			for (let i = 0; short === undefined; i++) {
				const own = text.replace('message', `m${i}`);
				const start = createHash('sha1').update(`commit ${own.length}\0${own}`).digest('hex').slice(0, 4);
				const other = seen.get(start);
				if (other !== undefined) {
					short = [commit(other), commit(`m${i}`)].every((sha) => sha.startsWith(start)) ? start : '';
				}
				seen.set(start, `m${i}`);
			}
			assert.notEqual(short, '');
			const refused = (await built.open()).resolve(short, signal);
			await assert.rejects(refused, /More than one/);
		} finally {
			built.remove();
		}
	});

	it('takes no exclusion for a revision', async () => {
		const built = aRepository().commit('first');
		try {
			const refused = (await built.open()).resolve('^HEAD', signal);
			await assert.rejects(refused, (error) => FaultlineError.is(error, 'git.unknownRevision'));
		} finally {
			built.remove();
		}
	});

	it('reads names with spaces, quotes, tabs and non-Latin letters', async () => {
		const path = 'src/a "b"\t模块.js';
		const built = aRepository().commit('first', { files: { [path]: 'x\n' } });
		try {
			const repository = await built.open();
			const sha = built.sha();
			assert.equal(await repository.readTree(sha, signal), `${path}\0`);
			assert.deepEqual((await repository.history(sha, { paths: [path], limit: 1 }, signal))[0]?.paths, [path]);
			assert.equal((await repository.blame(sha, path, [[1, 1]], signal))[0]?.originalPath, path);
			assert.equal(await repository.readFile(sha, path, signal), 'x\n');
		} finally {
			built.remove();
		}
	});

	it('does not run what the repository configures', async () => {
		const built = aRepository().commit('first', { files: { 'a.js': 'x\n' } });
		try {
			built.git('config', 'core.fsmonitor', 'touch pwned; false');
			built.git('config', 'diff.external', 'touch pwned; false');
			built.git('config', 'blame.ignoreRevsFile', 'missing');
			const repository = await built.open();
			const sha = await repository.resolve('HEAD', signal);
			await repository.blame(sha, 'a.js', [[1, 1]], signal);
			await repository.changedFiles(sha, signal);
			assert.equal(built.git('-c', 'core.fsmonitor=false', 'status', '--porcelain'), '');
		} finally {
			built.remove();
		}
	});

	it('fetches what a shallow clone lacks, and says so where it cannot', async () => {
		const origin = aRepository()
			.commit('First', { files: { 'a.js': '1\n' }, tag: 'v1' })
			.commit('Second', { files: { 'a.js': '2\n' } });
		const folder = mkdtempSync(join(tmpdir(), 'faultline-shallow-'));
		execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${origin.folder}`, folder]);
		const repository = await openRepository(folder, silentLog, never());
		assert.deepEqual([await repository.isShallow(never()), await repository.remotes(never())], [true, ['origin']]);
		await assert.rejects(repository.resolve('v1', never()), hasCode('git.unknownRevision'));
		await repository.fetch('origin', never());
		assert.deepEqual(
			[await repository.isShallow(never()), await repository.resolve('v1', never())],
			[false, origin.sha('v1')],
		);
		origin.remove();
		await assert.rejects(repository.fetch('origin', never()), hasCode('git.fetchFailed'));
		assert.equal(await repository.resolve('v1', never()), (await repository.tags(1, never()))[0]?.sha);
		rmSync(folder, { recursive: true });
	});

	it('tells where each remote is fetched from, with what the configuration puts in place of an address', async () => {
		const repository = aRepository().commit('first');
		repository.git('config', 'url.git@github.com:.insteadOf', 'gh:');
		repository.git('remote', 'add', 'origin', 'gh:acme/shop.git');
		repository.git('remote', 'add', 'upstream', 'https://github.com/acme/shop (copy)');
		repository.git('remote', 'set-url', '--push', 'upstream', 'https://elsewhere.example/shop');
		repository.git('config', 'remote.upstream.promisor', 'true');
		repository.git('config', 'remote.upstream.partialclonefilter', 'blob:none');
		assert.deepEqual(await (await repository.open()).remoteAddresses(never()), [
			{ name: 'origin', url: 'git@github.com:acme/shop.git' },
			{ name: 'upstream', url: 'https://github.com/acme/shop (copy)' },
		]);
		repository.remove();
	});
});
