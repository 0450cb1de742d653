import * as l10n from '@vscode/l10n';
import { transition } from '../../core/incident/status';
import type { Command } from '../app';
import { changeStatus } from '../flows/changeStatus';
import { chooseIncidents } from '../flows/chooseIncidents';

/** Takes up again what was mitigated, resolved or closed; why is asked. */
export const reopen: Command = async (app, run, argument, selected) => {
	const some = await chooseIncidents(app, run, argument, selected);
	const [first] = some;
	if (first && some.every((one) => !asksForReason(one))) {
		run.tell('info', l10n.t('{0} is open already.', first.key));
	} else if (first) {
		await changeStatus(app, run, some, 'investigating');
	}
};

function asksForReason(incident: Parameters<typeof transition>[0]): boolean {
	const step = transition(incident, 'investigating');
	return step.allowed && step.needs.includes('reason');
}
