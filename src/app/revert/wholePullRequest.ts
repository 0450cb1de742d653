import type { HostedNumber } from '../../core/github/remote';
import type { CodeHost } from '../../core/ports/codeHost';
import type { MitigationHistory } from '../../core/ports/mitigation';

/** So many commits on either side of one are looked through for others of its pull request: one request for each side. */
const BESIDE = 49;
/** Of a branch that went on for longer, nothing is looked through. */
const MAX_AFTER = 20_000;

/**
 * All commits of a pull request that was merged by rebase, by one of them: those on the base branch beside it that the host says came by the same one. Of
 * one that was merged or squashed it is that commit alone.
 *
 * @param sha full object name
 * @param tip of the base branch
 * @param pull the pull request that brought it
 * @returns newest first; empty where it is not on the branch's own line
 * @throws FaultlineError `github.*`, `git.*`; `signal.reason` when cancelled
 */
export async function wholePullRequest(
	history: Pick<MitigationHistory, 'firstParentLine' | 'onFirstParentLine'>,
	host: Pick<CodeHost, 'originsOf'>,
	{ sha, tip, pull }: { readonly sha: string; readonly tip: string; readonly pull: HostedNumber },
	signal: AbortSignal,
): Promise<readonly string[]> {
	if (!(await history.onFirstParentLine([sha], tip, signal)).has(sha)) {
		return [];
	}
	const [after, before] = await Promise.all([
		history.firstParentLine(sha, tip, MAX_AFTER, signal),
		history.firstParentLine(undefined, sha, BESIDE + 1, signal),
	]);
	const beside = [...(after.length < MAX_AFTER ? after.slice(-BESIDE) : []), ...before];
	const { pullRequests } = await host.originsOf(pull.repository, beside, signal);
	return beside.filter(
		(one) =>
			one === sha || pullRequests.get(one)?.some(({ number, state }) => number === pull.number && state === 'merged'),
	);
}
