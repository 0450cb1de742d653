import * as vscode from 'vscode';
import { Emitter } from '../base/emitter';
import type { App } from '../host/app';
import { HostedChoices } from '../host/github/hostedChoices';
import { type GitHub, gitHub } from '../host/github/service';
import { GitHubTokens } from '../host/github/tokens';
import type { Ground } from './ground';

/** GitHub; its client is loaded when it is first asked. */
export function openGitHub(
	{ context, log, owned, alive, clock }: Ground,
	openRepository: App['openRepository'],
): GitHub {
	const github = gitHub({
		...{ log, clock, openRepository, alive },
		changed: owned.add(new Emitter<string>()),
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
	owned.add(vscode.authentication.onDidChangeSessions(() => github.origins.retry()));
	return github;
}
