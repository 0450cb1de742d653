import * as l10n from '@vscode/l10n';
import type { App } from '../../app';
import type { Run } from '../../run';
import { chooseIncident } from '../chooseIncident';
import { chooseRepository } from '../chooseRepository';
import type { Mitigation } from './model';

/**
 * The incident a command is about, and what makes branches in its repository.
 *
 * @returns undefined when there is none, or the person chose none
 */
export async function beginMitigation(app: App, run: Run, argument: unknown): Promise<Mitigation | undefined> {
	const incident = await chooseIncident(app, run, argument);
	const repository = incident && (await chooseRepository(app, run, incident));
	if (!incident || !repository) {
		return undefined;
	}
	const mitigations = await run.work(l10n.t('Opening the repository'), (_report, signal) =>
		app.mitigations(repository, signal),
	);
	return { app, run, incident, repository, mitigations };
}
