import * as l10n from '@vscode/l10n';
import type { Command } from '../app';
import { askName } from '../flows/askName';
import { changeService } from '../flows/changeFields';
import { chooseIncidents } from '../flows/chooseIncidents';

/** Says which service incidents are about. */
export const setService: Command = async (app, run, argument, selected) => {
	const some = await chooseIncidents(app, run, argument, selected);
	const [first] = some;
	if (!first) {
		return;
	}
	const service = await askName({
		title: some.length === 1 ? l10n.t('Service of {0}', first.key) : l10n.t('Service of {0} Incidents', some.length),
		placeHolder: l10n.t('Choose a service, or type the name of another one'),
		known: app.view.named('service'),
		none: some.some((incident) => incident.service) ? l10n.t('No Service') : undefined,
	});
	if (service !== undefined) {
		await changeService(app, run, some, service);
	}
};
