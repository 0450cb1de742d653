import { type BranchPreparedPayload, branchPrepared } from '../../core/incident/events/branchPrepared';
import { type PullRequestOpenedPayload, pullRequestOpened } from '../../core/incident/events/pullRequestOpened';
import type { Incident } from '../../core/incident/record';
import { linked } from './links';
import type { NewEvent } from './newEvent';

/** A branch that was made; said again after a restart, it is not written again. */
export function prepared({ branches = [] }: Incident, branch: BranchPreparedPayload): readonly NewEvent[] {
	const isKnown = branches.some((one) => one.branch === branch.branch && one.tip === branch.tip);
	return isKnown ? [] : [branchPrepared.of(branch)];
}

/** A pull request of such a branch, and a link to it; what is known already is not written again, and a link keeps what it is called. */
export function requested(incident: Incident, opened: PullRequestOpenedPayload, title: string): readonly NewEvent[] {
	const { branches = [], links = [] } = incident;
	const { branch, url } = opened;
	const isLinked = links.some((link) => link.url === url);
	const isKnown = branches.some((one) => one.branch === branch && one.pullRequest?.url === url);
	return [
		...(isKnown ? [] : [pullRequestOpened.of(opened)]),
		...(isLinked ? [] : linked(incident, { kind: 'pullRequest', url, title })),
	];
}
