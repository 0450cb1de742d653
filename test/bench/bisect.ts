// Runs that a bisection takes, likely commits first, beside git's own order: on generated histories with a ranking that is right as often as one may be, and,
// where FAULTLINE_BENCH_CASES and FAULTLINE_BENCH_MIRRORS say where they are, on public histories with real suspects and a known culprit. Nothing is built:
// a commit is bad when the culprit is in it.
import { existsSync, readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { mirrorOf, textOf } from '../../scripts/suspects/cases.mjs';
import { openRepository } from '../../src/adapters/git/openRepository';
import { analyzeSuspects } from '../../src/app/analyzeSuspects';
import { runAtOnce } from '../../src/base/slices';
import { answered, type Bisection, nextSteps, startSteps } from '../../src/core/bisect/bisection';
import { chancesOf } from '../../src/core/bisect/chances';
import { type History, historySteps } from '../../src/core/bisect/history';
import type { Repository } from '../../src/core/ports/repository';
import { never, silentLog } from '../support/repository';
import type { BenchResult } from './result';

const GENERATED = 300;
/** Suspects that weigh, as the command line and the editor have it. */
const WEIGHED = 200;
const MAX_COMMITS = 500_000;
const START_SEED = 7;

/** One case of the development incidents: only what is read here. */
interface Case {
	readonly id: string;
	readonly repo: string;
	readonly at: string;
	readonly primary: string | null;
	readonly truth_kind: string;
}

/** What a bisection took, one way and the other. */
interface Runs {
	readonly weighted: number;
	readonly plain: number;
	readonly commits: number;
	/** Place of the culprit among the suspects; undefined where it is none. */
	readonly rank: number | undefined;
}

export async function run(): Promise<BenchResult[]> {
	const made = generated();
	const worst = Math.max(...made.map((one) => one.weighted - one.plain));
	const results: BenchResult[] = [
		{
			...summary('bisect: runs on generated histories', made),
			target: 'fewer, and never 3 more',
			met: worst <= 2 && made.reduce((sum, one) => sum + one.weighted - one.plain, 0) < 0,
		},
	];
	const cases = process.env.FAULTLINE_BENCH_CASES ?? '';
	const mirrors = process.env.FAULTLINE_BENCH_MIRRORS ?? '';
	if (cases === '' || mirrors === '') {
		console.log('FAULTLINE_BENCH_CASES and FAULTLINE_BENCH_MIRRORS name no public histories.');
		return results;
	}
	results.push(summary('bisect: runs since the last release', await onCases(cases, mirrors)));
	return results;
}

function summary(name: string, runs: readonly Runs[]): BenchResult {
	const mean = (value: (one: Runs) => number) => runs.reduce((sum, one) => sum + value(one), 0) / runs.length;
	const weighted = mean((one) => one.weighted);
	const plain = mean((one) => one.plain);
	const saved = 100 * (1 - weighted / plain);
	const worst = Math.max(...runs.map((one) => one.weighted - one.plain));
	const worse = runs.filter((one) => one.weighted > one.plain).length;
	const places = [1, 5].map((place) => runs.filter(({ rank }) => rank !== undefined && rank <= place).length);
	const sizes = runs.map(({ commits }) => commits).sort((a, b) => a - b);
	console.log(
		`  ${name}: ${runs.length} bisections of ${sizes[0]} to ${sizes.at(-1)} commits (median ${sizes[runs.length >> 1]}); ${saved.toFixed(1)} % fewer runs; ${worse} took more, ${worst} more at most; culprit first suspect in ${places[0]}, in the first five in ${places[1]}`,
	);
	return {
		name: `${name} (${runs.length})`,
		value: weighted,
		unit: 'runs',
		reference: 'in the order of git bisect',
		referenceValue: plain,
		ratio: weighted / plain,
		target: '≥ 30 % fewer',
		met: saved >= 30,
	};
}

function measured(history: History, culprit: string, ranked: readonly (readonly [string, number])[]): Runs {
	const bad = withCulprit(history, culprit);
	const runs = (chances?: Float64Array) => {
		let state: Bisection = runAtOnce(startSteps(history, chances));
		for (let count = 0; ; count++) {
			const step = runAtOnce(nextSteps(state));
			if (step.kind !== 'ask') {
				if (step.kind !== 'found' || step.sha !== culprit) {
					throw new Error(`The bisection ended at ${step.kind}, not at ${culprit}.`);
				}
				return count;
			}
			state = answered(state, step.sha, bad.has(step.sha) ? 'bad' : 'good');
		}
	};
	const place = ranked.findIndex(([sha]) => sha === culprit);
	return {
		weighted: runs(chancesOf(history, new Map(ranked))),
		plain: runs(),
		commits: history.shas.length,
		rank: place < 0 ? undefined : place + 1,
	};
}

/** Commits that the culprit is in. */
function withCulprit({ shas, parents }: History, culprit: string): ReadonlySet<string> {
	const bad = shas.map((sha) => sha === culprit);
	for (const [index, own] of parents.entries()) {
		bad[index] ||= own.some((parent) => bad[parent]);
	}
	return new Set(shas.filter((_, index) => bad[index]));
}

/**
 * Histories of 20 to 3,000 commits with branches, and rankings that have the culprit first in 35 % and among the first five in 55 %, which is what blame of
 * the frames' lines reaches on the development incidents; their probabilities say as much.
 */
function generated(): readonly Runs[] {
	const random = numbers(START_SEED);
	const chances = [0.35, 0.08, 0.05, 0.04, 0.03];
	return Array.from({ length: GENERATED }, () => {
		const length = Math.round(20 * 150 ** random());
		const parents = Array.from({ length }, (_, index) => {
			const before = index === 0 ? [] : [index - 1 - (random() < 0.2 ? Math.floor(random() * Math.min(index, 8)) : 0)];
			const merged = index > 0 && random() < 0.15 ? [Math.max(0, index - 2 - Math.floor(random() * 8))] : [];
			return [...new Set(index === length - 1 ? [index - 1, ...before, ...merged] : [...before, ...merged])];
		});
		const name = (index: number) => `c${index}`;
		const all = new Map(parents.map((own, index) => [name(index), own.map(name)] as const));
		const history = runAtOnce(historySteps(all, name(length - 1)));
		const any = () => history.shas[Math.floor(random() * history.shas.length)] ?? '';
		const culprit = any();
		const luck = random();
		const place = chances.findIndex(
			(_, index) => luck < chances.slice(0, index + 1).reduce((sum, one) => sum + one, 0),
		);
		const ranked = new Map(chances.map((chance, index) => [index === place ? culprit : any(), chance]));
		return measured(history, culprit, [...ranked]);
	});
}

/** Bisections of public histories: since the last release before the incident, where the culprit is newer. */
async function onCases(file: string, mirrors: string): Promise<readonly Runs[]> {
	const cases = readFileSync(file, 'utf8')
		.split('\n')
		.filter(Boolean)
		.map((line): Case => JSON.parse(line))
		.filter(({ truth_kind: kind }) => kind === 'explicit' || kind === 'szz');
	const all: Runs[] = [];
	for (const [index, one] of cases.entries()) {
		if (index % 50 === 0) {
			console.log(`  ${index} of ${cases.length} cases looked at`);
		}
		const folder = mirrorOf(mirrors, one.repo);
		const repository = existsSync(folder) ? await openRepository(folder, silentLog, never()) : undefined;
		const tag = await repository?.previousTag(one.at, never());
		const runs = repository && tag !== undefined && (await bisectCase(repository, one, tag, file, mirrors));
		if (runs) {
			all.push(runs);
		}
	}
	return all;
}

/** Undefined where the release has the culprit already, or there is one commit since. */
async function bisectCase(
	repository: Repository,
	one: Case,
	tag: string,
	file: string,
	mirrors: string,
): Promise<Runs | undefined> {
	const good = await repository.resolve(tag, never());
	if (one.primary === null || (await repository.isAncestor(one.primary, good, never()))) {
		return undefined;
	}
	const { parents } = await repository.parentsBetween(good, one.at, MAX_COMMITS, never());
	const history = runAtOnce(historySteps(parents, one.at));
	if (!parents.has(one.primary) || history.shas.length < 2) {
		return undefined;
	}
	const text = await textOf({ cases: file, mirrors }, one);
	const breather = { now: () => performance.now(), pause: () => setImmediate() };
	const request = { text, repository, revision: one.at, lastGood: good, limit: WEIGHED };
	const { commits } = await analyzeSuspects(request, breather, () => undefined, never());
	const outside = commits.find(({ sha }) => !parents.has(sha));
	if (outside) {
		throw new Error(`${one.id}: ${outside.sha} is not between the good and the bad revision.`);
	}
	return measured(
		history,
		one.primary,
		commits.map(({ sha, score }) => [sha, score] as const),
	);
}

/** Numerical Recipes' linear congruential generator: the same histories in every run. In 0..1. */
function numbers(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}
