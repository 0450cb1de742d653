import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { worktreesIn } from '../../src/adapters/git/worktrees';
import { aCountingRepository, bisecting, failsWhereBroken } from '../support/bisecting';
import { never, type RepositoryBuilder, silentLog } from '../support/repository';

describe('a bisection that is interrupted', function () {
	this.timeout(60_000); // each runs a command on many commits, on a machine that has other things to do
	let built: RepositoryBuilder;
	let temporary: string;

	beforeEach(() => {
		built = aCountingRepository(6, 4);
		temporary = mkdtempSync(join(tmpdir(), 'faultline-fault-'));
	});
	afterEach(() => {
		built.remove();
		rmSync(temporary, { recursive: true, force: true });
	});

	const worktrees = () => built.git('worktree', 'list', '--porcelain').match(/^worktree /gm)?.length;
	/** A command that says who it is and who its child is, and would then wait for a minute. */
	const waits = (file: string) =>
		`const child = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' });
		require('node:fs').writeFileSync(${JSON.stringify(file)}, process.pid + ' ' + child.pid);
		setTimeout(() => {}, 60000)`;
	const isAlive = (pid: number) => {
		try {
			process.kill(pid, 0);
			return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : '');
		} catch {
			return false;
		}
	};
	const gone = async (pids: readonly number[]) => {
		for (let tries = 0; tries < 400 && pids.some(isAlive); tries++) {
			await new Promise((resolve) => setTimeout(resolve, 25));
		}
		return !pids.some(isAlive);
	};
	const pidsIn = async (file: string) => {
		for (let tries = 0; tries < 400 && !(existsSync(file) && readFileSync(file, 'utf8').includes(' ')); tries++) {
			await new Promise((resolve) => setTimeout(resolve, 25));
		}
		return readFileSync(file, 'utf8').split(' ').map(Number);
	};

	it('ends the command with all that it started, and leaves no worktree, when it is cancelled', async () => {
		const file = join(temporary, 'pids');
		const abort = new AbortController();
		const command = { program: process.execPath, args: ['-e', waits(file)] };
		const running = bisecting(built, { command }, { signal: abort.signal, temporary });
		const pids = await pidsIn(file);
		abort.abort();
		await assert.rejects(running, { name: 'AbortError' });
		assert.ok(await gone(pids), 'the command is still running');
		assert.deepEqual([worktrees(), readdirSync(temporary)], [1, ['pids']]);
	});

	it('ends a command whose time is up with all that it started, and skips the commit', async () => {
		const file = join(temporary, 'pids');
		const command = failsWhereBroken(
			`if (require('node:fs').readFileSync('n.txt', 'utf8') === '3\\n') { ${waits(file)}; return }`,
		);
		const script = command.args[1] ?? '';
		const inFunction = { ...command, args: ['-e', `(() => { ${script} })()`] };
		const { result } = await bisecting(built, { command: inFunction, timeLimitMs: 5000, good: 'c2' }, { temporary });
		assert.deepEqual(
			result.tests.filter(({ answer }) => answer === 'skip').map(({ sha, end }) => [sha, end.kind]),
			[[built.sha('c3'), 'timeout']],
		);
		assert.deepEqual([...result.undecided].sort(), [built.sha('c3'), built.sha('c4')].sort());
		assert.ok(await gone(await pidsIn(file)), 'the command is still running');
	});

	it('is cleared away at the next start when its process was killed', async () => {
		const open = worktreesIn(silentLog, temporary);
		const left = await open(built.folder, built.sha('c2'), never());
		const owner = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
		await once(owner, 'exit');
		writeFileSync(join(left.folder, '../owner'), String(owner.pid)); // as if that process had made it
		assert.equal(worktrees(), 2);
		const other = join(temporary, 'faultline-bisect-other');
		mkdirSync(other); // nobody says whose it is: not ours to remove
		const next = await open(built.folder, built.sha('c2'), never());
		assert.deepEqual([worktrees(), existsSync(left.folder), existsSync(other)], [2, false, true]);
		await next.remove();
		assert.equal(worktrees(), 1);
	});

	it('forgets none of the person’s worktrees, also where its drive is not there now', async () => {
		const own = join(temporary, 'own');
		built.git('worktree', 'add', '--quiet', '--detach', own, built.sha('c2'));
		renameSync(own, `${own}-away`);
		try {
			const ours = await worktreesIn(silentLog, temporary)(built.folder, built.sha('c2'), never());
			assert.equal(worktrees(), 3);
			await ours.remove();
			assert.equal(worktrees(), 2);
		} finally {
			built.git('worktree', 'prune');
		}
	});

	it('leaves the worktree of one that is still running', async () => {
		const open = worktreesIn(silentLog, temporary);
		const one = await open(built.folder, built.sha('c2'), never());
		await one.checkOut(built.sha('c5'), never());
		const other = await open(built.folder, built.sha('c2'), never());
		await other.checkOut(built.sha('c3'), never());
		assert.deepEqual(
			[one, other].map(({ folder }) => readFileSync(join(folder, 'n.txt'), 'utf8')),
			['5\n', '3\n'],
		);
		await one.remove();
		await other.remove();
		assert.deepEqual([worktrees(), readdirSync(temporary)], [1, []]);
	});
});
