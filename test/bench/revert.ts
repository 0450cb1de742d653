// How long a revert takes until its branch is there, beside the bare `git worktree add` and `git revert` in the same repository, which take turns: on a small
// one and on one of 50,000 files; and the same where hooks ask for a worktree, and where files conflict. Nothing is fetched.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '../../src/adapters/git/openRepository';
import { mitigationsIn } from '../../src/adapters/git/revert/mitigations';
import { planRevert } from '../../src/app/revert/planRevert';
import { never, silentLog } from '../support/repository';
import { type BenchResult, mediansMs } from './result';

const RUNS = 5;
const KEY = 'INC-7F3KQ';

export async function run(): Promise<BenchResult[]> {
	const results: BenchResult[] = [];
	for (const files of [50, 50_000]) {
		const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-revert-'));
		try {
			const git = gitIn(join(folder, 'repository'));
			makeRepository(folder, files);
			for (const [kind, revision] of [
				['prepared', 'clean'],
				['conflicts left in a worktree', 'conflicting'],
				['prepared with a hook', 'clean'],
			] as const) {
				if (kind.endsWith('hook')) {
					const hook = join(folder, 'repository/.git/hooks/pre-commit');
					writeFileSync(hook, '#!/bin/sh\nexit 0\n');
					chmodSync(hook, 0o755);
				}
				const [ours, bare] = await measured(folder, git, revision);
				results.push({
					name: `revert: ${kind}, ${files} files`,
					...{ value: ours, unit: 'ms', reference: 'git worktree add + git revert', referenceValue: bare },
					...{ ratio: ours / bare, target: '≤ 1.5 ×', met: ours / bare <= 1.5 },
				});
			}
		} finally {
			rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
		}
	}
	return results;
}

/** Both ways, each from the beginning to the end; what they leave is removed outside of what is measured. */
async function measured(folder: string, git: ReturnType<typeof gitIn>, revision: string): Promise<[number, number]> {
	const root = join(folder, 'repository');
	const homes = join(folder, 'homes');
	const repository = await openRepository(root, silentLog, never());
	const mitigations = await mitigationsIn(root, { homes }, () => false, silentLog, never());
	const base = { ref: 'refs/heads/main', sha: await repository.resolve('main', never()) };
	const sha = await repository.resolve(revision, never());
	const about = { repository, history: mitigations.history, base, key: KEY };
	const incident = { id: 'bench', key: KEY };
	let number = 0;
	let spentOnCleaning = 0;
	const clean = async (work: () => Promise<unknown> | unknown) => {
		const started = performance.now();
		await work();
		spentOnCleaning += performance.now() - started;
	};
	const times: [number[], number[]] = [[], []];
	const timed = (side: 0 | 1, work: () => Promise<unknown>) => async () => {
		const started = performance.now();
		spentOnCleaning = 0;
		await work();
		times[side].push(performance.now() - started - spentOnCleaning);
	};
	await mediansMs(
		RUNS,
		timed(0, async () => {
			const branch = `faultline/bench-${++number}`;
			const plan = await planRevert(about, [sha], {}, never());
			const prepared = await mitigations.prepare({ plan, branch, incident }, async () => undefined, never());
			await clean(async () => {
				if (prepared.kind === 'ready') {
					git('branch', '-D', branch);
				} else if (prepared.kind === 'conflicts') {
					await mitigations.abort(prepared.id);
				} else {
					throw new Error(`It ended with ${prepared.kind}.`);
				}
			});
		}),
		timed(1, async () => {
			const tree = join(folder, `bare-${++number}`);
			git('worktree', 'add', '--quiet', '-b', `bare-${number}`, tree, 'main');
			try {
				gitIn(tree)('revert', '--no-edit', sha);
			} catch {
				// Conflicts, which it leaves in the files.
			}
			await clean(() => {
				git('worktree', 'remove', '--force', tree);
				git('branch', '-D', `bare-${number}`);
			});
		}),
	);
	const middle = (values: number[]) =>
		values.slice(1).sort((one, other) => one - other)[Math.floor(RUNS / 2)] ?? Number.NaN;
	return [middle(times[0]), middle(times[1])];
}

function gitIn(cwd: string) {
	return (...args: readonly string[]) => execFileSync('git', args, { cwd, stdio: 'pipe', encoding: 'utf8' });
}

/** `clean` changes a line that nobody changes later, `conflicting` one that `main` changed. */
function makeRepository(folder: string, files: number): void {
	const root = join(folder, 'repository');
	execFileSync('git', ['init', '--quiet', '--initial-branch=main', root]);
	const git = gitIn(root);
	git('config', 'user.name', 'Robin');
	git('config', 'user.email', 'robin@example.com');
	const text = (mark: string) => `${Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n')}\n${mark}\n`;
	const data = (value: string) => `data ${Buffer.byteLength(value)}\n${value}\n`;
	const commit = (subject: string, changes: string, tag?: string) =>
		`commit refs/heads/main\ncommitter R <r@example.com> 1767225600 +0000\n${data(subject)}${changes}\n${tag === undefined ? '' : `reset refs/tags/${tag}\nfrom refs/heads/main\n\n`}`;
	const file = (index: number, mark: string) =>
		`M 100644 inline src/d${index % 200}/f${index}.txt\n${data(text(mark))}`;
	const all = Array.from({ length: files }, (_, index) => file(index, `file ${index}`)).join('');
	const input = [
		commit('Start', all),
		commit('Break', file(1, 'broken'), 'clean'),
		commit('Break another', file(2, 'broken'), 'conflicting'),
		commit('Change it again', file(2, 'changed')),
	].join('');
	execFileSync('git', ['fast-import', '--quiet'], { cwd: root, input, maxBuffer: 1 << 30 });
	git('reset', '--hard', '--quiet', 'main');
}
