import { worktreesIn } from '../../src/adapters/git/worktrees';
import { runCommand } from '../../src/adapters/process/runCommand';
import { type BisectRequest, type BisectResult, bisect } from '../../src/app/bisect';
import { aRepository, never, type RepositoryBuilder, silentLog } from './repository';

/** A repository whose `n.txt` counts its commits, 1 to `length`; the one in the middle of `broken` is the first that has `broken.txt`. */
export function aCountingRepository(length: number, broken: number): RepositoryBuilder {
	const built = aRepository();
	for (let commit = 1; commit <= length; commit++) {
		built.commit(`Commit ${commit}`, {
			files: { 'n.txt': `${commit}\n`, ...(commit === broken && { 'broken.txt': 'yes\n' }) },
			tag: `c${commit}`,
		});
	}
	return built;
}

/** A command that fails where `broken.txt` is; `more` runs first. */
export const failsWhereBroken = (more = '') => ({
	program: process.execPath,
	args: ['-e', `${more};process.exit(require('node:fs').existsSync('broken.txt') ? 1 : 0)`],
});

export interface Bisected {
	readonly result: BisectResult;
	readonly notes: readonly string[];
	readonly output: string;
}

/** Bisects for real, `good` and `bad` being revisions. */
export async function bisecting(
	built: RepositoryBuilder,
	{ good = 'c1', bad = 'HEAD', ...more }: Partial<Omit<BisectRequest, 'repository'>> = {},
	{ signal = never(), temporary }: { readonly signal?: AbortSignal; readonly temporary?: string } = {},
): Promise<Bisected> {
	const notes: string[] = [];
	let output = '';
	const request: BisectRequest = {
		command: failsWhereBroken(),
		scores: new Map(),
		isPlain: false,
		timeLimitMs: 60_000,
		...more,
		repository: await built.open(),
		good: built.sha(good),
		bad: built.sha(bad),
	};
	const breather = { now: () => performance.now(), pause: async () => undefined };
	const ports = { openWorktree: worktreesIn(silentLog, temporary), run: runCommand, breather };
	const told = {
		report: () => undefined,
		note: (line: string) => notes.push(line),
		output: (text: string) => {
			output += text;
		},
	};
	return { result: await bisect(request, ports, told, signal), notes, output };
}
