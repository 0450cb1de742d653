import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { App } from '../host/app';
import type { IncidentClocks } from '../host/clocks';
import type { GitHub } from '../host/github/service';
import { issueWords } from '../host/issueWords';
import type { Running } from '../host/runningAnalyses';
import { settings } from '../host/settings';
import { Arrangements } from '../host/views/arrangements';
import { IncidentsTree } from '../host/views/incidentsTree';
import type { Ground } from './ground';

interface ViewNeeds extends Pick<App, 'incidents' | 'onDidChangeIncidents' | 'tracesOf'> {
	readonly running: Running;
	readonly clocks: IncidentClocks;
	readonly github: GitHub;
	/** Asked for once somebody does something in the view. */
	readonly app: () => App;
}

/** The tree of incidents. */
export function incidentsView({ context, log, runner, owned, alive }: Ground, needs: ViewNeeds): IncidentsTree {
	const { app, running, github, ...rest } = needs;
	return owned.add(
		new IncidentsTree({
			...{ ...rest, log, running, onDidChangeRunning: running.onDidChange },
			pullRequestsOf: (incident) => github.origins.of(incident),
			deployedOf: (incident) => github.origins.deployedOf(incident),
			followedOf: (incident) => github.followed.of(incident),
			onDidChangeOrigins: github.onDidChangeOrigins,
			issueState: (incident, url) =>
				issueWords(
					incident,
					url,
					{ state: app().issueState(incident.id, url), sync: settings.github().sync },
					Date.now(),
					vscode.env.language,
				),
			relocated: (incident) => app().relocated(incident, alive),
			secondOpinions: async (incident) => {
				const { opinionsOn } = await import('../host/flows/secondOpinion');
				return opinionsOn(app(), incident, alive);
			},
			earlier: (incident) => app().earlier(incident, alive),
			arrangements: new Arrangements(context.workspaceState),
			onDrop: (drop) =>
				void runner.run('drop', async (run) => {
					const { dropped } = await import('../host/flows/drop');
					await dropped(app(), run, drop);
				}),
			onHidden: ({ id, key }) =>
				runner.tell('info', l10n.t('{0} is not shown, because it does not fit the filter.', key), {
					title: l10n.t('Clear Filter'),
					command: 'faultline.clearFilter',
					args: [{ incidentId: id }],
				}),
		}),
	);
}
