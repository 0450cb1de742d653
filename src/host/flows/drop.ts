import { assertNever } from '../../base/assertNever';
import { movedBy } from '../../core/incident/triage/move';
import type { App } from '../app';
import type { Run } from '../run';
import type { Drop } from '../views/drops';
import { attachFiles } from './attachFiles';
import { changeAssignee, changePriority, changeService } from './changeFields';
import { changeStatus } from './changeStatus';
import { chooseIncident } from './chooseIncident';
import { chooseIncidents } from './chooseIncidents';

/** Does what something was dragged to a place of the tree for. */
export async function dropped(app: App, run: Run, drop: Drop): Promise<void> {
	if (drop.kind === 'files') {
		const incident = await chooseIncident(app, run, { incidentId: drop.incidentId });
		if (incident) {
			await attachFiles(app, run, incident, drop.uris);
		}
		return;
	}
	const { ids, move } = drop;
	const some = movedBy(await chooseIncidents(app, run, ids, undefined), move);
	if (some.length === 0) {
		return;
	}
	switch (move.field) {
		case 'status':
			return changeStatus(app, run, some, move.to);
		case 'priority':
			return changePriority(app, run, some, move.to);
		case 'service':
			return changeService(app, run, some, move.to);
		case 'assignee':
			return changeAssignee(app, run, some, move.to);
		default:
			assertNever(move);
	}
}
