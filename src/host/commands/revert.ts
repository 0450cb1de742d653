import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { planPick, planRevert, planRollback } from '../../app/revert/planRevert';
import { FaultlineError } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { App, Command } from '../app';
import { args } from '../args';
import { chooseGood } from '../flows/planBisection';
import { pullRequestOf } from '../flows/pullRequest';
import { beginMitigation } from '../flows/revert/begin';
import { type Base, chooseBase, chooseBases } from '../flows/revert/chooseBase';
import { chooseSuspects } from '../flows/revert/chooseSuspects';
import { type Mitigation, shortRef } from '../flows/revert/model';
import { afterPreparing, prepareDecided, recorder } from '../flows/revert/prepared';
import { previewPlan } from '../flows/revert/preview';
import { chooseWaiting, type Found } from '../flows/revert/waiting';
import { withWholePullRequests } from '../flows/revert/wholePullRequests';
import type { Run } from '../run';

/** Reverts one suspect, or several, on a branch of its own: seen before it is made, and pushed only when that is wanted. */
export const revertSuspect: Command = async (app, run, argument, selected) => {
	const refs = args.commits(argument, selected);
	const of = await beginMitigation(app, run, refs[0] ?? argument);
	const title = of && l10n.t('Revert for {0}', of.incident.key);
	const shas =
		of &&
		title &&
		(refs.length > 0 ? refs.map(({ sha }) => sha) : await chooseSuspects(of, title, l10n.t('Revert which commits?')));
	const base = of && title && shas && (await chooseBase(of, title, l10n.t('Start from which branch?')));
	const all = base && (await withWholePullRequests(of, base, shas, title));
	if (!of || !all || !base) {
		return;
	}
	const plan = (evenIfReverted: boolean) =>
		run.work(l10n.t('Planning the revert'), (_report, signal) =>
			planRevert(aboutOf(of, base), all, { evenIfReverted }, signal),
		);
	const decision = await previewPlan(of, await plan(false), () => plan(true));
	if (decision) {
		await prepareDecided(of, decision);
	}
};

/** Takes back all changes since the last good revision, by one commit. */
export const rollBack: Command = async (app, run, argument) => {
	const of = await beginMitigation(app, run, argument);
	const title = of && l10n.t('Roll Back for {0}', of.incident.key);
	const base = of && title && (await chooseBase(of, title, l10n.t('Start from which branch?')));
	const deployed = of && base && (await deployedOn(of, base));
	const good = of && title && deployed && (await chooseGood(run, title, of.incident, of.repository, deployed));
	if (!of || !base || !deployed || !good) {
		return;
	}
	const plan = await run.work(l10n.t('Planning the rollback'), (_report, signal) =>
		planRollback(aboutOf(of, base), good, deployed, signal),
	);
	const decision = await previewPlan(of, plan);
	if (decision) {
		await prepareDecided(of, decision);
	}
};

/** Brings a fix to other branches, each by a branch of its own. */
export const cherryPickFix: Command = async (app, run, argument) => {
	const ref = args.commit(argument);
	const of = await beginMitigation(app, run, ref ?? argument);
	const title = of && l10n.t('Cherry-Pick for {0}', of.incident.key);
	const shas = of && title && (ref ? [ref.sha] : await chooseSuspects(of, title, l10n.t('Which commits fix it?')));
	if (!of || !title || !shas) {
		return;
	}
	for (const base of await chooseBases(of, title)) {
		const plan = await run.work(l10n.t('Planning'), async (_report, signal) =>
			planPick(aboutOf(of, base), shas, await of.repository.resolve(shas.at(-1) ?? 'HEAD', signal), signal),
		);
		const decision = await previewPlan(of, plan);
		if (decision) {
			await prepareDecided(of, decision);
		}
	}
};

/** Opens the pull request of a branch that was made before, or links the one that is open. */
export const createPullRequest: Command = async (app, run, argument) => {
	const of = await beginMitigation(app, run, argument);
	if (!of) {
		return;
	}
	const branches = (of.incident.branches ?? []).toReversed();
	const [only] = branches;
	if (!only) {
		run.tell('info', l10n.t('{0} has no branch yet. Revert a suspect first.', of.incident.key), {
			title: l10n.t('Revert Suspect…'),
			command: 'faultline.revertSuspect',
			args: [{ incidentId: of.incident.id }],
		});
		return;
	}
	const items = branches.map(({ branch, base, pushedTo, pullRequest }) => ({
		label: branch,
		description: [
			shortRef(base.ref),
			...(pushedTo ? [l10n.t('pushed to {0}', pushedTo.name)] : []),
			...(pullRequest ? [`#${pullRequest.number}`] : []),
		].join(' · '),
		branch,
	}));
	const chosen =
		branches.length === 1
			? only
			: await vscode.window.showQuickPick(items, {
					title: l10n.t('Pull Request of {0}', of.incident.key),
					placeHolder: l10n.t('Of which branch?'),
				});
	if (chosen) {
		await pullRequestOf(of, chosen.branch);
	}
};

/** Goes on with a revert whose conflicts were resolved, from the incident or from the window where they were. */
export const continueRevert: Command = async (app, run, argument) => {
	if (app.revertWindow.tree !== undefined) {
		await vscode.workspace.saveAll(false); // in any other window the files are the person's own, and stay as they are
	}
	const found = await chooseWaiting(app, run, argument, l10n.t('Continue Revert'));
	if (!found) {
		return;
	}
	const { waiting, mitigations, repository } = found;
	const incident = await (await app.incidents()).get(waiting.incident.id);
	const prepared = await run.work(l10n.t('Continuing with {0}', waiting.branch), (_report, signal) =>
		mitigations.resume(waiting.id, {}, recorder(app), signal),
	);
	await isOver(app, found);
	if (incident) {
		await afterPreparing({ app, run, incident, repository, mitigations }, prepared);
	} else if (prepared.kind === 'ready') {
		tellWithout(run, waiting.incident.key, waiting.branch);
	}
	await closeWhereOver(app, run, found);
};

/** Whether this is the window of a revert that is over by now; then it offers no more to go on. */
const isOver = async ({ revertWindow }: App, { mitigations, waiting: { id } }: Found): Promise<boolean> =>
	!(await mitigations.waiting()).some((one) => one.id === id) && revertWindow.done();

/** In the window of a revert that is over, of whose folder nothing is left, there is nothing to do any more. */
async function closeWhereOver(app: App, run: Run, found: Found): Promise<void> {
	if (!(await isOver(app, found))) {
		return;
	}
	const isWeb = vscode.env.uiKind === vscode.UIKind.Web; // where a page cannot close itself
	run.tell(
		'info',
		l10n.t('This window is not needed any more: its folder is gone.'),
		isWeb
			? { title: l10n.t('Close Workspace'), command: 'workbench.action.closeFolder' }
			: { title: l10n.t('Close Window'), command: 'workbench.action.closeWindow' },
	);
}

/** Takes a revert away that waits: worktree, notes and all. */
export const abortRevert: Command = async (app, run, argument) => {
	const found = await chooseWaiting(app, run, argument, l10n.t('Abort Revert'));
	if (!found) {
		return;
	}
	const yes = l10n.t('Abort Revert');
	const { branch, folder, incident, id } = found.waiting;
	const answer = await vscode.window.showWarningMessage(
		l10n.t('Abort {0} for {1}?', branch, incident.key),
		{ modal: true, detail: l10n.t('What was resolved in {0} is deleted. Your own checkout is not touched.', folder) },
		yes,
	);
	if (answer === yes) {
		await found.mitigations.abort(id);
		run.tell('info', l10n.t('The revert for {0} is aborted; nothing of it is left.', incident.key));
		await closeWhereOver(app, run, found);
	}
};

function tellWithout(run: Run, key: string, branch: string): void {
	run.tell('info', l10n.t('{0} is not there any more; what was prepared for it is the branch {1}.', key, branch));
}

const aboutOf = ({ repository, mitigations: { history }, incident: { key } }: Mitigation, base: Base) => ({
	...{ repository, history, base, key },
});

/** What is taken back from: the deployed revision where the branch has it, else the branch's end. */
async function deployedOn({ app, run, incident, repository }: Mitigation, base: Base): Promise<string> {
	return run.work(l10n.t('Reading the history'), async (_report, signal) => {
		const sha = await deployedSha(app, incident, repository, signal);
		return sha !== undefined && (await repository.isAncestor(sha, base.sha, signal)) ? sha : base.sha;
	});
}

async function deployedSha(
	app: App,
	{ analysis, release }: Incident,
	repository: Mitigation['repository'],
	signal: AbortSignal,
): Promise<string | undefined> {
	const revision = analysis?.revision ?? release;
	try {
		return revision === undefined ? undefined : await app.deployedRevision(repository, revision, signal);
	} catch (error) {
		if (FaultlineError.is(error) && error.code.startsWith('git.')) {
			return undefined;
		}
		throw error;
	}
}
