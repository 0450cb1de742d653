// How long a revert takes until its branch is there, beside the bare `git worktree add` and `git revert` in the same repository: on a small one and on one of
// 50,000 files; and the same where hooks ask for a worktree, and where files conflict. Nothing is fetched.
//
// Neither waits for a disk: both are the start of a few processes, which costs 5 ms or 15 as the machine is busy elsewhere, for seconds at a time. So both are measured
// one right after the other, each as often first as second, and what counts is the median of the ratios of such pairs, not the ratio of two medians.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '../../src/adapters/git/openRepository';
import { mitigationsIn } from '../../src/adapters/git/revert/mitigations';
import { planRevert } from '../../src/app/revert/planRevert';
import { never, silentLog } from '../support/repository';
import { type BenchResult, median } from './result';

/** Pairs, by the number of files; after one that warms up. */
const PAIRS: Readonly<Record<number, number>> = { 50: 24, 50000: 8 };
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
				const hasHook = kind.endsWith('hook');
				if (hasHook) {
					const hook = join(folder, 'repository/.git/hooks/pre-commit');
					writeFileSync(hook, '#!/bin/sh\nexit 0\n');
					chmodSync(hook, 0o755);
				}
				const pairs = await measured(folder, git, revision, hasHook, PAIRS[files] ?? 0);
				const ratio = median(pairs.map(([ours, bare]) => ours / bare));
				results.push({
					name: `revert: ${kind}, ${files} files`,
					...{ value: median(pairs.map(([ours]) => ours)), unit: 'ms' },
					reference: `git worktree add + git revert${hasHook ? ' --no-commit + git commit' : ''}`,
					...{ referenceValue: median(pairs.map(([, bare]) => bare)) },
					...{ ratio, target: '≤ 1.5 ×', met: ratio <= 1.5 },
				});
			}
		} finally {
			rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
		}
	}
	return results;
}

/** Both ways, each from the beginning to the end; what they leave is removed outside of what is measured. @returns milliseconds: ours, bare */
async function measured(
	folder: string,
	git: ReturnType<typeof gitIn>,
	revision: string,
	hasHook: boolean,
	pairs: number,
): Promise<readonly (readonly [number, number])[]> {
	const root = join(folder, 'repository');
	const homes = join(folder, 'homes');
	const repository = await openRepository(root, silentLog, never());
	const mitigations = await mitigationsIn(root, { homes }, () => false, silentLog, never());
	const base = { ref: 'refs/heads/main', sha: await repository.resolve('main', never()) };
	const sha = await repository.resolve(revision, never());
	const about = { repository, history: mitigations.history, base, key: KEY };
	const incident = { id: 'bench', key: KEY };
	let number = 0;
	const ours = async () => {
		const branch = `faultline/bench-${++number}`;
		const started = performance.now();
		const plan = await planRevert(about, [sha], {}, never());
		const prepared = await mitigations.prepare({ plan, branch, incident }, async () => undefined, never());
		const took = performance.now() - started;
		if (prepared.kind === 'ready') {
			git('branch', '-D', branch);
		} else if (prepared.kind === 'conflicts') {
			await mitigations.abort(prepared.id);
		} else {
			throw new Error(`It ended with ${prepared.kind}.`);
		}
		return took;
	};
	const bare = async () => {
		const tree = join(folder, `bare-${++number}`);
		const started = performance.now();
		git('worktree', 'add', '--quiet', '-b', `bare-${number}`, tree, 'main');
		try {
			// By itself it does not run the hook that asks before a commit.
			if (hasHook) {
				gitIn(tree)('revert', '--no-commit', sha);
				gitIn(tree)('commit', '--no-edit', '--quiet');
			} else {
				gitIn(tree)('revert', '--no-edit', sha);
			}
		} catch {
			// Conflicts, which it leaves in the files.
		}
		const took = performance.now() - started;
		git('worktree', 'remove', '--force', tree);
		git('branch', '-D', `bare-${number}`);
		return took;
	};
	const times: (readonly [number, number])[] = [];
	for (let pair = 0; pair <= pairs; pair++) {
		if (pair % 2 === 0) {
			times.push([await ours(), await bare()]);
		} else {
			const first = await bare();
			times.push([await ours(), first]);
		}
	}
	return times.slice(1);
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
