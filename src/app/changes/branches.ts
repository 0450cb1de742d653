import { type BranchPreparedPayload, branchPrepared } from '../../core/incident/events/branchPrepared';
import type { Incident } from '../../core/incident/record';
import type { NewEvent } from './newEvent';

/** A branch that was made; said again after a restart, it is not written again. */
export function prepared({ branches = [] }: Incident, branch: BranchPreparedPayload): readonly NewEvent[] {
	const isKnown = branches.some((one) => one.branch === branch.branch && one.tip === branch.tip);
	return isKnown ? [] : [branchPrepared.of(branch)];
}
