import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { accessTo } from '../../../src/adapters/git/access';
import { diffsOf } from '../../../src/adapters/git/diffs';
import { GitExit, GitLate, gitIn } from '../../../src/adapters/git/run';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';

describe('running git', () => {
	let built: RepositoryBuilder;
	const { setTimeout } = globalThis;
	const waits: (number | undefined)[] = [];
	beforeEach(() => {
		built = aRepository().commit('Start', { files: { 'a.txt': 'a\n' } });
		waits.length = 0;
		globalThis.setTimeout = ((does: () => void, ms?: number) => {
			waits.push(ms);
			return setTimeout(does, ms);
		}) as typeof globalThis.setTimeout;
	});
	afterEach(() => {
		globalThis.setTimeout = setTimeout;
		built.remove();
	});

	it('ends with git, and waits no longer, where git says nothing, refuses without a word, or fails', async () => {
		const git = gitIn(built.folder, silentLog);
		const said: string[] = [];
		const onData = (chunk: Buffer) => said.push(chunk.toString());
		assert.equal((await git(['update-ref', 'refs/heads/other', 'HEAD'], { signal: never() })).length, 0);
		await git(['diff', '--quiet', 'HEAD'], { signal: never(), onData });
		for (const args of [
			['config', '--get', 'no.such'],
			['rev-parse', 'no-such'],
		]) {
			await assert.rejects(git(args, { signal: never() }), GitExit);
		}
		assert.deepEqual([waits, said], [[], []]);
	});

	describe('that has its time', () => {
		const { clearTimeout } = globalThis;
		const { PATH } = process.env;
		let bin: string;
		/** How many timers of each length run, and did at most. */
		const running = new Map<number, number>();
		const most = new Map<number, number>();
		beforeEach(() => {
			bin = mkdtempSync(join(tmpdir(), 'faultline-bin-'));
			running.clear();
			most.clear();
			const lengths = new Map<unknown, number>();
			globalThis.setTimeout = ((does: () => void, ms = 0) => {
				const now = (running.get(ms) ?? 0) + 1;
				running.set(ms, now);
				most.set(ms, Math.max(most.get(ms) ?? 0, now));
				const timer = setTimeout(does, ms);
				lengths.set(timer, ms);
				return timer;
			}) as typeof globalThis.setTimeout;
			globalThis.clearTimeout = ((timer: NodeJS.Timeout) => {
				const ms = lengths.get(timer);
				if (ms !== undefined && lengths.delete(timer)) {
					running.set(ms, (running.get(ms) ?? 0) - 1);
				}
				clearTimeout(timer);
			}) as typeof globalThis.clearTimeout;
		});
		afterEach(() => {
			globalThis.clearTimeout = clearTimeout;
			process.env.PATH = PATH;
			rmSync(bin, { recursive: true, force: true });
		});
		/** A git that does something before it is the real one. */
		const standIn = (script: string) => {
			const git = join(bin, 'git');
			writeFileSync(git, `#!/bin/sh\nPATH='${PATH}'\n${script}\nexec git "$@"\n`);
			chmodSync(git, 0o755);
			process.env.PATH = `${bin}${delimiter}${PATH}`;
		};

		it('begins to count when its process begins, not while it waits for its turn', async () => {
			const gate = join(bin, 'gate');
			standIn(`while ! [ -e '${gate}' ]; do sleep 0.05; done`);
			const git = gitIn(built.folder, silentLog);
			const calls = Array.from({ length: 9 }, () => git(['rev-parse', 'HEAD'], { signal: never(), withinMs: 60_000 }));
			await new Promise((resolve) => setImmediate(resolve));
			assert.equal(running.get(60_000), 4);
			writeFileSync(gate, '');
			assert.deepEqual(
				(await Promise.all(calls)).map((out) => out.toString().trim()),
				calls.map(() => built.sha()),
			);
			assert.deepEqual([most.get(60_000), running.get(60_000)], [4, 0]);
		});

		it('is ended when it is over', async () => {
			standIn('exec sleep 600');
			const git = gitIn(built.folder, silentLog);
			await assert.rejects(git(['rev-parse', 'HEAD'], { signal: never(), withinMs: 100 }), GitLate);
		});

		it('reads every change that attributes hide, of which only four have their turn at once', async () => {
			for (let i = 0; i < 20; i++) {
				built.commit(`Change ${i}`, { files: { 'a.js': `const value = ${i};\n`, '.gitattributes': '*.js -diff\n' } });
			}
			standIn('case " $* " in *" --text "*) sleep 0.1;; esac');
			const access = accessTo(built.folder, gitIn(built.folder, silentLog), () => false);
			const bounds = { except: built.sha('HEAD~20'), extensions: ['js'], limit: 50 };
			const found = await diffsOf(access).diffs(built.sha(), bounds, never());
			assert.equal(found.filter(({ lines }) => /^\+const value = \d+;$/m.test(lines)).length, 20);
			assert.deepEqual([most.get(1000), running.get(1000)], [4, 0]);
		});
	});
});
