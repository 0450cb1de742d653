// How often the right change is named: `npm run bench:suspects -- --cases FILE --mirrors FOLDER [--only TEXT] [--jobs N] [--window N] [--out FILE.json]`.
// Each case is scored with weights that were made without its repository. Simple rules are scored in the same run, on the same frames.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { openRepository } from '../../src/adapters/git/openRepository';
import { analyzeTraces, subjectOf } from '../../src/app/analyzeSuspects';
import { secondOpinions } from '../../src/app/secondOpinion';
import { runAtOnce } from '../../src/base/slices';
import type { Repository } from '../../src/core/ports/repository';
import type { KeyFrame } from '../../src/core/suspects/evidence';
import { type TrainedData, trained, trainedFrom } from '../../src/core/suspects/trained';
import { noRules } from '../../src/core/trace/inAppRules';
import { parseSteps } from '../../src/core/trace/parse';
import { caseOptions, each, hasCommit, type IncidentCase, lastGoodOf, mirrorOf, readCases, textOf } from './cases.mts';

const options = caseOptions();
const silent = () => undefined;
const breather = { now: () => performance.now(), pause: async () => undefined };
const { signal } = new AbortController();

const foldsFile = new URL('./folds.json', import.meta.url);
const folds = existsSync(foldsFile)
	? (JSON.parse(readFileSync(foldsFile, 'utf8')) as { foldOf: Record<string, number>; weights: TrainedData[] })
	: { foldOf: {}, weights: [] };

/** What one way of ranking answered to one case: where the first right answer stands, 0 for the first one; -1 where there is none. */
interface Scored {
	readonly incident: IncidentCase;
	readonly commits: Readonly<Record<string, number>>;
	readonly files: Readonly<Record<string, number>>;
	/** Score of the first commit, and whether it is right. */
	readonly first: { readonly score: number; readonly isRight: boolean } | undefined;
	readonly ms: number;
	/** When the first suspects could be shown; the whole time where nothing came earlier. */
	readonly firstMs: number;
	/** How long at least one git process of the analysis ran. */
	readonly gitMs: number;
	readonly isLeak: boolean;
}

const scored: Scored[] = [];
await each(readCases(options), options.jobs, async (incident) => {
	const text = await textOf(options, incident);
	const git = gitClock();
	const repository = await openRepository(mirrorOf(options.mirrors, incident.repo), git.log, signal);
	const lastGood = await lastGoodOf(repository, incident, options.window, signal);
	if (options.window > 0 && lastGood === undefined) {
		return;
	}
	const { traces } = runAtOnce(parseSteps(text));
	const fold = folds.weights[folds.foldOf[incident.repo] ?? -1];
	const weights = fold ? trainedFrom(fold) : trained;
	const request = { repository, revision: incident.at, limit: 10, weights, ...(lastGood && { lastGood }) };
	let firstAt: number | undefined;
	const start = performance.now();
	const onFirst = () => {
		firstAt ??= performance.now();
	};
	const answer = await analyzeTraces(traces, { ...request, onFirst }, breather, silent, signal);
	const end = performance.now();
	const time = { ms: end - start, firstMs: (firstAt ?? end) - start, gitMs: git.runningSince(start) };
	const { subject, mapped } = await subjectOf(traces, request, silent, signal);
	const rules = await simpleRules(repository, incident.at, subject.frames);
	const opinions = await secondOpinions(
		{ repository, revision: incident.at, traces: mapped.traces, locations: mapped.locations, inApp: noRules },
		signal,
	);
	const named = (rule: string) => opinions.flatMap((one) => (one.rule === rule && one.sha ? [one.sha] : []));
	const commitRules: Record<string, readonly string[]> = {
		Faultline: answer.commits.map(({ sha }) => sha),
		'blame, innermost first': rules.blame,
		"Sentry's rule": named('sentry'),
		"Datadog's rule": named('datadog'),
		'last change to the first file': rules.lastChange,
		'newest change to any trace file': rules.recency,
	};
	const place = (list: readonly string[], truth: readonly string[]) => list.findIndex((one) => truth.includes(one));
	const best = answer.commits[0];
	scored.push({
		incident,
		commits: Object.fromEntries(
			Object.entries(commitRules).map(([rule, list]) => [rule, place(list, incident.truth_commits)]),
		),
		files: {
			Faultline: place(
				answer.files.map(({ path }) => path),
				incident.truth_files,
			),
			'trace order': place([...new Set(subject.frames.map(({ location }) => location.path))], incident.truth_files),
		},
		first: best && { score: best.score, isRight: incident.truth_commits.includes(best.sha) },
		...time,
		isLeak: !areAncestors(repository.root, incident.at, commitRules.Faultline ?? []),
	});
});

/** A log that notes when git ran. */
function gitClock() {
	const runs: { readonly start: number; readonly end: number }[] = [];
	const trace = (message: string) => {
		const ms = Number(/\((\d+) ms\)$/.exec(message)?.[1] ?? 0);
		const end = performance.now();
		runs.push({ start: end - ms, end });
	};
	return {
		log: { trace, debug: silent, info: silent, warn: silent, error: silent },
		/** Milliseconds in which at least one process ran. */
		runningSince: (since: number) => {
			let covered = since;
			let sum = 0;
			for (const { start, end } of runs.toSorted((a, b) => a.start - b.start)) {
				sum += Math.max(0, end - Math.max(start, covered));
				covered = Math.max(covered, end);
			}
			return sum;
		},
	};
}

/** Nothing that is named may be unknown to the incident's revision. */
function areAncestors(root: string, revision: string, shas: readonly string[]): boolean {
	const args = ['rev-list', '--max-count=1', ...shas, `^${revision}`];
	return shas.length === 0 || execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim() === '';
}

async function simpleRules(repository: Repository, revision: string, frames: readonly KeyFrame[]) {
	const blame: string[] = [];
	for (const { location, line } of frames.slice(0, 12)) {
		const [blamed] = line === undefined ? [] : await repository.blame(revision, location.path, [[line, line]], signal);
		if (blamed && !blame.includes(blamed.sha)) {
			blame.push(blamed.sha);
		}
	}
	const newest = async (paths: readonly string[], limit: number) =>
		(await repository.history(revision, { paths, limit }, signal)).map(({ commit }) => commit.sha);
	const paths = [...new Set(frames.map(({ location }) => location.path))];
	return { blame, lastChange: await newest(paths.slice(0, 1), 1), recency: await newest(paths, 10) };
}

/** Wilson's interval for a share, 95 %, in percent. */
function wilson(hits: number, n: number): string {
	const [z, p] = [1.96, hits / n];
	const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
	const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
	return `${Math.round(100 * (middle - half))}–${Math.round(100 * (middle + half))}`;
}

const lines: string[] = [];
const print = (line: string) => {
	lines.push(line);
	process.stdout.write(`${line}\n`);
};

function row(name: string, places: readonly number[]): void {
	const within = (n: number) => places.filter((place) => place >= 0 && place < n).length;
	const percent = (n: number) => `${((100 * within(n)) / places.length).toFixed(1)}`.padStart(5);
	const mrr = places.reduce((sum, place) => sum + (place < 0 ? 0 : 1 / (place + 1)), 0) / places.length;
	print(
		`${name.padEnd(36)} ${String(places.length).padStart(4)} ${percent(1)} (${wilson(within(1), places.length)}) ${percent(3)} ${percent(5)} (${wilson(within(5), places.length)}) ${percent(10)}  ${mrr.toFixed(3)}`,
	);
}

function table(title: string, kind: 'commits' | 'files', cases: readonly Scored[]): void {
	if (cases.length === 0) {
		return;
	}
	print(`\n${title.padEnd(36)}    n top 1 (95 %)  top 3 top 5 (95 %)  top 10  MRR`);
	for (const rule of Object.keys(cases[0]?.[kind] ?? {})) {
		row(
			rule,
			cases.map((one) => one[kind][rule] ?? -1),
		);
	}
}

const withCommit = scored.filter(({ incident }) => hasCommit(incident));
const languages = [...new Set(scored.map(({ incident }) => incident.lang))].sort();
table('Commits', 'commits', withCommit);
table(
	'Commits at most 90 days old',
	'commits',
	withCommit.filter(({ incident }) => incident.primary_age_days <= 90),
);
table(
	'Commits named by the author',
	'commits',
	withCommit.filter(({ incident }) => incident.truth_kind === 'explicit'),
);
table('Files', 'files', scored);
table(
	'Files, the right one not in the trace',
	'files',
	scored.filter(({ incident }) => !incident.truth_in_trace),
);
for (const lang of languages) {
	const own = (cases: readonly Scored[]) => cases.filter(({ incident }) => incident.lang === lang);
	table(`Commits, ${lang}`, 'commits', own(withCommit));
	table(`Files, ${lang}`, 'files', own(scored));
}
calibration();
const quantile = (of: (one: Scored) => number, q: number) => {
	const all = scored.map(of).sort((a, b) => a - b);
	return all[Math.min(all.length - 1, Math.floor(q * all.length))] ?? 0;
};
const within = (of: (one: Scored) => number) =>
	`median ${Math.round(quantile(of, 0.5))} ms, 90 % within ${Math.round(quantile(of, 0.9))} ms, 99 % within ${Math.round(quantile(of, 0.99))} ms`;
print(`\nTime a case: ${within(({ ms }) => ms)}`);
print(`First suspects: ${within(({ firstMs }) => firstMs)}`);
const overhead = ({ ms, gitMs }: Scored) => ms / Math.max(1, gitMs);
print(
	`Time ÷ time that git ran in it: median ${quantile(overhead, 0.5).toFixed(2)}, 90 % within ${quantile(overhead, 0.9).toFixed(2)}`,
);
if (options.out !== '') {
	writeFileSync(options.out, JSON.stringify(scored, undefined, '\t'));
}
const leaks = scored.filter(({ isLeak }) => isLeak);
if (leaks.length > 0 || scored.length === 0) {
	print(`LEAK: ${leaks.map(({ incident }) => incident.id).join(', ') || 'no case was scored'}`);
	process.exitCode = 1;
}

/** How true the first commit's score is: expected calibration error over ten equally full bins, and the surer half. */
function calibration(): void {
	const firsts = withCommit.flatMap(({ first }) => first ?? []).sort((a, b) => a.score - b.score);
	const size = Math.ceil(firsts.length / 10);
	let error = 0;
	for (let start = 0; start < firsts.length; start += size) {
		const bin = firsts.slice(start, start + size);
		const mean = (of: (one: (typeof bin)[number]) => number) => bin.reduce((sum, one) => sum + of(one), 0) / bin.length;
		error +=
			(bin.length / firsts.length) * Math.abs(mean(({ score }) => score) - mean(({ isRight }) => Number(isRight)));
	}
	const surer = firsts.slice(Math.floor(firsts.length / 2));
	const right = (100 * surer.filter(({ isRight }) => isRight).length) / Math.max(1, surer.length);
	print(
		`\nCalibration error (ECE) ${error.toFixed(3)}; on the half it is surest of, the first is right ${right.toFixed(1)} %`,
	);
}
