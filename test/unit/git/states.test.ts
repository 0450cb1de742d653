import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '../../../src/adapters/git/openRepository';
import { deployedRevision } from '../../../src/app/deployedRevision';
import { FaultlineError } from '../../../src/base/errors';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';

describe('a revision and its files, however the repository stands', () => {
	let built: RepositoryBuilder;
	let other: string;
	beforeEach(() => {
		built = aRepository()
			.commit('First', { files: { 'src/a.js': '1\n', 'docs/b.md': '1\n' }, tag: 'v1.0.0' })
			.commit('Second', { files: { 'src/a.js': '2\n' } });
		other = join(realpathSync(mkdtempSync(join(tmpdir(), 'faultline-other-'))), 'repo');
	});
	afterEach(() => {
		built.remove();
		rmSync(join(other, '..'), { recursive: true, force: true });
	});

	const answers = async (folder: string) => {
		const repository = await openRepository(folder, silentLog, never());
		const sha = await deployedRevision(repository, 'shop@1.0.0', [], never());
		const texts = await repository.readFiles(sha, ['src/a.js', 'docs/b.md'], never());
		return { root: repository.root, head: await repository.resolve('HEAD', never()), sha, texts: [...texts.values()] };
	};
	const expected = (root: string, head: string) => ({ root, head, sha: built.sha('v1.0.0'), texts: ['1\n', '1\n'] });

	it('are those of the deployed revision with HEAD detached', async () => {
		built.git('checkout', '--quiet', '--detach', 'v1.0.0');
		assert.deepEqual(await answers(built.folder), expected(built.folder, built.sha('v1.0.0')));
	});

	it('are the same in a linked work tree, with its own HEAD', async () => {
		built.git('worktree', 'add', '--quiet', '--detach', other, 'v1.0.0');
		assert.deepEqual(await answers(other), expected(other, built.sha('v1.0.0')));
	});

	it('are the same in a bare repository', async () => {
		built.git('clone', '--quiet', '--bare', built.folder, other);
		assert.deepEqual(await answers(other), expected(other, built.sha('HEAD')));
	});

	it('are the same in a sparse checkout, also of files that are not checked out', async () => {
		built.git('sparse-checkout', 'set', 'src');
		assert.deepEqual(await answers(built.folder), expected(built.folder, built.sha('HEAD')));
	});

	it('are those of the submodule in its folder', async () => {
		const outer = aRepository();
		try {
			outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', built.folder, 'lib');
			outer.commit('Take the library');
			const folder = join(outer.folder, 'lib');
			assert.deepEqual(await answers(folder), expected(folder, built.sha('HEAD')));
		} finally {
			outer.remove();
		}
	});

	it('are there by tag on a branch without commits, where HEAD is none', async () => {
		built.git('checkout', '--quiet', '--orphan', 'empty');
		const repository = await built.open();
		assert.equal(await deployedRevision(repository, '1.0.0', [], never()), built.sha('v1.0.0'));
		await assert.rejects(repository.resolve('HEAD', never()), (error) =>
			FaultlineError.is(error, 'git.unknownRevision'),
		);
		assert.deepEqual(
			(await repository.branches(9, never())).map(({ name }) => name),
			['main'],
		);
	});
});
