// A generated repository of a million commits and a hundred thousand files: how soon suspects are named in it, how fast its history is indexed behind that, what
// the index weighs, and what a question to it costs. Beside git alone, printing the same history.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { commitsInWorker } from '../../src/adapters/commits/inWorker';
import { openRepository } from '../../src/adapters/git/openRepository';
import { analyzeSuspects } from '../../src/app/analyzeSuspects';
import { fillWithCommits, nthPath } from '../support/manyCommits';
import { never, silentLog } from '../support/repository';
import { type BenchResult, median } from './result';

const COMMITS = 1_000_000;
const FILES = 100_000;
const QUESTIONS = 9;

export async function run(): Promise<BenchResult[]> {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-million-'));
	try {
		const repository = join(folder, 'repository');
		execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', repository]);
		await fillWithCommits(repository, { commits: COMMITS, files: FILES });
		const head = execFileSync('git', ['rev-parse', 'main'], { cwd: repository, encoding: 'utf8' }).trim();

		const bareMs = await lasting(() => bareLog(repository));
		const first = await firstAnswer(repository);
		const blame = await lasting(() =>
			promisify(execFile)('git', ['blame', '-w', '--incremental', 'main', '--', nthPath(7)], { cwd: repository }),
		);

		const commits = commitsInWorker(join(process.cwd(), 'dist/commitsWorker.js'), folder);
		const index = commits.indexOf(repository);
		const before = resident();
		let most = 0;
		let still = 0;
		let last = performance.now();
		const watch = setInterval(() => {
			const now = performance.now();
			still = Math.max(still, now - last);
			last = now;
			most = Math.max(most, resident() - before);
		}, 5);
		const indexMs = await lasting(() => index.update(head, () => undefined, never()));
		clearInterval(watch);
		const questions: number[] = [];
		for (let n = 0; n < QUESTIONS; n++) {
			questions.push(await lasting(() => index.history(head, { paths: [nthPath(n * 31)], limit: 300 }, never())));
		}
		const walk = await lasting(() =>
			promisify(execFile)('git', ['log', '--format=%H', '--name-only', 'main', '--', nthPath(31)], { cwd: repository }),
		);
		commits.dispose();

		const rate = COMMITS / (indexMs / 1000);
		const bareRate = COMMITS / (bareMs / 1000);
		const asked = median(questions);
		return [
			{
				...{ name: 'first suspects in 1,000,000 commits and 100,000 files', value: Math.round(first), unit: 'ms' },
				...{ reference: 'git blame of the first file', referenceValue: Math.round(blame), ratio: first / blame },
				...{ target: '≤ 3 s', met: first <= 3000 },
			},
			{
				...{ name: 'index of commits: built', value: Math.round(rate), unit: 'commits/s' },
				...{ reference: 'git log printing the same', referenceValue: Math.round(bareRate), ratio: rate / bareRate },
				...{ target: '≥ 20,000 commits/s', met: rate >= 20_000 },
			},
			{
				...{ name: 'index of commits: memory', value: Math.round(most), unit: 'MB' },
				...{ reference: 'the process before', referenceValue: Math.round(before), ratio: most / before },
				...{ target: '≤ 300 MB', met: most <= 300 },
			},
			{
				...{ name: 'index of commits: longest standstill of the host', value: Math.round(still), unit: 'ms' },
				...{ reference: 'building it', referenceValue: Math.round(indexMs), ratio: still / indexMs },
				...{ target: '≤ 50 ms', met: still <= 50 },
			},
			{
				...{ name: 'index of commits: which changed a file', value: Math.round(asked), unit: 'ms' },
				...{ reference: 'git log of that file', referenceValue: Math.round(walk), ratio: asked / walk },
				...{ target: 'ratio ≤ 0.1', met: asked / walk <= 0.1 },
			},
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Until the suspects of the file that the trace is in are told. */
async function firstAnswer(root: string): Promise<number> {
	const started = performance.now();
	let first: number | undefined;
	const frames = [7, 8, 9].map((file) => `    at step (/srv/app/${nthPath(file)}:1:9)`).join('\n');
	await analyzeSuspects(
		{
			text: `TypeError: Cannot read properties of undefined (reading 'id')\n${frames}\n`,
			repository: await openRepository(root, silentLog, never()),
			revision: 'main',
			onFirst: () => {
				first ??= performance.now() - started;
			},
		},
		{ now: () => performance.now(), pause: () => setImmediate() },
		() => undefined,
		never(),
	);
	return first ?? performance.now() - started;
}

/** What the index reads, thrown away. */
async function bareLog(folder: string): Promise<void> {
	const args = ['log', '-z', '--format=%x00%H%x00%ct%x00%P%x00%s', '--name-only', '--no-renames', 'main'];
	const git = spawn('git', args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
	for await (const _ of git.stdout) {
		// read, as the index does
	}
}

/** Of this process, its workers included, in MB. */
function resident(): number {
	try {
		return Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
	} catch {
		return process.memoryUsage().rss / 1024 / 1024;
	}
}

async function lasting(work: () => Promise<unknown>): Promise<number> {
	const started = performance.now();
	await work();
	return performance.now() - started;
}
