// How often a line of an old revision is found in today's text, and how long that takes. Truth is git's, where two ways agree: following each line
// forwards (blame --reverse), and blaming both ends and pairing what has the same origin. Beside it: the offset that a plain diff gives, and git log -L.
// Lines that are gone from their file are looked for in others: those that are found are listed, unless git blame -C -C says the same of them; it
// sees no more than what was copied in one commit, so the others are to be read.
//
// FAULTLINE_BENCH_MIRRORS names a folder of bare mirrors (OWNER+NAME/repo); without it, a repository that is made up is all there is.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from '../../src/adapters/git/openRepository';
import { lineTracker } from '../../src/app/locateFrame';
import { lineMap } from '../../src/core/frames/lineMap';
import { lasting, offsetsOf, originOf, randomOf, sample, truthOf } from '../support/lineTruth';
import { aRepository, never, silentLog } from '../support/repository';
import { type BenchResult, median } from './result';

/** Python, Go, Rust, Java, Elixir, Ruby and C#. */
const REPOSITORIES: readonly string[] = [
	'pallets/flask',
	'pytest-dev/pytest',
	'gin-gonic/gin',
	'tokio-rs/axum',
	'vectordotdev/vector',
	'qos-ch/logback',
	'google/error-prone',
	'elixir-lang/elixir',
	'getsentry/sentry-ruby',
	'nunit/nunit',
];
const DISTANCES: readonly number[] = [50, 500, 2000];
const FILES = 4;
const LINES = 25;
const MAX_LINES = 4000;
const SOURCE = /\.(?:py|go|rs|java|exs?|rb|cs|js|ts)$/;

/** Lines that are gone from their file, looked for in others. */
interface Elsewhere {
	asked: number;
	found: number;
	confirmed: number;
	readonly times: number[];
}

interface Count {
	lines: number;
	right: number;
	/** A false line given as exact or moved. */
	wrong: number;
}

const none = (): Count => ({ lines: 0, right: 0, wrong: 0 });

export async function run(): Promise<BenchResult[]> {
	const mirrors = process.env.FAULTLINE_BENCH_MIRRORS ?? '';
	const found = REPOSITORIES.map((name) => join(mirrors, name.replace('/', '+'), 'repo')).filter((folder) =>
		mirrors === '' ? false : existsSync(folder),
	);
	console.log(found.length === 0 ? 'No mirrors: a made-up repository is measured.' : `${found.length} repositories`);
	const made = found.length === 0 ? madeUp() : undefined;
	const times = { cold: [] as number[], warm: [] as number[], logL: [] as number[] };
	const ours = new Map<string, Count>();
	const plain = new Map<string, Count>();
	const elsewhere: Elsewhere = { asked: 0, found: 0, confirmed: 0, times: [] };
	for (const folder of made ? [made.folder] : found) {
		for (const distance of DISTANCES) {
			await measure(folder, distance, ours, plain, times, elsewhere);
		}
	}
	made?.remove();
	for (const [key, { lines, right, wrong }] of ours) {
		const other = plain.get(key) ?? none();
		console.log(
			`${key.padEnd(10)} ${String(lines).padStart(5)} lines, right ${percent(right, lines)}, wrong ${percent(wrong, lines)}; plain diff ${percent(other.right, other.lines)}, ${percent(other.wrong, other.lines)}`,
		);
	}
	const [all, allPlain] = [ours.get('all') ?? none(), plain.get('all') ?? none()];
	const share = (count: Count, of: 'right' | 'wrong') => (100 * count[of]) / Math.max(1, count.lines);
	const results = (
		name: string,
		unit: string,
		value: number,
		reference: string,
		referenceValue: number,
		target: string,
		met: boolean,
	) => ({
		name,
		value,
		unit,
		reference,
		referenceValue,
		ratio: value / referenceValue,
		target,
		met,
	});
	const { asked, found: said, confirmed } = elsewhere;
	console.log(
		`Of ${asked} lines gone from their file, ${said} were found in another one, ${confirmed} of them by git, too`,
	);
	return [
		results(
			'drift of a line that is gone, in other files',
			'ms',
			median(elsewhere.times),
			'git log -L for one line',
			median(times.logL),
			'≤ 150 ms',
			!(median(elsewhere.times) > 150),
		),
		results(
			`drift right, ${all.lines} lines`,
			'%',
			share(all, 'right'),
			'offset of a plain diff',
			share(allPlain, 'right'),
			'≥ 97 %',
			share(all, 'right') >= 97,
		),
		results(
			'drift wrong',
			'%',
			share(all, 'wrong'),
			'offset of a plain diff',
			share(allPlain, 'wrong'),
			'< 1 %',
			share(all, 'wrong') < 1,
		),
		results(
			'drift of a file, cold',
			'ms',
			median(times.cold),
			'git log -L for one line',
			median(times.logL),
			'≤ 150 ms',
			median(times.cold) <= 150,
		),
		results(
			'drift of a file, warm',
			'ms',
			median(times.warm),
			'git log -L for one line',
			median(times.logL),
			'≤ 30 ms',
			median(times.warm) <= 30,
		),
	];
}

const percent = (part: number, of: number) => `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;

async function measure(
	folder: string,
	distance: number,
	ours: Map<string, Count>,
	plain: Map<string, Count>,
	times: { cold: number[]; warm: number[]; logL: number[] },
	elsewhere: Elsewhere,
): Promise<void> {
	const git = (...args: string[]) =>
		execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', maxBuffer: 1 << 30 });
	const head = git('rev-parse', 'HEAD').trim();
	const old = git('rev-list', '--first-parent', `--skip=${distance}`, '--max-count=1', 'HEAD').trim();
	if (old === '') {
		return;
	}
	const random = randomOf(distance);
	const changed = git('diff', '--name-only', '--no-renames', '--diff-filter=M', old, head)
		.split('\n')
		.filter((path) => SOURCE.test(path));
	for (const path of sample(changed, FILES, random)) {
		const [before, after] = [git('show', `${old}:${path}`), git('show', `${head}:${path}`)];
		const lines = before.split('\n');
		if (lines.length > MAX_LINES || after.split('\n').length > MAX_LINES) {
			continue;
		}
		const truth = truthOf(git, old, head, path);
		const offsets = offsetsOf(git('diff', '-U0', '--no-renames', old, head, '--', path));
		const map = lineMap(before, after);
		const lost: number[] = [];
		const rows = lines.flatMap((line, row) => (line.trim() !== '' && truth.has(row + 1) ? [row + 1] : []));
		for (const line of sample(rows, LINES, random)) {
			const wanted = truth.get(line);
			const drift = map.at(line);
			if (wanted === undefined && drift.kind !== 'exact' && drift.kind !== 'moved') {
				lost.push(line);
			}
			const said = drift.kind === 'exact' || drift.kind === 'moved' ? drift.line : undefined;
			if (said !== wanted && process.env.FAULTLINE_BENCH_VERBOSE) {
				console.log(
					`  ${path}@${distance} ${line} → ${wanted ?? 'gone'}, said ${drift.kind} ${drift.line}: ${lines[line - 1]?.trim()}`,
				);
			}
			for (const key of ['all', `${distance} back`, path.replace(/^.*\./, '.')]) {
				count(ours, key, wanted, said);
				count(plain, key, wanted, offsets(line));
			}
		}
		const signal = never();
		const repository = await openRepository(folder, silentLog, signal);
		const tracker = lineTracker();
		const ask = () => tracker.whereIsLineNow({ repository, revision: old, path, line: 1, text: after }, signal);
		times.cold.push(await lasting(ask));
		times.warm.push(await lasting(ask));
		times.logL.push(await lasting(() => git('log', '-s', '--format=%h', '-L1,1:'.concat(path), `${old}..${head}`)));
		for (const line of lost) {
			const otherText = async (other: string) => git('show', `${head}:${other}`);
			const question = { repository, revision: old, path, line, text: after, otherText };
			const started = performance.now();
			const drift = await tracker.whereIsLineNow(question, signal);
			elsewhere.times.push(performance.now() - started);
			elsewhere.asked++;
			if (drift.kind === 'elsewhere') {
				elsewhere.found++;
				const isSame = originOf(git, old, path, line) === originOf(git, head, drift.path, drift.line);
				elsewhere.confirmed += isSame ? 1 : 0;
				if (!isSame) {
					console.log(`  ${path}@${distance} ${line} → ${drift.path} ${drift.line}: ${lines[line - 1]?.trim()}`);
				}
			}
		}
	}
}

function count(counts: Map<string, Count>, key: string, wanted: number | undefined, said: number | undefined): void {
	const count = counts.get(key) ?? none();
	count.lines++;
	count.right += said === wanted ? 1 : 0;
	count.wrong += said !== undefined && said !== wanted ? 1 : 0;
	counts.set(key, count);
}

function madeUp() {
	const random = randomOf(7);
	const repository = aRepository();
	const line = () => `const value${Math.floor(random() * 1e6)} = compute(${Math.floor(random() * 100)}, rates);`;
	const files = Array.from({ length: FILES }, () => Array.from({ length: 200 }, line));
	for (let commit = 0; commit < 60; commit++) {
		const own = files[commit % FILES] ?? [];
		own.splice(
			Math.floor(random() * own.length),
			Math.floor(random() * 3),
			...Array.from({ length: Math.floor(random() * 4) }, line),
		);
		const texts = files.map((lines, i) => [`src/file${i}.js`, `${lines.join('\n')}\n`] as const);
		repository.commit(`Change ${commit}`, { files: Object.fromEntries(texts) });
	}
	return repository;
}
