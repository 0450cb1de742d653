import * as l10n from '@vscode/l10n';
import type { Command } from '../app';
import { args } from '../args';
import { chooseIncident } from '../flows/chooseIncident';
import { chooseJudged, factsOf, judge } from '../flows/judge';

/** Records that a suspect did it. Without a commit for an argument it is asked for. */
export const confirmSuspect: Command = (...about) => judgeSuspect('confirmed', about);

/** Records that a suspect did not do it. */
export const dismissSuspect: Command = (...about) => judgeSuspect('dismissed', about);

/** Takes a verdict back. */
export const withdrawVerdict: Command = (...about) => judgeSuspect('none', about);

async function judgeSuspect(
	verdict: 'confirmed' | 'dismissed' | 'none',
	[app, run, argument]: Parameters<Command>,
): Promise<void> {
	const ref = args.commit(argument);
	const incident = await chooseIncident(app, run, ref ?? argument);
	if (!incident) {
		return;
	}
	const sha = ref?.sha ?? (await chooseJudged(run, incident, verdict));
	const commit = sha === undefined ? undefined : await factsOf(app, run, incident, sha);
	if (commit) {
		await judge(app, run, incident, commit, verdict);
	} else if (sha !== undefined) {
		run.tell('warning', l10n.t('Commit {0} is not in this repository, so no verdict was recorded.', sha.slice(0, 7)));
	}
}
