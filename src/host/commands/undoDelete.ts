import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';
import type { Command } from '../app';
import { args } from '../args';

/** Brings back the incidents that were deleted last in this session, or those that are named. */
export const undoDelete: Command = async (app, run, argument, selected) => {
	const ids = app.deleted.take(...args.incidents(argument, selected));
	if (ids.length === 0) {
		run.tell('info', l10n.t('Nothing was deleted in this session.'));
		return;
	}
	const incidents = await app.incidents();
	const left = new Set(ids);
	try {
		for (const id of ids) {
			await incidents.restore(id);
			left.delete(id);
		}
	} catch (error) {
		if (FaultlineError.is(error, 'incident.unknown')) {
			left.delete([...left][0] ?? ''); // it is gone for good
		}
		app.deleted.push(...left);
		throw error;
	}
	await app.view.reveal(ids[0] ?? '');
};
