import * as l10n from '@vscode/l10n';
import { analyzeSuspects } from '../app/analyzeSuspects';
import { type BisectPorts, type BisectResult, bisect } from '../app/bisect';
import { printable } from '../base/printable';
import type { Commit, Repository } from '../core/ports/repository';
import { UsageError } from './io';
import type { SuspectsDependencies } from './suspects';

export interface BisectOptions {
	readonly repo?: string;
	readonly good?: string;
	readonly bad?: string;
	readonly plain?: boolean;
	readonly trace?: string;
	readonly timeout?: string;
	readonly json?: boolean;
}

export type BisectDependencies = SuspectsDependencies & Pick<BisectPorts, 'openWorktree' | 'run'>;

/** Half an hour for one run of the command, unless the person says otherwise. */
const DEFAULT_TIMEOUT_S = 1800;

/** Suspects that weigh; further ones are hardly likelier than any commit. */
const WEIGHED = 200;

/**
 * `faultline bisect`: the first bad commit, by running a command.
 *
 * @param command program and arguments: the words after `--`
 */
export async function bisectCommand(
	command: readonly string[],
	options: BisectOptions,
	dependencies: BisectDependencies,
	signal: AbortSignal,
): Promise<void> {
	const [program, ...args] = command;
	if (!options.good || !options.bad || options.repo === '') {
		throw new UsageError('faultline bisect needs --good REV, --bad REV, and --repo DIR names a folder.');
	}
	if (program === undefined) {
		throw new UsageError('faultline bisect needs the command that shows the failure, after --.');
	}
	const timeLimitMs = secondsOf(options.timeout) * 1000;
	const { io, openRepository, cwd } = dependencies;
	const repository = await openRepository(options.repo ?? cwd, signal);
	const [good, bad] = await Promise.all([
		repository.resolve(options.good, signal),
		repository.resolve(options.bad, signal),
	]);
	const isPlain = options.plain === true || options.trace === undefined;
	const scores =
		isPlain || options.trace === undefined
			? new Map<string, number>()
			: await scoresOf(options.trace, repository, good, bad, dependencies, signal);
	const told = {
		report: () => undefined,
		note: (line: string) => io.writeError(`${printable(line)}\n`),
		output: (text: string) => io.writeError(text),
	};
	const request = { repository, good, bad, command: { program, args }, scores, isPlain, timeLimitMs };
	const result = await bisect(request, dependencies, told, signal);
	await io.write(options.json ? `${JSON.stringify(report(result, isPlain), undefined, '\t')}\n` : forPeople(result));
}

/** How likely commits between the ends did it, by the stack trace in a file. */
async function scoresOf(
	file: string,
	repository: Repository,
	good: string,
	bad: string,
	{ io, breather, openRepository, maps }: BisectDependencies,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
	const { commits } = await analyzeSuspects(
		{
			text: await io.read(file),
			repository,
			revision: bad,
			lastGood: good,
			limit: WEIGHED,
			openRepository,
			maps: { maps, chosen: [], folders: [] },
		},
		breather,
		() => undefined,
		signal,
	);
	return new Map(commits.map(({ sha, score }) => [sha, score]));
}

function report({ good, bad, culprit, undecided, tests, commits }: BisectResult, isPlain: boolean): unknown {
	return {
		...{ good, bad, commits, isPlain },
		...(culprit && { culprit: named(culprit) }),
		undecided,
		tests: tests.map(({ sha, answer, end }) => ({
			...{ sha, answer },
			...(end.kind === 'exit' && { exitCode: end.code }),
		})),
	};
}

function named({ sha, subject, author, date }: Commit): object {
	return { sha, subject, author, date: new Date(date).toISOString() };
}

function forPeople({ culprit, undecided, tests, commits }: BisectResult): string {
	const lines = culprit
		? [
				`${culprit.sha} is the first bad commit: ${culprit.subject}  (${culprit.author}, ${new Date(culprit.date).toISOString().slice(0, 10)})`,
			]
		: ['The first bad commit is one of these, which cannot be told apart:', ...undecided.map((sha) => `  ${sha}`)];
	return `${[...lines, l10n.t('{0} runs for {1} commits', tests.length, commits)].map(printable).join('\n')}\n`;
}

function secondsOf(text: string | undefined): number {
	if (text === undefined) {
		return DEFAULT_TIMEOUT_S;
	}
	if (!/^[1-9]\d{0,5}$/.test(text)) {
		throw new UsageError('--timeout takes a number of seconds from 1 to 999999.');
	}
	return Number(text);
}
