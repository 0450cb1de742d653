import * as vscode from 'vscode';
import { Emitter } from '../base/emitter';
import { lazy } from '../base/lazy';
import { isOver } from '../core/incident/triage/groups';
import type { App } from '../host/app';
import { HostedChoices } from '../host/github/hostedChoices';
import { type GitHub, gitHub } from '../host/github/service';
import { GitHubTokens } from '../host/github/tokens';
import type { Ground } from './ground';

/** Pull requests of so many incidents are followed, those of late: as many as are kept whole. */
const FOLLOWED = 30;

/** GitHub; its client is loaded when it is first asked. */
export function openGitHub(
	{ context, log, owned, alive, clock, runner }: Ground,
	openRepository: App['openRepository'],
	app: () => App,
): GitHub {
	const offer = lazy(async () => {
		const { mergedOffers } = await import('../host/github/mergedOffers');
		return mergedOffers({ app, runner, memory: context.globalState });
	});
	const github = gitHub({
		...{ log, clock, openRepository, alive },
		changed: owned.add(new Emitter<string>()),
		followedIncidents: async () => {
			const incidents = await app().incidents();
			const latest = incidents
				.list()
				.filter((one) => !isOver(one))
				.slice(0, FOLLOWED);
			const whole = await Promise.all(latest.map(({ id }) => incidents.get(id)));
			return whole.flatMap((incident) => incident ?? []);
		},
		onMerged: (...merged) => void offer().then((say) => say(...merged)),
		tokens: new GitHubTokens(context.secrets),
		choices: new HostedChoices(context.workspaceState),
		connect: async (connection) => {
			const [{ githubClient }, library] = await Promise.all([
				import('../adapters/github/client'),
				import('../adapters/github/octokit'),
			]);
			return githubClient(library, connection, { log, clock });
		},
	});
	const ask = () => void github.accountsChanged().catch((error: unknown) => log.warn('accounts', error));
	owned.add(vscode.authentication.onDidChangeSessions(ask));
	owned.add(context.secrets.onDidChange(ask));
	return github;
}

/** Follows linked pull requests from when incidents are first read, while the window has the focus. */
export function followPullRequests({ owned }: Ground, { github: { followed }, onDidChangeIncidents }: App): void {
	let isReading = false;
	const look = () => followed.look(isReading && vscode.window.state.focused);
	owned.add(vscode.window.onDidChangeWindowState(look));
	owned.add(
		onDidChangeIncidents(() => {
			isReading = true;
			look();
			followed.incidentsChanged();
		}),
	);
	owned.add({ dispose: () => followed.look(false) });
}
