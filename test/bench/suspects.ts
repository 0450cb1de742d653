// Suspects of a trace in a generated repository of 5,000 commits, beside the git commands that the answer needs, run bare.
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import pLimit from 'p-limit';
import { openRepository } from '../../src/adapters/git/openRepository';
import { analyzeSuspects } from '../../src/app/analyzeSuspects';
import { never, silentLog } from '../support/repository';
import { type BenchResult, medianMs } from './result';

const COMMITS = 5000;
const FILES = 200;
const LINES = 300;
const RUNS = 7;
const START = Date.parse('2024-01-01T00:00:00Z') / 1000;

export async function run(): Promise<BenchResult[]> {
	const folder = mkdtempSync(join(tmpdir(), 'faultline-bench-'));
	try {
		generate(folder);
		const calls: string[][] = [];
		const recording = { ...silentLog, trace: (message: string) => calls.push(argumentsOf(message)) };
		const breather = { now: () => performance.now(), pause: () => setImmediate() };
		const analyze = async (log = silentLog) =>
			analyzeSuspects(
				{ text: trace(), repository: await openRepository(folder, log, never()), revision: 'main' },
				breather,
				() => undefined,
				never(),
			);
		const answer = await analyze(recording);
		if (answer.commits.length === 0) {
			throw new Error('The benchmark found no suspects: its repository or trace is broken.');
		}
		const ms = await medianMs(RUNS, () => analyze());
		const bareMs = await medianMs(RUNS, () => bare(folder, calls));
		return [
			{
				name: 'suspects in 5,000 commits',
				value: Math.round(ms),
				unit: 'ms',
				reference: `the same ${calls.length} git commands, run bare`,
				referenceValue: Math.round(bareMs),
				ratio: ms / bareMs,
				target: 'ratio ≤ 1.5',
				met: ms / bareMs <= 1.5,
			},
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/** Runs recorded git commands, four at a time, and throws their output away. */
async function bare(folder: string, calls: readonly string[][]): Promise<void> {
	const limit = pLimit(4);
	const git = promisify(execFile);
	await Promise.all(
		calls.map((args) =>
			limit(async () => {
				const running = git('git', args, {
					cwd: folder,
					maxBuffer: 1 << 30,
					env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
				});
				// What the adapter asks of a batch; other commands may close their input before we do.
				running.child.stdin?.on('error', () => undefined).end(args.includes('--batch') ? 'main:package.json\n' : '');
				await running.catch(() => undefined); // what is not there is part of the answer
			}),
		),
	);
}

/** The arguments in a line that the git adapter logs: `git a b c (12 ms)`; no argument here holds a space. */
function argumentsOf(message: string): string[] {
	return message
		.replace(/^git /, '')
		.replace(/ \(\d+ ms\)$/, '')
		.split(' ');
}

function trace(): string {
	const frames = [3, 17, 42, 99, 120, 5].map(
		(file, i) => `    at step${i} (/srv/app/src/part${file % 10}/file${file}.js:${40 + i * 31}:9)`,
	);
	return `TypeError: Cannot read properties of undefined (reading 'id')\n${frames.join('\n')}\n`;
}

/** A history in which every commit edits a line or two of a file or two, by a fixed pseudo-random order; with a tag every 500 commits. */
function generate(folder: string): void {
	execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
	const random = numbers(42);
	const files = Array.from({ length: FILES }, (_, i) => ({
		path: `src/part${i % 10}/file${i}.js`,
		lines: Array.from({ length: LINES }, (_, n) => `const v${n} = ${n};`),
	}));
	const out: string[] = [];
	const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`;
	for (let commit = 0; commit < COMMITS; commit++) {
		const who = `Dev ${commit % 9} <dev${commit % 9}@example.com> ${START + commit * 3600} +0000`;
		out.push(`commit refs/heads/main\nauthor ${who}\ncommitter ${who}\n${data(`Change ${commit}`)}`);
		const touched = commit === 0 ? files : [files[random(FILES)], files[random(FILES)]];
		for (const file of touched) {
			if (file) {
				file.lines[random(LINES)] = `const changed${commit} = ${commit};`;
				out.push(`M 100644 inline ${file.path}\n${data(`${file.lines.join('\n')}\n`)}`);
			}
		}
		if (commit % 500 === 250) {
			out.push(`reset refs/tags/v${commit}\nfrom refs/heads/main\n\n`);
		}
	}
	execFileSync('git', ['fast-import', '--quiet'], { cwd: folder, input: out.join(''), maxBuffer: 1 << 30 });
}

/** Numerical Recipes' linear congruential generator: the same repository in every run. */
function numbers(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}
