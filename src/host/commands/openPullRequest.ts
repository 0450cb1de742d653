import * as vscode from 'vscode';
import { isWebAddress } from '../../core/incident/links';
import type { Command } from '../app';
import { args } from '../args';
import { chooseIncident } from '../flows/chooseIncident';

/** Opens the page of a pull request that brought a suspect: one that GitHub told of, whatever the argument says. */
export const openPullRequest: Command = async (app, run, argument) => {
	const ref = args.pullRequest(argument);
	const incident = ref && (await chooseIncident(app, run, ref));
	const found =
		incident &&
		app.github.origins
			.of(incident)
			.get(ref.sha)
			?.find(({ number }) => number === ref.number);
	if (found && isWebAddress(found.url)) {
		await vscode.commands.executeCommand('vscode.open', found.url);
	}
};
