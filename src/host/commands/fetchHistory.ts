import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Repository } from '../../core/ports/repository';
import type { App, Command } from '../app';
import { analyzeIncident } from '../flows/analyze';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';

/** Fetches what an incident's repository lacks (tags, branches, the rest of a shallow clone), and looks for suspects again. */
export const fetchHistory: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const repository = incident && (await chooseRepository(app, run, incident));
	const remote = repository && (await chooseRemote(app, run, repository));
	if (!incident || !repository || remote === undefined) {
		return;
	}
	await run.work(l10n.t('Fetching from {0}', remote), (_report, signal) => repository.fetch(remote, signal));
	await app.fetchRemotes.remember(repository.root, remote);
	await app.fetchRemotes.noteTime(repository.root, Date.now());
	if (incident.evidence.length > 0) {
		await analyzeIncident(app, run, incident);
	}
};

/** The only remote there is; of several the person is asked for one, with that of the last time first. */
async function chooseRemote(app: App, run: Run, repository: Repository): Promise<string | undefined> {
	const remotes = await run.work(l10n.t('Reading the remotes'), (_report, signal) => repository.remotes(signal));
	const [only] = remotes;
	if (only === undefined) {
		run.tell('info', l10n.t('The repository {0} has no remote to fetch from.', repository.root));
		return undefined;
	}
	if (remotes.length === 1) {
		return only;
	}
	const last = app.fetchRemotes.of(repository.root);
	const items = remotes
		.toSorted((a, b) => Number(b === last) - Number(a === last))
		.map((name) => ({
			label: plainLabel(name),
			name,
			...(name === last && { description: l10n.t('fetched from last time') }),
		}));
	return (await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Fetch from which remote?') }))?.name;
}
