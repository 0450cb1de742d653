import type { Repository } from '../core/ports/repository';
import type { Analysis } from '../core/suspects/model';

export interface AnalyzeRequest {
	/** Any text with one or more traces in it. */
	readonly text: string;
	readonly repository: Repository;
	/** Deployed revision, as a person says it: sha, tag, branch, `HEAD~3`. */
	readonly revision: string;
	/** Last known good revision, or an ISO date. */
	readonly lastGood?: string;
	/** When it began, epoch milliseconds; commits made later cannot be it. */
	readonly startedAt?: number;
	/** At most this many files and as many commits. Default 10. */
	readonly limit?: number;
}

/**
 * The main job: text with a trace in → ranked suspect files and commits out, each with reasons. Nothing is checked out.
 *
 * @param report told in a few words what is being looked at, for progress
 * @throws FaultlineError `git.unknownRevision`, `git.noCommits`, `git.failed`; `signal.reason` when cancelled. No trace, no file or no
 *   suspect is an answer (`problems`), not an error.
 */
export type AnalyzeSuspects = (
	request: AnalyzeRequest,
	report: (message: string) => void,
	signal: AbortSignal,
) => Promise<Analysis>;
