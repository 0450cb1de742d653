import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';
import { opinionsOn } from '../flows/secondOpinion';
import { plainLabel } from '../plainLabel';
import { opinionName, opinionWithout, shortSha } from '../words';

/** Lists what the rules of other products would name; choosing one shows its diff. */
export const secondOpinion: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	if (!incident) {
		return;
	}
	const opinions = await run.work(l10n.t('Asking who last changed the lines of the stack trace'), (_report, signal) =>
		opinionsOn(app, incident, signal),
	);
	if (opinions.length === 0) {
		run.tell('info', l10n.t('{0} was not analysed yet, so its frames are not placed.', incident.key), {
			title: l10n.t('Analyze Suspects'),
			command: 'faultline.analyzeSuspects',
			args: [{ incidentId: incident.id }],
		});
		return;
	}
	const items = opinions.flatMap((opinion) => {
		const { about, detail, commit } = opinion;
		return [
			{ label: opinionName(opinion), kind: vscode.QuickPickItemKind.Separator },
			{
				label: plainLabel(commit ? commit.subject : opinionWithout(opinion)),
				description: commit ? shortSha(commit.sha) : '',
				detail: plainLabel(detail),
				iconPath: new vscode.ThemeIcon(commit ? 'git-commit' : 'dash'),
				sha: commit?.sha,
			},
			{ label: about, iconPath: new vscode.ThemeIcon('info'), sha: commit?.sha },
		];
	});
	const chosen = await vscode.window.showQuickPick<vscode.QuickPickItem & { readonly sha?: string | undefined }>(
		items,
		{
			title: l10n.t('Second Opinion on {0}', incident.key),
			placeHolder: l10n.t('What other products’ published rules would name, and monitors name'),
			matchOnDetail: true,
		},
	);
	if (chosen?.sha !== undefined) {
		const ref = { incidentId: incident.id, sha: chosen.sha };
		await vscode.commands.executeCommand('faultline.showCommitDiff', ref);
	}
};
