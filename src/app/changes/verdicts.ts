import { bisectionFinished, type FinishedBisection } from '../../core/incident/events/bisectionFinished';
import { suspectConfirmed } from '../../core/incident/events/suspectConfirmed';
import { suspectDismissed } from '../../core/incident/events/suspectDismissed';
import type { NamedCommit } from '../../core/incident/events/verdicts';
import { verdictWithdrawn } from '../../core/incident/events/verdictWithdrawn';
import type { Incident, Verdict } from '../../core/incident/record';
import type { Analysis } from '../../core/suspects/model';
import type { NewEvent } from './newEvent';

/** What a person says of a commit, with its place in the analysis of now; a bisection's word is confirmed, not repeated. */
export function judged(
	{ analysis, verdicts = [] }: Incident,
	{ sha, subject, date, author }: NamedCommit,
	verdict: Verdict['verdict'] | 'none',
): readonly NewEvent[] {
	const before = verdicts.find((one) => one.sha === sha);
	if ((before?.verdict ?? 'none') === verdict && before?.by !== 'bisection') {
		return [];
	}
	const commit = { sha, subject, date, author };
	if (verdict === 'none') {
		return [verdictWithdrawn.of(commit)];
	}
	const ranked = { ...commit, ...(analysis && { rank: rankIn(analysis, sha) }) };
	return [(verdict === 'confirmed' ? suspectConfirmed : suspectDismissed).of(ranked)];
}

export function bisected({ analysis }: Incident, bisection: FinishedBisection): readonly NewEvent[] {
	const { culprit } = bisection;
	const placed = culprit && { ...culprit, ...(analysis && { rank: rankIn(analysis, culprit.sha) }) };
	return [bisectionFinished.of({ ...bisection, ...(placed && { culprit: placed }) })];
}

/** 1-based; `null` where the analysis does not name the commit. */
function rankIn({ commits }: Analysis, sha: string): number | null {
	const index = commits.findIndex((commit) => commit.sha === sha);
	return index < 0 ? null : index + 1;
}
