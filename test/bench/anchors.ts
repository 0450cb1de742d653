// How well notes follow their lines: ranges of lines of 500 commits back, followed to today. Truth is git's, line by line, where two ways agree (see
// lineTruth.ts); a range of which any line is ambiguous is left out. A range is right where it holds every line of it that is left and none that was
// outside of it; "gone" is right where git, too, knows none of its lines any more. Beside it, in the same run: the offset that a plain diff gives, and
// git log -L, which follows the offset's answer back and refuses it where it does not lead to the range; that takes long, so it is asked of some.
//
// FAULTLINE_BENCH_MIRRORS names a folder of bare mirrors (OWNER+NAME/repo); without them there is nothing to measure.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openRepository } from '../../src/adapters/git/openRepository';
import { anchorTracker } from '../../src/app/followAnchors';
import { linesOf } from '../../src/base/lines';
import { weightOf } from '../../src/core/frames/elsewhere';
import { anchorOf } from '../../src/core/notes/anchor';
import type { Followed } from '../../src/core/notes/follow';
import { reflowed } from '../../src/core/notes/reflowed';
import { breather } from '../support/incidents';
import { offsetsOf, originOf, randomOf, sample, truthOf } from '../support/lineTruth';
import { never, silentLog } from '../support/repository';
import { type BenchResult, median } from './result';

/** JavaScript, Python, Python, Go and Ruby. */
const REPOSITORIES: readonly string[] = [
	'expressjs/express',
	'pallets/flask',
	'psf/requests',
	'gin-gonic/gin',
	'sinatra/sinatra',
];
const DISTANCE = 500;
const RANGES = 1000;
const RANGES_OF_A_FILE = 16;
const LONGEST = 12;
const MAX_LINES = 4000;
/** Of the ranges, those that git log -L is asked of: each so many. */
const LOG_L_EACH = 12;
const SOURCE = /\.(?:py|go|rb|js|ts)$/;
const isVerbose = process.env.FAULTLINE_BENCH_VERBOSE !== undefined;

interface Range {
	readonly first: number;
	readonly last: number;
}

interface Score {
	asked: number;
	right: number;
	/** Git knows none of their lines any more. */
	gone: number;
	goneRight: number;
	/** Said to be gone, and those of them that are. */
	saidGone: number;
	saidGoneRight: number;
}

const none = (): Score => ({ asked: 0, right: 0, gone: 0, goneRight: 0, saidGone: 0, saidGoneRight: 0 });

export async function run(): Promise<BenchResult[]> {
	const mirrors = process.env.FAULTLINE_BENCH_MIRRORS ?? '';
	const folders = REPOSITORIES.map((name) => join(mirrors, name.replace('/', '+'), 'repo')).filter(
		(folder) => mirrors !== '' && existsSync(folder),
	);
	console.log(`${folders.length} repositories`);
	const scores = { ours: none(), plain: none(), logL: none() };
	const times = { ours: [] as number[], logL: [] as number[] };
	for (const folder of folders) {
		const before = { ...scores.ours };
		await measure(folder, Math.ceil(RANGES / folders.length), scores, times);
		const { asked, right } = scores.ours;
		console.log(`${folder}: ${asked - before.asked} ranges, ${right - before.right} right`);
	}
	for (const [name, { asked, right, gone, goneRight, saidGone, saidGoneRight }] of Object.entries(scores)) {
		console.log(
			`${name.padEnd(6)} right ${right}/${asked}, gone found ${goneRight}/${gone}, gone said rightly ${saidGoneRight}/${saidGone}`,
		);
	}
	const share = (part: number, of: number) => (100 * part) / Math.max(1, of);
	const { ours, plain, logL } = scores;
	const result = (
		name: string,
		unit: string,
		value: number,
		against: string,
		other: number,
		target: string,
		met: boolean,
	) => ({
		...{ name, value, unit, reference: against, referenceValue: other, ratio: value / other, target, met },
	});
	if (folders.length === 0) {
		return [];
	}
	const right = share(ours.right, ours.asked);
	const gone = share(ours.goneRight, ours.gone);
	const said = share(ours.saidGoneRight, ours.saidGone);
	return [
		result(
			`notes followed right, ${ours.asked} ranges`,
			...(['%', right, 'offset of a plain diff', share(plain.right, plain.asked), '≥ 97 %', right >= 97] as const),
		),
		result(
			'notes followed right, by git',
			...([
				'%',
				right,
				`git log -L, ${logL.asked} ranges`,
				share(logL.right, logL.asked),
				'≥ 97 %',
				right >= 97,
			] as const),
		),
		result(
			`notes gone, found, ${ours.gone} ranges`,
			...(['%', gone, 'offset of a plain diff', share(plain.goneRight, plain.gone), '≥ 95 %', gone >= 95] as const),
		),
		result(
			'notes gone, said rightly',
			...([
				'%',
				said,
				'offset of a plain diff',
				share(plain.saidGoneRight, plain.saidGone),
				'≥ 95 %',
				said >= 95,
			] as const),
		),
		result(
			'a note followed',
			...(['ms', median(times.ours), 'git log -L', median(times.logL), '≤ 60 ms', median(times.ours) <= 60] as const),
		),
	];
}

async function measure(
	folder: string,
	wanted: number,
	scores: { readonly ours: Score; readonly plain: Score; readonly logL: Score },
	times: { readonly ours: number[]; readonly logL: number[] },
): Promise<void> {
	const git = (...args: string[]) =>
		execFileSync('git', ['-C', folder, ...args], {
			encoding: 'utf8',
			maxBuffer: 1 << 30,
			stdio: ['ignore', 'pipe', 'ignore'],
		});
	const head = git('rev-parse', 'HEAD').trim();
	const old = git('rev-list', '--first-parent', `--skip=${DISTANCE}`, '--max-count=1', 'HEAD').trim();
	const random = randomOf(11);
	const repository = await openRepository(folder, silentLog, never());
	const files = changedFiles(git, old, head).filter(({ path }) => SOURCE.test(path));
	let left = wanted;
	for (const { path, now } of sample(files, files.length, random)) {
		const [before, after] = [git('show', `${old}:${path}`), git('show', `${head}:${now}`)];
		const lines = linesOf(before);
		if (left <= 0 || lines.length > MAX_LINES || after.length > 1e6) {
			continue;
		}
		const truth = new Map(truthOf(git, old, head, path, now));
		const patience = offsetsOf(git('diff', '-U0', '-w', '-M', '--patience', old, head, '--', path, now));
		for (const [line, place] of [...truth]) {
			if (place === undefined && patience(line) !== undefined) {
				truth.delete(line); // whether it is gone depends on how git compares
			}
		}
		const from = new Map([...truth].flatMap(([line, place]) => (place === undefined ? [] : [[place, line] as const])));
		const offsets = offsetsOf(git('diff', '-U0', '-M', old, head, '--', path, now));
		const ranges = rangesOf(lines, truth, random).filter((range) => !isFormatted(truth, range, lines, linesOf(after)));
		for (const range of ranges.slice(0, Math.min(left, RANGES_OF_A_FILE))) {
			left--;
			const anchor = anchorOf({ commit: old, path, committed: before, text: before, chosen: range });
			const tracker = anchorTracker(breather);
			const started = performance.now();
			const [said] = await tracker.follow(repository, head, [anchor], never());
			times.ours.push(performance.now() - started);
			const expected = whereTo(truth, range, lines);
			const about = { range, expected, from, lines };
			const isRight = count(scores.ours, about, saidIn(said, now, git, { old, head, path, range, isGone: !expected }));
			if (isVerbose && !isRight) {
				console.log(
					`  ${path}:${range.first}-${range.last} → ${JSON.stringify(expected ?? 'gone')}, said ${JSON.stringify(said)}`,
				);
				console.log(lines.slice(range.first - 1, range.last).join('\n'));
			}
			const guess = byOffsets(offsets, range, lines);
			count(scores.plain, about, guess);
			if (scores.ours.asked % LOG_L_EACH === 0) {
				const asked = performance.now();
				const traced = guess && tracedBack(git, { old, head, path, now }, guess, range);
				times.logL.push(performance.now() - asked);
				count(scores.logL, about, traced ? guess : undefined);
			}
		}
	}
}

/** Files that were changed since, and what they are called today. */
function changedFiles(git: (...args: string[]) => string, old: string, head: string) {
	const rows = git('diff', '--name-status', '-M', '--diff-filter=MR', old, head).trim().split('\n');
	return rows.map((row) => {
		const [, path = '', now = path] = row.split('\t');
		return { path, now };
	});
}

/** Ranges whose lines are not ambiguous, of different lengths. */
function rangesOf(
	lines: readonly string[],
	truth: ReadonlyMap<number, number | undefined>,
	random: () => number,
): readonly Range[] {
	const isSaid = (line: number) => isTelling(lines, line);
	const starts = sample(
		lines.flatMap((_, row) => (isSaid(row + 1) && truth.has(row + 1) ? [row + 1] : [])),
		RANGES_OF_A_FILE * 3,
		random,
	);
	return starts.flatMap((first) => {
		let last = Math.min(lines.length, first + Math.floor(random() * LONGEST));
		while (last > first && !isSaid(last)) {
			last--;
		}
		const range = { first, last };
		const all = linesIn(range);
		const { first: from = 0, last: to = 0 } = whereTo(truth, range, lines) ?? {};
		const isTold = all.every((line) => truth.has(line) || !isSaid(line));
		// What went apart is in no one place.
		const isTogether = to - from <= last - first + LONGEST;
		return isTold && isTogether ? [range] : [];
	});
}

/** Git calls a line gone whose quotation marks, or line breaks, are others: it can't say where such a range is. */
function isFormatted(
	truth: ReadonlyMap<number, number | undefined>,
	range: Range,
	lines: readonly string[],
	now: readonly string[],
): boolean {
	const isLost = linesIn(range).some((line) => isTelling(lines, line) && truth.get(line) === undefined);
	return isLost && reflowed(lines.slice(range.first - 1, range.last), now) !== undefined;
}

/** A brace, an `end` or a blank line that is there before and after may be any. */
const isTelling = (lines: readonly string[], line: number) => weightOf(lines[line - 1] ?? '') >= 4;

const linesIn = ({ first, last }: Range) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

function whereTo(
	truth: ReadonlyMap<number, number | undefined>,
	range: Range,
	lines: readonly string[],
): Range | undefined {
	const telling = linesIn(range).filter((line) => isTelling(lines, line));
	const places = telling.flatMap((line) => truth.get(line) ?? []);
	return places.length === 0 ? undefined : { first: Math.min(...places), last: Math.max(...places) };
}

/** What was said, as a range of the file of today; undefined for gone, which lines are, too, that were all rewritten or that went to another file. */
function saidIn(
	said: Followed | undefined,
	now: string,
	git: (...args: string[]) => string,
	{ old, head, path, range, isGone }: { old: string; head: string; path: string; range: Range; isGone: boolean },
): Range | undefined {
	if (said?.kind !== 'lines' || said.state === 'rewritten') {
		return undefined;
	}
	if (said.path !== now) {
		// It is gone from its own file then. Git finds what was moved in one commit; the others are printed, to be read.
		const isSame = originOf(git, old, path, range.first) === originOf(git, head, said.path, said.first);
		if (!isSame) {
			console.log(
				`  ${path}:${range.first}-${range.last} was found in ${said.path}:${said.first}-${said.last}, not by git`,
			);
		}
		return isGone ? undefined : { first: -1, last: -1 };
	}
	return said;
}

function byOffsets(
	offsets: (line: number) => number | undefined,
	range: Range,
	lines: readonly string[],
): Range | undefined {
	const places = linesIn(range).flatMap((line) => (isTelling(lines, line) ? (offsets(line) ?? []) : []));
	return places.length === 0 ? undefined : { first: Math.min(...places), last: Math.max(...places) };
}

/** Whether git log -L, followed from lines of today back to the first commit that touched them, comes out in the range, as a plain diff has it there. */
function tracedBack(
	git: (...args: string[]) => string,
	{
		old,
		head,
		path,
		now,
	}: { readonly old: string; readonly head: string; readonly path: string; readonly now: string },
	guess: Range,
	range: Range,
): boolean {
	const log = git(
		'log',
		'--format=commit %H',
		'--first-parent',
		`-L${guess.first},${guess.last}:${now}`,
		`${old}..${head}`,
	);
	const [, start, length = '1'] = [...log.matchAll(/^@@ -(\d+)(?:,(\d+))? \+/gm)].at(-1) ?? [];
	const [, sha] = [...log.matchAll(/^commit ([0-9a-f]{40})$/gm)].at(-1) ?? [];
	if (start === undefined || sha === undefined) {
		return true; // nothing touched them, so only lines above came or went
	}
	const offsets = offsetsOf(git('diff', '-U0', '-M', old, `${sha}^`, '--', path, now));
	const [first, last] = [Number(start), Number(start) + Number(length) - 1];
	return linesIn(range).some((line) => {
		const there = offsets(line);
		return there !== undefined && there >= first && there <= last;
	});
}

interface About {
	readonly range: Range;
	readonly expected: Range | undefined;
	/** Line of today → line that it was. */
	readonly from: ReadonlyMap<number, number>;
	readonly lines: readonly string[];
}

function count(score: Score, { range, expected, from, lines }: About, said: Range | undefined): boolean {
	const isOutside = (line: number) => {
		const before = from.get(line);
		return before !== undefined && (before < range.first || before > range.last) && isTelling(lines, before);
	};
	const isRight =
		expected === undefined || said === undefined
			? expected === said
			: said.first <= expected.first && said.last >= expected.last && !linesIn(said).some(isOutside);
	score.asked++;
	score.right += isRight ? 1 : 0;
	score.gone += expected ? 0 : 1;
	score.goneRight += !expected && !said ? 1 : 0;
	score.saidGone += said ? 0 : 1;
	score.saidGoneRight += !said && !expected ? 1 : 0;
	return isRight;
}
