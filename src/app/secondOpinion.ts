import { grouped } from '../base/grouped';
import { isInApp } from '../core/frames/inApp';
import type { Locations } from '../core/frames/resolve';
import type { Commit, Repository } from '../core/ports/repository';
import { type Opinion, type OpinionLine, secondOpinion } from '../core/suspects/secondOpinion';
import type { InAppRules } from '../core/trace/inAppRules';
import type { Trace } from '../core/trace/model';

/** Lines that git is asked about. Both rules look at every frame; deeper ones than this are the same few lines again. */
const MAX_LINES = 60;

export interface OpinionRequest {
	readonly repository: Repository;
	/** Deployed revision, full object name. */
	readonly revision: string;
	/** As their sources have them. */
	readonly traces: readonly Trace[];
	readonly locations: Locations;
	readonly inApp: InAppRules;
	/** When it began, epoch milliseconds; where that is not known the deployed revision's own date is taken. */
	readonly startedAt?: number | undefined;
}

/** An opinion with what the commit is called. */
export interface NamedOpinion extends Opinion {
	readonly commit?: Commit | undefined;
}

/** What another product would name by its rule, or a monitor names itself. */
export interface ShownOpinion extends Omit<NamedOpinion, 'rule'> {
	readonly rule: Opinion['rule'] | 'monitor';
	/** The monitor's, as the person calls it. */
	readonly name?: string;
	/** Short object name of the commit that it names, where that is not in this clone. */
	readonly elsewhere?: string;
	/** Nobody knows what it would name: `detail` says why. */
	readonly isUnknown?: true;
}

/**
 * What Sentry's and Datadog's rules would name for a trace that was placed in a repository.
 *
 * @throws FaultlineError `git.*`; `signal.reason` when cancelled
 */
export async function secondOpinions(
	{ repository, revision, traces, locations, inApp, startedAt }: OpinionRequest,
	signal: AbortSignal,
): Promise<readonly NamedOpinion[]> {
	const frames = framesOf(traces, locations, inApp);
	const lines = await blamed(repository, revision, frames, signal);
	const commits = await repository.commits([...new Set([revision, ...lines.flatMap(({ sha }) => sha ?? [])])], signal);
	const start = startedAt ?? commits.get(revision)?.date ?? 0;
	return secondOpinion(lines, commits, start).map((opinion) => ({
		...opinion,
		commit: opinion.sha === undefined ? undefined : commits.get(opinion.sha),
	}));
}

/** Every frame of this repository that has a line, each line once, innermost first in each exception. Other threads did not fail. */
function framesOf(traces: readonly Trace[], locations: Locations, rules: InAppRules): readonly OpinionLine[] {
	const seen = new Set<string>();
	return traces
		.flatMap((trace, t) =>
			trace.exceptions.flatMap((exception, e) =>
				exception.relation === 'thread'
					? []
					: exception.frames.flatMap((frame, f) => {
							const location = locations[t]?.[e]?.[f];
							const line = location?.line ?? frame.line;
							return !location || location.repository !== undefined || line === undefined
								? []
								: [{ path: location.path, line, isInApp: isInApp(frame, location, rules) }];
						}),
			),
		)
		.filter(({ path, line }) => !seen.has(`${path}:${line}`) && seen.add(`${path}:${line}`))
		.slice(0, MAX_LINES);
}

async function blamed(
	repository: Repository,
	revision: string,
	frames: readonly OpinionLine[],
	signal: AbortSignal,
): Promise<readonly OpinionLine[]> {
	const byLine = new Map<string, string>();
	await Promise.all(
		[...grouped(frames, ({ path }) => path)].map(async ([path, own]) => {
			const ranges = own.map(({ line }) => [line, line] as const);
			for (const { line, sha } of await repository.blame(revision, path, ranges, signal)) {
				byLine.set(`${path}:${line}`, sha);
			}
		}),
	);
	return frames.map((frame) => {
		const sha = byLine.get(`${frame.path}:${frame.line}`);
		return sha === undefined ? frame : { ...frame, sha };
	});
}
