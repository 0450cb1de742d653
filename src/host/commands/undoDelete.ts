import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';
import type { Command } from '../app';
import { args } from '../args';

/** Brings back the incident deleted last in this session, or the one that is named. */
export const undoDelete: Command = async (app, run, argument) => {
	const incidentId = app.deleted.take(args.incident(argument));
	if (incidentId === undefined) {
		run.tell('info', l10n.t('Nothing was deleted in this session.'));
		return;
	}
	try {
		await (await app.incidents()).restore(incidentId);
	} catch (error) {
		if (!FaultlineError.is(error, 'incident.unknown')) {
			app.deleted.push(incidentId);
		}
		throw error;
	}
	await app.view.reveal(incidentId);
};
