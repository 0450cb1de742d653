import type { Incident } from '../../core/incident/record';
import { STATUSES, transition } from '../../core/incident/status';
import type { PullRequestState } from '../../core/ports/codeHost';

/**
 * Whether a merged pull request mitigates an incident that is not mitigated yet: it is of a branch that takes the cause out, whether it was opened from here
 * or on its host.
 */
export function takesOut(incident: Incident, url: string, { head }: Pick<PullRequestState, 'head'>): boolean {
	const isEarlier = STATUSES.indexOf(incident.status) < STATUSES.indexOf('mitigated');
	const isOfOurs = (incident.branches ?? []).some(
		({ kind, branch, pullRequest }) =>
			(kind === 'revert' || kind === 'rollback') && (pullRequest?.url === url || branch === head.branch),
	);
	return isEarlier && isOfOurs && transition(incident, 'mitigated').allowed;
}
