import type { Incident } from '../core/incident/record';
import type { IssueTracker } from '../core/ports/issueTracker';
import type { IncidentChanges } from './incidentChanges';
import type { LinkedIssue } from './syncIssue';

/** An action item that is followed by an issue. */
export interface FollowedAction {
	readonly action: string;
	readonly issue: LinkedIssue;
}

/**
 * An action item is done once its issue is closed, and is to be done again where that is reopened; what a person said of it stays.
 *
 * @throws FaultlineError `github.*`, `incident.*`
 */
export async function syncAction(
	incidents: Pick<IncidentChanges, 'settleAction'>,
	tracker: Pick<IssueTracker, 'issue'>,
	incident: Incident,
	{ action: id, issue }: FollowedAction,
	signal: AbortSignal,
): Promise<void> {
	const action = incident.actions?.find((one) => one.id === id);
	const { state } = await tracker.issue(issue.repository, issue.number, signal);
	if (action && !action.done && state === 'closed') {
		await incidents.settleAction(incident.id, id, true, 'issue');
	} else if (action?.done?.by === 'issue' && state === 'open') {
		await incidents.settleAction(incident.id, id, false, 'issue');
	}
}
