import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asCommands } from '../../../src/core/revert/commands';
import type { Plan } from '../../../src/core/revert/model';
import { aRepository, type RepositoryBuilder } from '../../support/repository';
import { Reverting } from '../../support/reverting';

const HOSTILE = `Break; it's $(touch ran) \`touch ran\` "x --amend y" && touch ran\\ 'quoted' !! %PATH%`;

describe('commands that are copied', () => {
	let reverting: Reverting;
	let scratch: string;
	beforeEach(() => {
		scratch = realpathSync(mkdtempSync(join(tmpdir(), `faultline-it's $(x) `)));
	});
	afterEach(() => {
		reverting.remove();
		rmSync(scratch, { recursive: true, force: true });
	});

	/** Runs them as bash gets them when they are pasted, and holds their branch against the one that is prepared. */
	const same = async (built: RepositoryBuilder, plan: Plan) => {
		const prepared = await reverting.prepare(plan, 'faultline/prepared');
		assert.ok(prepared.kind === 'ready');
		const remote = join(scratch, 'remote.git');
		built.git('init', '--quiet', '--bare', remote);
		built.git('remote', 'add', 'copy', remote);
		const commands = asCommands(
			plan,
			{ branch: 'faultline/copied', folder: join(scratch, 'a tree'), remote: 'copy' },
			'posix',
		);
		execFileSync('bash', ['-e'], { cwd: built.folder, input: commands, stdio: ['pipe', 'pipe', 'pipe'] });
		const told = (branch: string) => [
			built.git('rev-parse', `${branch}^{tree}`),
			built.git('log', '--format=%B%x00%an', `main..${branch}`),
		];
		assert.deepEqual(told('faultline/copied'), told('faultline/prepared'));
		assert.equal(
			execFileSync('git', ['-C', remote, 'rev-parse', 'faultline/copied'], { encoding: 'utf8' }).trim(),
			built.sha('faultline/copied'),
		);
		assert.deepEqual(
			[built.git('status', '--porcelain'), built.git('worktree', 'list').split('\n').length],
			['', 1],
			'nothing ran, nothing is left',
		);
	};
	const hostile = () =>
		aRepository()
			.commit('Start', { files: { 'a.txt': 'one\ntwo\nthree\nfour\nfive\nsix\n' } })
			.commit(HOSTILE, { files: { 'a.txt': 'one\nTWO\nthree\nfour\nfive\nsix\n' }, author: 'Mia', tag: 'broken' });

	it('make in bash the branch that would be prepared, whatever a subject says', async () => {
		const built = hostile();
		built.commit('Later', { files: { 'a.txt': 'one\nTWO\nthree\nfour\nfive\nSIX\n' }, tag: 'later' });
		reverting = await Reverting.in(built);
		await same(built, await reverting.plan(['broken', 'later']));
	});

	it('take a merge out against its mainline', async () => {
		const built = hostile();
		built.git('checkout', '--quiet', '-b', 'feature');
		built.commit('Feature', { files: { 'b.txt': 'b\n' } });
		built.git('checkout', '--quiet', 'main');
		built.git('merge', '--quiet', '--no-ff', '--no-edit', 'feature');
		reverting = await Reverting.in(built);
		await same(built, await reverting.plan(['main']));
	});

	it('roll back to a good revision', async () => {
		const built = hostile();
		built.commit('Worse', { files: { 'b.txt': 'b\n' }, tag: 'deployed' });
		built.commit('After', { files: { 'c.txt': 'c\n' } });
		reverting = await Reverting.in(built);
		await same(built, await reverting.rollback('broken~1', 'deployed'));
	});

	it('bring a fix to another branch, as its author’s', async () => {
		const built = hostile();
		built.git('branch', 'release/1.x', 'broken~1');
		reverting = await Reverting.in(built);
		await same(built, await reverting.pick(['broken'], 'refs/heads/release/1.x'));
	});
});
