import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { PreparedBranch, PushTarget } from '../../../core/ports/mitigation';
import { plainLabel } from '../../plainLabel';
import { shortSha } from '../../words';
import type { Mitigation } from './model';

/** A branch that is on a remote now. */
export interface PushedBranch {
	readonly remote: PushTarget;
	readonly branch: string;
	readonly tip: string;
}

/**
 * Pushes a prepared branch to a remote that the person chose, once they have seen the address and the branch, and records it.
 *
 * @param place where it has to go; asked for where absent
 * @returns undefined where they decided not to; what opens a pull request goes on from the answer
 * @throws FaultlineError `revert.pushRejected`, `revert.pushFailed`; the local branch is there all the same
 */
export async function pushPrepared(
	{ app, run, incident, mitigations }: Mitigation,
	{ branch, tip }: Pick<PreparedBranch, 'branch' | 'tip'>,
	place?: PushTarget,
): Promise<PushedBranch | undefined> {
	const remote = place ?? (await chooseTarget(await mitigations.pushTargets(run.signal), branch));
	if (!remote) {
		return undefined;
	}
	const yes = l10n.t('Push');
	const answer = await vscode.window.showWarningMessage(
		l10n.t('Push the branch {0} to {1}?', branch, remote.name),
		{ modal: true, detail: l10n.t('{0}\n{1}, commit {2}', remote.url, `refs/heads/${branch}`, shortSha(tip)) },
		yes,
	);
	if (answer !== yes) {
		run.tell('info', l10n.t('Nothing was pushed. The branch {0} stays in this repository.', branch));
		return undefined;
	}
	const before = incident.branches?.find(
		(one) => one.branch === branch && one.pushedTo?.name === remote.name,
	)?.pushedTo;
	await run.work(l10n.t('Pushing to {0}', remote.name), (_report, signal) =>
		mitigations.push({ remote: remote.name, branch, tip, ...(before && { expected: before.tip }) }, signal),
	);
	await (await app.incidents()).recordPush(incident.id, {
		branch,
		tip,
		remote: { name: remote.name, url: remote.url },
	});
	run.tell('info', l10n.t('The branch {0} is on {1} now.', branch, remote.name));
	return { remote, branch, tip };
}

async function chooseTarget(targets: readonly PushTarget[], branch: string): Promise<PushTarget | undefined> {
	const [only] = targets;
	if (targets.length <= 1) {
		return only;
	}
	const items = targets.map((target) => ({
		label: plainLabel(target.name),
		description: plainLabel(target.url),
		target,
	}));
	const chosen = await vscode.window.showQuickPick(items, {
		title: l10n.t('Push {0}', branch),
		placeHolder: l10n.t('Push to which remote?'),
	});
	return chosen?.target;
}
