import assert from 'node:assert/strict';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FaultlineError } from '../../../src/base/errors';
import { aCountingRepository, bisecting, failsWhereBroken } from '../../support/bisecting';
import { aRepository, type RepositoryBuilder } from '../../support/repository';

const LENGTH = 24;
const BROKEN = 9;
const hasCode = (code: string) => (error: unknown) => FaultlineError.is(error, code);
const node = (script: string) => ({ program: process.execPath, args: ['-e', script] });

describe('a bisection that is run', function () {
	this.timeout(60_000); // each runs a command on many commits, on a machine that has other things to do
	let built: RepositoryBuilder;
	before(() => {
		built = aCountingRepository(LENGTH, BROKEN);
	});
	after(() => built.remove());

	it('finds the first bad commit, and leaves work tree, HEAD and list of worktrees as they were', async () => {
		built.write('n.txt', 'not committed\n');
		const { result, notes } = await bisecting(built);
		assert.equal(result.culprit?.subject, `Commit ${BROKEN}`);
		assert.deepEqual([result.commits, result.undecided], [LENGTH - 1, []]);
		assert.match(
			notes.at(-1) ?? '',
			new RegExp(`^${built.sha(`c${BROKEN}`)} is the first bad commit, after \\d runs$`),
		);
		assert.equal(built.git('status', '--porcelain'), 'M n.txt');
		assert.equal(built.git('symbolic-ref', 'HEAD'), 'refs/heads/main');
		assert.equal(built.git('worktree', 'list', '--porcelain').match(/^worktree /gm)?.length, 1);
		built.git('checkout', '--quiet', 'n.txt');
	});

	it('tests a likely commit and the one before it, and is done', async () => {
		const scores = new Map([[built.sha(`c${BROKEN}`), 0.8]]);
		const { result } = await bisecting(built, { scores });
		assert.deepEqual(
			result.tests.map(({ sha, answer }) => [built.git('log', '-1', '--format=%s', sha), answer]).sort(),
			[
				[`Commit ${BROKEN - 1}`, 'good'],
				[`Commit ${BROKEN}`, 'bad'],
			],
		);
	});

	it('runs as often as git bisect does where it goes by number, whatever is thought likely', async () => {
		const scores = new Map([[built.sha(`c${BROKEN}`), 0.8]]);
		const { result } = await bisecting(built, { scores, isPlain: true });
		built.git('bisect', 'start', 'HEAD', 'c1');
		const { program, args } = failsWhereBroken("console.log('TESTED')");
		const printed = built.git('bisect', 'run', program, ...args);
		built.git('bisect', 'reset');
		assert.equal(result.culprit?.sha, built.sha(`c${BROKEN}`));
		const runs = printed.match(/^TESTED$/gm)?.length ?? 0;
		assert.ok(Math.abs(result.tests.length - runs) <= 1, `${result.tests.length} and ${runs}`);
	});

	it('takes exit codes as git bisect run does: 125 skips, up to 127 is bad, and more ends it', async () => {
		const skipping = `const n = Number(require('node:fs').readFileSync('n.txt', 'utf8')); if (n > 9 && n < 20) process.exit(125)`;
		const { result } = await bisecting(built, { command: failsWhereBroken(skipping) });
		assert.equal(result.culprit?.subject, `Commit ${BROKEN}`);
		assert.ok(result.tests.some(({ answer }) => answer === 'skip'));
		const none = failsWhereBroken(skipping.replace('n > 9', 'n > 7'));
		const { undecided } = (await bisecting(built, { command: none })).result;
		assert.ok(undecided.includes(built.sha(`c${BROKEN}`)) && undecided.includes(built.sha('c20')));
		const aborts = failsWhereBroken(skipping.replace('125', '130'));
		await assert.rejects(bisecting(built, { command: aborts }), hasCode('bisect.commandAborted'));
	});

	it('refuses ends that show nothing, before any other commit is tested', async () => {
		await assert.rejects(bisecting(built, { command: node('process.exit(0)') }), hasCode('bisect.badPasses'));
		await assert.rejects(bisecting(built, { command: node('process.exit(3)') }), hasCode('bisect.goodFails'));
		await assert.rejects(bisecting(built, { command: node('process.exit(125)') }), hasCode('bisect.endSkipped'));
		await assert.rejects(bisecting(built, { good: 'HEAD' }), hasCode('bisect.nothingBetween'));
	});

	it('says that a command cannot be run, by itself or by a shell', async () => {
		const missing = { program: 'there-is-no-such-program', args: [] };
		await assert.rejects(bisecting(built, { command: missing }), hasCode('bisect.commandNotRun'));
		const line = { shellLine: 'there-is-no-such-program --really' };
		await assert.rejects(bisecting(built, { command: line }), hasCode('bisect.commandNotRun'));
	});

	it('runs a line of shell as it is written, and passes on what it prints', async () => {
		const shellLine = 'echo "looking at $(cat n.txt)" && ! test -e broken.txt';
		const { result, output } = await bisecting(built, { command: { shellLine } });
		assert.equal(result.culprit?.subject, `Commit ${BROKEN}`);
		assert.match(output, /looking at 24\n/);
	});

	it('begins at the common ancestor where the good revision is on another branch', async () => {
		built.git('checkout', '--quiet', '-b', 'stable', 'c4');
		built.commit('Only here', { files: { 'stable.txt': 'x\n' } });
		built.git('checkout', '--quiet', 'main');
		const { result } = await bisecting(built, { good: 'stable' });
		assert.deepEqual([result.good, result.culprit?.subject], [built.sha('c4'), `Commit ${BROKEN}`]);
		built.git('checkout', '--quiet', '--orphan', 'stranger');
		built.commit('Alone');
		built.git('checkout', '--quiet', 'main');
		await assert.rejects(bisecting(built, { good: 'stranger' }), hasCode('bisect.noCommonHistory'));
	});

	it('finds the commit on a branch that was merged', async () => {
		const merged = aRepository().commit('Commit 1', { files: { 'n.txt': '1\n' }, tag: 'c1' });
		merged.git('checkout', '--quiet', '-b', 'side');
		merged.commit('On the side', { files: { 'side.txt': '1\n' } });
		merged.commit('Break it', { files: { 'broken.txt': 'yes\n' } });
		merged.commit('Still on the side', { files: { 'side.txt': '2\n' } });
		merged.git('checkout', '--quiet', 'main');
		merged.commit('Commit 2', { files: { 'n.txt': '2\n' } });
		merged.git('merge', '--quiet', '--no-ff', '--message', 'Merge', 'side');
		merged.commit('Commit 3', { files: { 'n.txt': '3\n' } });
		try {
			assert.equal((await bisecting(merged)).result.culprit?.subject, 'Break it');
		} finally {
			merged.remove();
		}
	});

	it('keeps what builds left between commits, restores tracked files, and runs no hook of the repository', async () => {
		for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction']) {
			built.write(`.git/hooks/${hook}`, `#!/bin/sh\necho ran >> '${join(built.folder, '.git/hooked')}'\n`);
			chmodSync(join(built.folder, '.git/hooks', hook), 0o755);
		}
		const command = failsWhereBroken(
			`const fs = require('node:fs'); fs.appendFileSync('built.txt', 'x'); fs.writeFileSync('n.txt', 'spoilt'); console.log(fs.readFileSync('built.txt', 'utf8').length)`,
		);
		const { result, output } = await bisecting(built, { command });
		assert.equal(result.culprit?.subject, `Commit ${BROKEN}`);
		assert.deepEqual(
			output.trim().split('\n').map(Number),
			Array.from({ length: result.tests.length + 2 }, (_, i) => i + 1),
		);
		assert.throws(() => readFileSync(join(built.folder, '.git/hooked')));
	});
});
