import * as l10n from '@vscode/l10n';
import type { BisectResult } from '../../app/bisect';
import type { Incident } from '../../core/incident/record';
import type { App, Command } from '../app';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseRepository } from '../flows/chooseRepository';
import { named } from '../flows/judge';
import { type BisectPlan, planBisection, scoresFor } from '../flows/planBisection';
import type { Run } from '../run';
import { shortSha } from '../words';

/** Finds the first bad commit by running a command that the person gives and has seen before it runs; what it shows is recorded. */
export const bisect: Command = async (app, run, argument) => {
	const incident = await chooseIncident(app, run, argument);
	const repository = incident && (await chooseRepository(app, run, incident));
	const plan = repository && (await planBisection(app, run, incident, repository));
	if (!incident || !repository || !plan) {
		return;
	}
	const { good, bad, shellLine, isPlain, timeLimitMs } = plan;
	const result = await run.work(l10n.t('Bisecting {0}', incident.key), async (report, signal) => {
		const scores = isPlain ? new Map() : await scoresFor(app, incident, repository, plan, report, signal);
		const command = { shellLine };
		return app.bisect({ repository, good, bad, command, scores, isPlain, timeLimitMs }, report, signal);
	});
	await record(app, incident, plan, result);
	tell(run, incident, result);
};

async function record(app: App, { id }: Incident, { shellLine }: BisectPlan, result: BisectResult): Promise<void> {
	const { good, bad, culprit, undecided, tests, commits } = result;
	await (await app.incidents()).recordBisection(id, {
		...{ good, bad, commits, command: shellLine, runs: tests.length, undecided: undecided.length },
		...(culprit && { culprit: named(culprit) }),
	});
}

function tell(run: Run, { id, key }: Incident, { culprit, undecided, tests, commits }: BisectResult): void {
	const showOutput = { title: l10n.t('Show Output'), command: 'faultline.showBisectOutput' };
	if (!culprit) {
		const sentence = l10n.t(
			'The first bad commit is one of {0}: those between them cannot be tested. It is noted in {1}.',
			undecided.length,
			key,
		);
		run.tell('warning', sentence, showOutput);
		return;
	}
	const sentence = l10n.t(
		'{0} “{1}” is the first bad commit, found with {2} runs for {3} commits. It is recorded as the cause of {4}.',
		shortSha(culprit.sha),
		culprit.subject,
		tests.length,
		commits,
		key,
	);
	const ref = { incidentId: id, sha: culprit.sha };
	run.tell(
		'info',
		sentence,
		{ title: l10n.t('Show Diff'), command: 'faultline.showCommitDiff', args: [ref] },
		showOutput,
	);
}
