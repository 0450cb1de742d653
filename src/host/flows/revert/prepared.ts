import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { OnMade, Prepared, PreparedBranch, Waiting } from '../../../core/ports/mitigation';
import type { App } from '../../app';
import { hasHostedRemote, pullRequestOf } from '../pullRequest';
import { type Mitigation, shortRef } from './model';
import type { Decision } from './preview';
import { pushPrepared } from './push';
import { isOpenHere } from './waiting';

/** Makes the branch that the person decided on, and goes on from there as they want. */
export async function prepareDecided(of: Mitigation, { plan, branch }: Decision): Promise<void> {
	const { app, run, incident, mitigations } = of;
	const { id, key } = incident;
	const prepared = await run.work(l10n.t('Making the branch {0}', branch), (_report, signal) =>
		mitigations.prepare({ plan, branch, incident: { id, key } }, recorder(app), signal),
	);
	await afterPreparing(of, prepared);
}

/** Writes a branch that was made into its incident's timeline; one whose incident is gone is there all the same. */
export function recorder(app: App): OnMade {
	return async ({ incident, kind, branch, tip, base, before, commits }) => {
		const incidents = await app.incidents();
		const known = incidents.find(incident.id);
		if (!known || known.isDeleted) {
			app.log.warn(`${branch} was made for ${incident.key}, which is not there any more`);
			return;
		}
		const named = commits.map(({ sha, step }) => ({ sha: kind === 'review' ? sha : step.sha, subject: step.subject }));
		const made = { kind, branch, tip, base, ...(before !== undefined && { before }), commits: named };
		await incidents.recordBranch(incident.id, made);
	};
}

/** Tells how a preparation ended, and offers what comes next. */
export async function afterPreparing(of: Mitigation, prepared: Prepared): Promise<void> {
	const { run } = of;
	switch (prepared.kind) {
		case 'ready':
			return offerNext(of, prepared.made);
		case 'nothing':
			run.tell('info', l10n.t('All of these changes are gone already, so no branch was made.'));
			return;
		case 'conflicts':
			return openConflicts(of, prepared);
		default:
			return afterHook(of, prepared);
	}
}

/** Offers to push a branch, and to open its pull request. */
export async function offerNext(of: Mitigation, made: PreparedBranch): Promise<void> {
	const icon = (id: string) => new vscode.ThemeIcon(id);
	const remotes = await of.mitigations.pushTargets(of.run.signal);
	const items: readonly (vscode.QuickPickItem & { readonly next: 'request' | 'push' | 'keep' | 'name' })[] = [
		...(remotes.length > 0 && (await hasHostedRemote(of))
			? [
					{
						label: l10n.t('Push and Open Pull Request…'),
						detail: l10n.t('You see the address, the title and the text before anything is sent'),
						iconPath: icon('git-pull-request-create'),
						next: 'request' as const,
					},
				]
			: []),
		...(remotes.length === 0
			? []
			: [
					{
						label: l10n.t('Push…'),
						detail: l10n.t('You see the address and the branch before anything is sent'),
						iconPath: icon('cloud-upload'),
						next: 'push' as const,
					},
				]),
		{
			label: l10n.t('Keep Local Branch'),
			detail: l10n.t('It stays in this repository, for you to check out or push'),
			iconPath: icon('git-branch'),
			next: 'keep',
		},
		{ label: l10n.t('Copy Branch Name'), iconPath: icon('copy'), next: 'name' },
	];
	const chosen = await vscode.window.showQuickPick(items, {
		title: l10n.t('Branch {0} Is Ready', made.branch),
		placeHolder:
			made.commits.length === 1
				? l10n.t('One commit on {0}. What next?', shortRef(made.base.ref))
				: l10n.t('{0} commits on {1}. What next?', made.commits.length, shortRef(made.base.ref)),
		ignoreFocusOut: true,
	});
	if (chosen?.next === 'request') {
		await pullRequestOf(
			of,
			made.branch,
			made.commits.map(({ step }) => step),
		);
		return;
	}
	if (chosen?.next === 'push') {
		await pushPrepared(of, made);
		return;
	}
	if (chosen?.next === 'name') {
		await vscode.env.clipboard.writeText(made.branch);
	}
	of.run.tell('info', l10n.t('The branch {0} is in this repository. Nothing was pushed.', made.branch));
}

/** Files that one message names. */
const NAMED = 5;

type Conflicts = Extract<Prepared, { kind: 'conflicts' }>;

async function openConflicts({ run, incident }: Mitigation, prepared: Conflicts): Promise<void> {
	const { id, files, workspace } = prepared;
	if (isOpenHere(prepared)) {
		const paths = files.map(({ path }) => path);
		const named = [...paths.slice(0, NAMED), ...(paths.length > NAMED ? ['…'] : [])].join(', ');
		run.tell('warning', l10n.t('Still in conflict: {0}. Resolve and stage each, then continue.', named));
		return;
	}
	const about = { incidentId: incident.id, revertId: id };
	run.tell(
		'warning',
		files.length === 1
			? l10n.t('One file conflicts. Resolve it in the other window, then continue here or there.')
			: l10n.t('{0} files conflict. Resolve them in the other window, then continue here or there.', files.length),
		{ title: l10n.t('Open Window'), act: () => openWindow(workspace) },
		{ title: l10n.t('Continue Revert'), command: 'faultline.continueRevert', args: [about] },
		{ title: l10n.t('Abort Revert'), command: 'faultline.abortRevert', args: [about] },
	);
	await openWindow(workspace);
}

/** Opens what waits in a window of its own. */
export async function openWindow(workspace: Waiting['workspace']): Promise<void> {
	await vscode.commands.executeCommand('vscode.openFolder', vscode.Uri.file(workspace), { forceNewWindow: true });
}

/** Shows what a hook said, and asks whether to go on without hooks. */
async function afterHook(of: Mitigation, { id, output }: Extract<Prepared, { kind: 'hookFailed' }>): Promise<void> {
	const { app, run, mitigations, incident } = of;
	const without = goWithoutHooks();
	const abort = l10n.t('Abort Revert');
	const kept = l10n.t('Closing this keeps the worktree; “Faultline: Continue Revert” tries again.');
	const answer = await askAboutHook(output, kept, without, abort);
	if (answer === abort) {
		await mitigations.abort(id);
		run.tell('info', l10n.t('The revert for {0} is aborted; nothing of it is left.', incident.key));
	} else if (answer === without) {
		const prepared = await run.work(l10n.t('Making the branch'), (_report, signal) =>
			mitigations.resume(id, { withoutHooks: true }, recorder(app), signal),
		);
		await afterPreparing(of, prepared);
	}
}

export const goWithoutHooks = () => l10n.t('Go On Without Hooks');

/** Shows what a hook said that refused a commit. @param kept what becomes of it where the person closes this */
export async function askAboutHook(
	output: string,
	kept: string,
	...answers: readonly string[]
): Promise<string | undefined> {
	return vscode.window.showWarningMessage(
		l10n.t('A hook of the repository refused the commit.'),
		{ modal: true, detail: `${excerpt(output)}\n\n${kept}` },
		...answers,
	);
}

const LINES = 20;

function excerpt(output: string): string {
	const lines = output.split('\n');
	return lines.length <= LINES ? output : `…\n${lines.slice(-LINES).join('\n')}`;
}
