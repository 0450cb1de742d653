import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import { isoTime } from '../../base/isoTime';
import type { Incident } from '../../core/incident/record';
import type { Repository } from '../../core/ports/repository';
import type { App } from '../app';
import type { Run } from '../run';
import { settings } from '../settings';
import { shortSha } from '../words';
import { analyzeRequest } from './analyze';
import { chooseRevision } from './chooseRevision';

/** Suspects that weigh; further ones are hardly likelier than any commit. */
const WEIGHED = 200;

/** What the person said before anything is run. */
export interface BisectPlan {
	/** Full object names. */
	readonly good: string;
	readonly bad: string;
	readonly isPlain: boolean;
	readonly shellLine: string;
	readonly timeLimitMs: number;
}

/**
 * Asks for what a bisection needs: the ends, the order and the command, which is shown once more before it is run.
 *
 * @returns undefined when the person pressed Escape at any of it
 * @throws FaultlineError `git.*`
 */
export async function planBisection(
	app: App,
	run: Run,
	incident: Incident,
	repository: Repository,
): Promise<BisectPlan | undefined> {
	const title = l10n.t('Bisect {0}', incident.key);
	const bad = await badRevision(app, run, incident, repository);
	const good = bad && (await chooseGood(run, title, incident, repository, bad));
	const isPlain = good && (await chooseOrder(title, incident));
	if (bad === undefined || good === undefined || isPlain === undefined) {
		return undefined;
	}
	const shellLine = await vscode.window.showInputBox({
		title,
		prompt: l10n.t(
			'A command that shows the failure: it ends with 0 where all is well, 125 where a commit cannot be tested, and 1 to 127 where it fails.',
		),
		placeHolder: 'npm ci && npm test',
		value: app.bisectCommands.last(),
		ignoreFocusOut: true,
		validateInput: (value) => (value.trim() === '' ? l10n.t('Enter a command, or press Escape.') : undefined),
	});
	const timeLimitMs = settings.bisectTimeoutSeconds() * 1000;
	const plan = shellLine && { good, bad, isPlain: isPlain === 'plain', shellLine: shellLine.trim(), timeLimitMs };
	if (!plan || !(await mayRun(plan))) {
		return undefined;
	}
	await app.bisectCommands.keep(plan.shellLine);
	return plan;
}

/** How likely commits between the ends did it, by the incident's evidence. */
export async function scoresFor(
	app: App,
	incident: Incident,
	repository: Repository,
	{ good, bad }: Pick<BisectPlan, 'good' | 'bad'>,
	report: (message: string) => void,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
	const request = await analyzeRequest(app, incident, repository, bad, signal);
	const { commits } = await app.analyze({ ...request, lastGood: good, limit: WEIGHED }, report, signal);
	return new Map(commits.map(({ sha, score }) => [sha, score]));
}

/** The deployed revision, where it failed. */
async function badRevision(
	app: App,
	run: Run,
	incident: Incident,
	repository: Repository,
): Promise<string | undefined> {
	const known = incident.analysis?.revision ?? incident.release;
	const revision = known ?? (await chooseRevision(app, run, incident, repository, true))?.revision;
	return revision === undefined
		? undefined
		: run.work(l10n.t('Reading the history'), (_report, signal) => app.deployedRevision(repository, revision, signal));
}

/** Asks for a revision at which it worked; undefined when the person pressed Escape. */
export async function chooseGood(
	run: Run,
	title: string,
	incident: Incident,
	repository: Repository,
	bad: string,
): Promise<string | undefined> {
	const { signal } = run;
	const suggested = await run.work(l10n.t('Reading tags'), () => suggestedGood(incident, repository, bad, signal));
	const entered = await vscode.window.showInputBox({
		title,
		prompt: l10n.t('A revision at which it worked; {0} is bad', shortSha(bad)),
		value: suggested,
		ignoreFocusOut: true,
		validateInput: async (value) => {
			try {
				const sha = value.trim() === '' ? undefined : await repository.resolve(value, signal);
				return sha === undefined
					? l10n.t('Enter a revision, or press Escape.')
					: sha === bad
						? l10n.t('That is the bad revision itself.')
						: undefined;
			} catch (error) {
				return FaultlineError.is(error) ? error.message : String(error);
			}
		},
	});
	return entered === undefined ? undefined : repository.resolve(entered, signal);
}

/** The last good revision, or the commit of that date; where neither is known the release before. */
async function suggestedGood(
	{ lastGood }: Incident,
	repository: Repository,
	bad: string,
	signal: AbortSignal,
): Promise<string> {
	const date = lastGood === undefined ? undefined : isoTime(lastGood);
	if (date !== undefined) {
		return (await repository.commitBefore(bad, date, signal)) ?? '';
	}
	return lastGood ?? (await repository.previousTag(bad, signal)) ?? '';
}

async function chooseOrder(title: string, { evidence }: Incident): Promise<'weighted' | 'plain' | undefined> {
	if (evidence.length === 0) {
		return 'plain'; // nothing is known of any commit
	}
	const items = [
		{
			label: l10n.t('Likely commits first'),
			detail: l10n.t('The order follows from the suspects; where they are wrong, it takes about two runs more'),
			order: 'weighted' as const,
		},
		{
			label: l10n.t('Plain bisect'),
			detail: l10n.t('In the order of git bisect, whatever is suspected'),
			order: 'plain' as const,
		},
	];
	const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: l10n.t('In which order?') });
	return chosen?.order;
}

async function mayRun({ good, bad, shellLine, timeLimitMs }: BisectPlan): Promise<boolean> {
	const yes = l10n.t('Run');
	const answer = await vscode.window.showWarningMessage(
		l10n.t('Run this command on commits between {0} and {1}?', shortSha(good), shortSha(bad)),
		{
			modal: true,
			detail: l10n.t(
				'{0}\n\nIt runs in a temporary worktree, with the code of each commit, for at most {1} seconds each. Your own files are left alone.',
				shellLine,
				timeLimitMs / 1000,
			),
		},
		yes,
	);
	return answer === yes;
}
