import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { mitigationsIn } from '../../src/adapters/git/revert/mitigations';
import { aRepository, never, silentLog } from '../support/repository';
import { personsOwn, Reverting } from '../support/reverting';

/** How many reverts are killed; the figure to reach is stated for 100. */
const RUNS = Number(process.env.FAULTLINE_REVERT_KILLS ?? 12);
const TEN = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\n';

describe('a revert whose process is killed', function () {
	this.timeout(60_000 + RUNS * 30_000);
	let reverting: Reverting;
	let reverter: string;

	before(async () => {
		const built = aRepository()
			.commit('Start', { files: { 'a.txt': TEN } })
			.commit('Break', { files: { 'a.txt': TEN.replace('two', 'TWO') }, tag: 'clean' })
			.commit('Break again', {
				files: { 'a.txt': TEN.replace('two', 'TWO').replace('nine', 'NINE') },
				tag: 'conflicting',
			})
			.commit('Later', { files: { 'a.txt': TEN.replace('two', 'TWO').replace('nine', 'Nine!') } });
		reverting = await Reverting.in(built);
		reverter = join(reverting.homes, '../faultline-reverter.cjs');
		await build({
			entryPoints: [join(__dirname, '../support/reverter.ts')],
			...{ outfile: reverter, bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' },
		});
	});
	after(() => reverting.remove());

	/** Begins a revert, and kills its process so many milliseconds after it has begun; how long it ran. */
	const killed = async (branch: string, revision: string, afterMs: number) => {
		const args = [reverter, reverting.built.folder, reverting.homes, branch, revision];
		const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
		let begunAt = 0;
		child.stdout.on('data', () => {
			if (begunAt === 0) {
				begunAt = performance.now();
				setTimeout(() => child.kill('SIGKILL'), afterMs);
			}
		});
		await once(child, 'exit');
		return performance.now() - begunAt;
	};
	/** As the next start finds it: another process, and git commands of the killed one that may still be ending. */
	const next = async () => {
		for (let tries = 0; tries < 100 && !(await isQuiet()); tries++) {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		const mitigations = await mitigationsIn(
			reverting.built.folder,
			{ homes: reverting.homes },
			() => false,
			silentLog,
			never(),
		);
		await mitigations.recover(reverting.onMade);
		return mitigations;
	};
	const isQuiet = async () => {
		const { readdirSync, readFileSync, readlinkSync } = await import('node:fs');
		return !readdirSync('/proc').some((pid) => {
			try {
				const isHere =
					readlinkSync(`/proc/${pid}/cwd`).startsWith(reverting.built.folder) ||
					readlinkSync(`/proc/${pid}/cwd`).startsWith(reverting.homes);
				return isHere && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('git');
			} catch {
				return false;
			}
		});
	};

	it('leaves nothing, or a branch that is whole and told of, or conflicts to go on with', async () => {
		const { built } = reverting;
		/** Without what the test's own removal of branches rewrites. */
		const own = () => ({ ...personsOwn(built.folder), '.git/packed-refs': '' });
		const takes = await killed('faultline/whole', 'clean', 60_000);
		built.git('update-ref', '-d', 'refs/heads/faultline/whole');
		const before = own();
		const outcomes = { nothing: 0, branch: 0, waiting: 0 };
		for (let run = 0; run < RUNS; run++) {
			if (run === Math.floor(RUNS / 2)) {
				const hook = join(built.folder, '.git/hooks/pre-commit'); // from here on by way of a worktree
				writeFileSync(hook, '#!/bin/sh\nexit 0\n');
				chmodSync(hook, 0o755);
				Object.assign(before, own());
			}
			const branch = `faultline/run-${run}`;
			const revision = run % 3 === 2 ? 'conflicting' : 'clean';
			await killed(branch, revision, takes * 1.8 * ((run * 0.618 + 0.3) % 1)); // spread over all of it
			const told = reverting.made.length;
			const mitigations = await next();
			const waiting = await mitigations.waiting();
			for (const { id, state } of waiting) {
				assert.equal(state, 'conflicts');
				await mitigations.abort(id);
			}
			const made = built.git('branch', '--list', branch);
			outcomes[made !== '' ? 'branch' : waiting.length > 0 ? 'waiting' : 'nothing']++;
			if (made !== '') {
				assert.equal(built.git('show', `${branch}:a.txt`), TEN.replace('nine', 'Nine!').trim());
				built.git('update-ref', '-d', `refs/heads/${branch}`);
			}
			assert.ok(reverting.made.length <= told + 1);
			assert.deepEqual(reverting.left(), [], `run ${run}`);
			assert.deepEqual(own(), before, `run ${run}`);
		}
		console.log(`      ${RUNS} killed: ${JSON.stringify(outcomes)}`);
		assert.equal(built.git('worktree', 'list').split('\n').length, 1);
	});

	it('leaves neither a note that it had begun to write, nor the objects of a preview', async () => {
		const { pid = 0 } = spawnSync(process.execPath, ['--version']); // gone
		const notes = join(reverting.built.folder, '.git/faultline/reverts');
		mkdirSync(notes, { recursive: true });
		writeFileSync(join(notes, `cut.json.${pid}.new`), '{"ver');
		mkdirSync(join(reverting.homes, `preview-${pid}-abc`));
		await next();
		assert.deepEqual(reverting.left(), []);
	});

	it('tells of a branch that was there, but that nobody had recorded', async () => {
		const { built } = reverting;
		const plan = await reverting.plan(['clean']);
		const failing = async () => {
			throw new Error('The window is gone.');
		};
		const request = { plan, branch: 'faultline/unrecorded', incident: { id: 'i', key: 'INC-1' } };
		await assert.rejects(reverting.mitigations.prepare(request, failing, never()), /The window is gone/);
		assert.notEqual(built.git('branch', '--list', request.branch), '');
		const told = reverting.made.length;
		await next();
		assert.deepEqual(
			reverting.made.slice(told).map(({ branch, tip }) => [branch, tip]),
			[[request.branch, built.sha(request.branch)]],
		);
		assert.deepEqual(reverting.left(), []);
	});
});
