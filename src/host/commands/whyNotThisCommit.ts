import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { WhyNot } from '../../app/whyNot';
import type { Command } from '../app';
import { args } from '../args';
import { analyzeRequest } from '../flows/analyze';
import { chooseCommit } from '../flows/chooseCommit';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import { percent, shortSha } from '../words';

/** Enough for every suspect: a place far down is an answer, too. */
const ALL = 100_000;

/** Says of any commit why it is no suspect, or which one it is. The commit is asked for where it is no argument. */
export const whyNotThisCommit: Command = async (app, run, argument) => {
	const ref = args.commit(argument);
	const incident = await chooseIncident(app, run, ref ?? argument);
	const repository = incident && (await chooseRepository(app, run, incident));
	if (!incident || !repository) {
		return;
	}
	const { analysis: shown, startedAt, lastGood } = incident;
	if (!shown) {
		run.tell('info', l10n.t('{0} was not analysed yet, so there is nothing to explain.', incident.key), {
			title: l10n.t('Analyze Suspects'),
			command: 'faultline.analyzeSuspects',
			args: [{ incidentId: incident.id }],
		});
		return;
	}
	const sha =
		ref?.sha ??
		(
			await chooseCommit(app, run, incident, repository, {
				title: l10n.t('Why Not This Commit?'),
				placeholder: l10n.t('Paste a SHA, or type words of its message or author'),
			})
		)?.sha;
	if (sha === undefined) {
		return;
	}
	const answer = await run.work(l10n.t('Looking for what is known of {0}', shortSha(sha)), async (report, signal) => {
		const request = await analyzeRequest(app, incident, repository, shown.revision, signal);
		const isShown = shown.commits.some((commit) => commit.sha === sha);
		const analysis = isShown ? shown : await app.analyze({ ...request, limit: ALL }, report, signal);
		return app.whyNot({ repository, analysis, commit: sha, startedAt, lastGood }, signal);
	});
	run.tell('info', sentenceOf(answer), {
		title: l10n.t('Show Diff'),
		command: 'faultline.showCommitDiff',
		args: [{ incidentId: incident.id, sha }],
	});
};

function sentenceOf({ commit, sentence, score, reasons }: WhyNot): string {
	const name = `${shortSha(commit.sha)} “${commit.subject}”`;
	if (score === undefined || !reasons) {
		return l10n.t('{0}: {1}', name, sentence);
	}
	const share = percent(score, vscode.env.language);
	return l10n.t('{0}: {1} {2}: it {3}.', name, sentence, share, reasons.map(({ detail }) => detail).join('; '));
}
