import * as l10n from '@vscode/l10n';
import { type Breather, runInSlices } from '../base/slices';
import { type Answer, answered, type Bisection, nextSteps, startSteps } from '../core/bisect/bisection';
import { chancesOf } from '../core/bisect/chances';
import { historySteps } from '../core/bisect/history';
import type { Commit, Repository } from '../core/ports/repository';
import type { CommandEnd, OpenWorktree, ReproducingCommand, RunCommand, Worktree } from '../core/ports/reproduction';
import {
	badPasses,
	commandAborted,
	commandNotRun,
	endSkipped,
	goodFails,
	noCommonHistory,
	nothingBetween,
	tooMany,
} from './bisectErrors';

export interface BisectRequest {
	readonly repository: Repository;
	/** Full object names. */
	readonly good: string;
	readonly bad: string;
	readonly command: ReproducingCommand;
	/** Probabilities of suspects, by object name. */
	readonly scores: ReadonlyMap<string, number>;
	/** In git's own order, by number, whatever the scores. */
	readonly isPlain: boolean;
	/** For one run of the command; a commit that takes longer is skipped. */
	readonly timeLimitMs: number;
}

export interface BisectPorts {
	readonly openWorktree: OpenWorktree;
	readonly run: RunCommand;
	readonly breather: Breather;
}

/** One commit that was tested. */
export interface BisectTest {
	readonly sha: string;
	readonly answer: Answer;
	readonly end: CommandEnd;
}

export interface BisectResult {
	/** The good end that was used: the common ancestor where the good revision is not in the bad one. */
	readonly good: string;
	readonly bad: string;
	/** The first bad commit; absent where it could not be told apart from others. */
	readonly culprit?: Commit;
	/** Commits that may have done it, where none of what could tell them apart can be tested. */
	readonly undecided: readonly string[];
	/** In their order; the two ends, which are tested first, are not among them. */
	readonly tests: readonly BisectTest[];
	/** Commits in the range. */
	readonly commits: number;
}

/** What is told while it goes on. */
export interface BisectTold {
	/** A few words, for progress. */
	report(message: string): void;
	/** Lines for the log: what is tested and what came of it. */
	note(line: string): void;
	/** What the command prints. */
	output(text: string): void;
}

/** The history of the largest repositories fits; more would be slow to weigh. */
const MAX_COMMITS = 500_000;

/** Exit codes as `git bisect run` takes them. */
const SKIP = 125;
const LAST_BAD = 127;

/**
 * Finds the first bad commit by running a command, likely ones first. The ends are tested before anything else: the bad one has to fail, the good
 * one to pass. Everything runs in a worktree of its own, which is removed however it ends.
 *
 * @throws FaultlineError `bisect.*`, `git.*`; `signal.reason` when cancelled
 */
export async function bisect(
	request: BisectRequest,
	ports: BisectPorts,
	told: BisectTold,
	signal: AbortSignal,
): Promise<BisectResult> {
	const { repository, bad } = request;
	const { good, state: start } = await begin(request, ports, signal);
	const commits = start.open.length;
	told.note(l10n.t('{0} commits between {1} and {2}', commits, short(good), short(bad)));
	const worktree = await ports.openWorktree(repository.root, bad, signal);
	const tests: BisectTest[] = [];
	const test = (sha: string) => testOne(sha, worktree, request, ports, told, signal);
	try {
		await verifyEnds(good, bad, test, told);
		let state = start;
		for (;;) {
			const step = await runInSlices(nextSteps(state), ports.breather, signal);
			if (step.kind !== 'ask') {
				return await resultOf(step, { good, bad, tests, commits }, repository, told, signal);
			}
			told.report(l10n.t('{0} of {1} commits left; testing {2}', step.left, commits, short(step.sha)));
			const done = await test(step.sha);
			tests.push(done);
			state = answered(state, step.sha, done.answer);
		}
	} finally {
		await worktree.remove();
	}
}

/** What there is between the ends, and how likely each commit of it is. */
async function begin(
	{ repository, good, bad, scores, isPlain }: BisectRequest,
	{ breather }: BisectPorts,
	signal: AbortSignal,
): Promise<{ readonly good: string; readonly state: Bisection }> {
	const base = (await repository.isAncestor(good, bad, signal)) ? good : await repository.mergeBase(good, bad, signal);
	if (base === undefined) {
		throw noCommonHistory(short(good), short(bad));
	}
	const { parents, isComplete } = await repository.parentsBetween(base, bad, MAX_COMMITS, signal);
	if (!isComplete) {
		throw tooMany(MAX_COMMITS);
	}
	if (parents.size === 0) {
		throw nothingBetween(short(good), short(bad));
	}
	const history = await runInSlices(historySteps(parents, bad), breather, signal);
	const chances = isPlain ? undefined : chancesOf(history, scores);
	return { good: base, state: await runInSlices(startSteps(history, chances), breather, signal) };
}

async function verifyEnds(
	good: string,
	bad: string,
	test: (sha: string) => Promise<BisectTest>,
	told: BisectTold,
): Promise<void> {
	told.report(l10n.t('Making sure that the command fails at {0}', short(bad)));
	const atBad = await test(bad);
	refuseUnrun(atBad);
	if (atBad.answer === 'good') {
		throw badPasses(short(bad));
	}
	told.report(l10n.t('Making sure that the command passes at {0}', short(good)));
	const atGood = await test(good);
	refuseUnrun(atGood);
	if (atGood.answer === 'bad') {
		throw goodFails(short(good));
	}
}

/** At an end, a shell's word for "no such command" is no answer. */
function refuseUnrun({ sha, answer, end }: BisectTest): void {
	if (end.kind === 'exit' && (end.code === LAST_BAD || end.code === LAST_BAD - 1)) {
		throw commandNotRun(l10n.t('exit code {0}', end.code));
	}
	if (answer === 'skip') {
		throw endSkipped(short(sha));
	}
}

async function testOne(
	sha: string,
	worktree: Worktree,
	{ command, timeLimitMs }: BisectRequest,
	{ run }: BisectPorts,
	told: BisectTold,
	signal: AbortSignal,
): Promise<BisectTest> {
	await worktree.checkOut(sha, signal);
	told.note(l10n.t('Testing {0}', sha));
	const end = await run(
		command,
		{ folder: worktree.folder, timeLimitMs, onOutput: (text) => told.output(text) },
		signal,
	);
	if (end.kind === 'notStarted') {
		throw commandNotRun(end.message);
	}
	const answer = answerOf(end);
	if (answer === undefined) {
		throw commandAborted(short(sha), end);
	}
	told.note(`${short(sha)}: ${wordOf(answer, end)}`);
	return { sha, answer, end };
}

/** As `git bisect run` has it; undefined where it has to stop. */
function answerOf(end: CommandEnd): Answer | undefined {
	if (end.kind === 'timeout') {
		return 'skip';
	}
	if (end.kind !== 'exit' || end.code < 0 || end.code > LAST_BAD) {
		return undefined;
	}
	return end.code === 0 ? 'good' : end.code === SKIP ? 'skip' : 'bad';
}

function wordOf(answer: Answer, end: CommandEnd): string {
	if (end.kind === 'timeout') {
		return l10n.t('skipped, because its time was up');
	}
	const words = { good: l10n.t('good'), bad: l10n.t('bad'), skip: l10n.t('skipped') };
	return end.kind === 'exit' ? l10n.t('{0} (exit code {1})', words[answer], end.code) : words[answer];
}

async function resultOf(
	step:
		| { readonly kind: 'found'; readonly sha: string }
		| { readonly kind: 'undecided'; readonly shas: readonly string[] },
	rest: Pick<BisectResult, 'good' | 'bad' | 'tests' | 'commits'>,
	repository: Repository,
	told: BisectTold,
	signal: AbortSignal,
): Promise<BisectResult> {
	if (step.kind === 'undecided') {
		told.note(l10n.t('It is one of these, which cannot be told apart: {0}', step.shas.map(short).join(', ')));
		return { ...rest, undecided: step.shas };
	}
	const culprit = (await repository.commits([step.sha], signal)).get(step.sha);
	told.note(l10n.t('{0} is the first bad commit, after {1} runs', step.sha, rest.tests.length));
	return { ...rest, undecided: [], ...(culprit && { culprit }) };
}

const short = (sha: string) => sha.slice(0, 8);
