import * as l10n from '@vscode/l10n';
import type { Command } from '../app';
import { chooseCommit } from '../flows/chooseCommit';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import { judge, named } from '../flows/judge';

/** “It was this one”: any commit, whether an analysis named it or not, is recorded as the cause. */
export const nameCause: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const repository = incident && (await chooseRepository(app, run, incident));
	if (!incident || !repository) {
		return;
	}
	const commit = await chooseCommit(app, run, incident, repository, {
		title: l10n.t('Cause of {0}', incident.key),
		placeholder: l10n.t('Which commit did it? Type a SHA, or words of its message or author'),
	});
	if (commit) {
		await judge(app, run, incident, named(commit), 'confirmed');
	}
};
