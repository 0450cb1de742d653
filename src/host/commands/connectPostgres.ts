import * as l10n from '@vscode/l10n';
import type { Command } from '../app';
import { askConnection } from '../flows/askConnection';
import { settings } from '../settings';

/** Asks for the server's connection anew, as when a password was changed. */
export const connectPostgres: Command = async (app, run) => {
	if ((await askConnection(app, run)) === undefined) {
		return;
	}
	if (settings.home() === 'postgres') {
		run.tell('info', l10n.t('Connected. Incidents are kept on the server.'));
	} else {
		run.tell('info', l10n.t('Connected. Incidents stay where they are until you change the home.'), {
			title: l10n.t('Change Incident Home…'),
			command: 'faultline.changeHome',
		});
	}
};
