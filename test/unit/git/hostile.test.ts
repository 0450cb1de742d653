import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../../../src/core/ports/repository';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

const CART = 'one\ntwo\nthree\n';

describe('a repository that is not as git leaves it', () => {
	const signal = never();
	let built: RepositoryBuilder;

	beforeEach(() => {
		built = aRepository().commit('Start', { files: { 'cart.js': CART, '.gitattributes': '*.js diff=js\n' } });
	});
	afterEach(() => built.remove());

	it('says nothing of other commits by the characters in a message or a name', async () => {
		const victim = built.sha();
		const forged = `\x1e${victim}\x1fMallory\x1f1\x1f1\x1f\x1fforged\x1f`;
		built.commit(`Change ${forged}`, { files: { 'cart.js': CART.replace('two', 'TWO') }, author: 'Ma\x1fl\x1el' });
		const repository = await built.open();
		const changes = await repository.changes([built.sha(), victim], signal);
		const found = [...changes.values()].map(({ commit, paths }) => [commit.subject, commit.author, paths]);
		assert.deepEqual(found, [
			[`Change ${forged}`, 'Ma\x1fl\x1el', ['cart.js']],
			['Start', 'Ada', ['.gitattributes', 'cart.js']],
		]);
		const [newest] = await repository.history(built.sha(), { paths: ['cart.js'], limit: 5 }, signal);
		assert.deepEqual([newest?.commit.subject, newest?.paths], [`Change ${forged}`, ['cart.js']]);
		assert.equal((await repository.commits([victim], signal)).get(victim)?.subject, 'Start');
	});

	it('reads names that look like what stands between names', async () => {
		const names = ['\nlead.js', 'a\nb.js', '0123456789012345678901234567890123456789', '"quoted".js'];
		built.commit('Name', { files: Object.fromEntries(names.map((name) => [name, 'x\n'])) });
		const sha = built.sha();
		const repository = await built.open();
		assert.deepEqual([...((await repository.changes([sha], signal)).get(sha)?.paths ?? [])].sort(), names.sort());
	});

	it('runs no textconv that is configured, and blames the lines that are there', async () => {
		built.git('config', 'diff.js.textconv', 'touch pwned; head -c 1');
		const repository = await built.open();
		assert.equal((await repository.blame(built.sha(), 'cart.js', [[3, 3]], signal)).length, 1);
		assert.equal((await repository.blameFile(built.sha(), 'cart.js', signal))?.owners[2], 0);
		await repository.changesOnlySpace(built.sha(), signal);
		assert.ok(!existsSync(join(built.folder, 'pwned')));
	});

	it('is read the same whatever the configuration says', async () => {
		built.commit('Change', { files: { 'cart.js': CART.replace('two', 'TWO'), 'a.js': 'ü\n' }, author: 'Jürgen' });
		const read = async (repository: Repository) => {
			const sha = built.sha();
			const { commits, boundaries } = (await repository.blameFile(sha, 'cart.js', signal)) ?? {};
			const changes = await repository.changes([sha, built.sha('HEAD~1')], signal);
			return [commits, boundaries, changes, await repository.filesHolding(sha, ['cart.js'], 'TWO', signal)];
		};
		const plain = await read(await built.open());
		for (const [name, value] of [
			['log.showRoot', 'false'],
			['log.showSignature', 'true'],
			['blame.showRoot', 'true'],
			['diff.orderFile', 'missing'],
			['i18n.logOutputEncoding', 'ISO-8859-1'],
			['color.ui', 'always'],
			['submodule.recurse', 'true'],
		] as const) {
			built.git('config', name, value);
			assert.deepEqual(await read(await built.open()), plain, name);
			built.git('config', '--unset', name);
		}
	});

	it('has the submodules that its list names, whatever else the list names', async () => {
		built.write('.gitmodules', '[submodule "a"]\n\tpath = :(glob)**\n[submodule "b"]\n\tpath = lib\n');
		built.git('update-index', '--add', '--cacheinfo', `160000,${built.sha()},lib`);
		built.git('add', '.gitmodules');
		built.git('commit', '--quiet', '--message', 'Mount');
		const repository = await built.open();
		assert.deepEqual(await repository.submodules(built.sha(), signal), [{ sha: built.sha('HEAD~1'), path: 'lib' }]);
	});

	it('does not take a file that became a program for white space', async () => {
		chmodSync(join(built.folder, 'cart.js'), 0o755);
		built.commit('Make it a program');
		const repository = await built.open();
		assert.equal(await repository.changesOnlySpace(built.sha(), signal), false);
	});

	it('has no commit before a date that is before all dates', async () => {
		const repository = await built.open();
		assert.equal(await repository.commitBefore(built.sha(), Date.parse('1960-01-01'), signal), undefined);
	});

	it('may have object names of 64 digits, in small or capital letters', async () => {
		rmSync(join(built.folder, '.git'), { recursive: true });
		execFileSync('git', ['init', '--quiet', '--object-format=sha256', '--initial-branch=main'], { cwd: built.folder });
		const [one, two] = [built.commit('One').sha(), built.commit('Two').sha()];
		built.commit('List', { files: { '.git-blame-ignore-revs': `${one}\n${two.toUpperCase()} # two\n` } });
		const repository = await built.open();
		assert.deepEqual(await repository.ignoredRevisions(built.sha(), signal), new Set([one, two]));
	});
});
