import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { NamedCommit } from '../../core/incident/events/verdicts';
import type { Incident } from '../../core/incident/record';
import type { Commit } from '../../core/ports/repository';
import type { App } from '../app';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { percent, shortSha } from '../words';
import { chooseRepository } from './chooseRepository';

type Word = 'confirmed' | 'dismissed' | 'none';

/** Records a verdict and says so, with a way back. */
export async function judge(app: App, run: Run, incident: Incident, commit: NamedCommit, verdict: Word): Promise<void> {
	const before = incident.verdicts?.find(({ sha }) => sha === commit.sha)?.verdict ?? 'none';
	const incidents = await app.incidents();
	await incidents.judge(incident.id, commit, verdict);
	const name = `${shortSha(commit.sha)} “${commit.subject}”`;
	const sentence = {
		confirmed: l10n.t('{0} is recorded as the cause of {1}.', name, incident.key),
		dismissed: l10n.t('{0} is dismissed; it stays in the list, set apart.', name),
		none: l10n.t('The verdict on {0} is taken back.', name),
	}[verdict];
	run.tell('info', sentence, {
		title: l10n.t('Undo'),
		act: async () => {
			await incidents.judge(incident.id, commit, before);
		},
	});
}

/** Which of the incident's commits a verdict is about; undefined when there is none, or the person chose none. */
export async function chooseJudged(run: Run, incident: Incident, verdict: Word): Promise<string | undefined> {
	const verdicts = incident.verdicts ?? [];
	const suspects = (incident.analysis?.commits ?? []).filter(
		({ sha }) => verdicts.find((one) => one.sha === sha)?.verdict !== verdict,
	);
	const items =
		verdict === 'none'
			? verdicts.map(({ sha, subject, verdict: word }) => ({
					label: plainLabel(subject),
					description: `${shortSha(sha)} · ${word === 'confirmed' ? l10n.t('confirmed') : l10n.t('dismissed')}`,
					sha,
				}))
			: suspects.map(({ sha, subject, score }) => ({
					label: plainLabel(subject),
					description: `${shortSha(sha)} · ${percent(score, vscode.env.language)}`,
					sha,
				}));
	if (items.length === 0) {
		run.tell(
			'info',
			verdict === 'none'
				? l10n.t('There is no verdict on a commit of {0} yet.', incident.key)
				: l10n.t('{0} has no suspects to judge. Look for them first, or name any commit.', incident.key),
			...(verdict === 'none'
				? []
				: [
						{
							title: l10n.t('It Was Another Commit…'),
							command: 'faultline.nameCause',
							args: [{ incidentId: incident.id }],
						},
					]),
		);
		return undefined;
	}
	const placeHolder = {
		confirmed: l10n.t('Which commit did it?'),
		dismissed: l10n.t('Which commit did not do it?'),
		none: l10n.t('Which verdict is taken back?'),
	}[verdict];
	return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.sha;
}

/** What a commit is called: from the incident where it is known there, else from the repository. */
export async function factsOf(app: App, run: Run, incident: Incident, sha: string): Promise<NamedCommit | undefined> {
	const known =
		incident.analysis?.commits.find((commit) => commit.sha === sha) ??
		incident.verdicts?.find((commit) => commit.sha === sha);
	if (known) {
		return known;
	}
	const repository = await chooseRepository(app, run, incident);
	const commit =
		repository &&
		(await run.work(l10n.t('Reading the commit'), async (_report, signal) =>
			(await repository.commits([sha], signal)).get(sha),
		));
	return commit && named(commit);
}

/** A commit as a verdict keeps it. */
export function named({ sha, subject, author, date }: Commit): NamedCommit {
	return { sha, subject, author, date: new Date(date).toISOString() };
}
