import * as l10n from '@vscode/l10n';
import { nothingToUndo } from '../../app/incidentErrors';
import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';
import { lastUndoing } from '../flows/lastUndoing';
import { mayUndo } from '../flows/mayUndo';
import { clip } from '../views/item';

/** Takes back the last change of an incident, and says which that was; somebody else's only after asking. */
export const undoChange: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const incidents = await app.incidents();
	const last = await incidents.lastChange(incident.id);
	if (!last) {
		throw nothingToUndo(incident.key);
	}
	if (!(await mayUndo(incident.key, last, incidents.me))) {
		return;
	}
	const { change, incident: after } = await incidents.undo(incident.id, last.eventId);
	const undoing = lastUndoing(after);
	run.tell(
		'info',
		l10n.t('{0}: undone: {1}', incident.key, clip(change.sentence, 200)),
		...(undoing === undefined
			? []
			: [
					{
						title: l10n.t('Do It Again'),
						act: async () => {
							await incidents.undo(incident.id, undoing);
						},
					},
				]),
	);
};
