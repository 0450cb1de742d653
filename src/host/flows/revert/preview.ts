import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Preview } from '../../../core/ports/mitigation';
import { branchName, freeName, isBranchName } from '../../../core/revert/branchName';
import type { Plan } from '../../../core/revert/model';
import { plainLabel } from '../../plainLabel';
import { withoutLinks } from '../../run';
import { copyCommands } from './copyCommands';
import { factItems, reasonOf } from './facts';
import { LaterSearch } from './laterSearch';
import { type Mitigation, shortRef } from './model';

/** What the person decided on, having seen it. */
export interface Decision {
	readonly plan: Plan;
	readonly branch: string;
}

/**
 * Shows what a plan would do, as a diff and as facts, before anything is done.
 *
 * @param again makes the plan with what was left out for having been reverted already
 * @returns undefined when the person wants none of it
 */
export async function previewPlan(
	of: Mitigation,
	plan: Plan,
	again?: () => Promise<Plan>,
): Promise<Decision | undefined> {
	if (plan.steps.length === 0) {
		return nothingLeft(of, plan, again);
	}
	const { run, mitigations, incident } = of;
	const [preview, refs] = await run.work(l10n.t('Preparing the preview'), (_report, signal) =>
		Promise.all([mitigations.preview(plan, signal), mitigations.branchRefs(signal)]),
	);
	const taken = new Set(refs.map(({ ref }) => ref));
	const isTaken = (name: string) => taken.has(`refs/heads/${name}`);
	const onto = plan.kind === 'pick' ? shortRef(plan.base.ref) : '';
	let branch = freeName(branchName(plan.kind, incident.key, plan.steps[0]?.subject ?? '', onto), isTaken);
	if (plan.steps.length === preview.empty.length) {
		run.tell(
			'info',
			l10n.t('{0} has none of these changes any more, so there is nothing to do.', shortRef(plan.base.ref)),
		);
		return undefined;
	}
	await showDiff(of, plan, preview);
	const title = titleOf(plan, incident.key);
	const later = new LaterSearch(of, plan);
	try {
		for (;;) {
			const actions = actionsFor(plan, preview, branch, again !== undefined);
			const facts = () => factItems(plan, preview, later);
			const action = await chooseAction(actions, facts, later, { title, placeholder: placeHolderOf(plan, preview) });
			switch (action) {
				case undefined:
					return undefined;
				case 'create':
					return { plan, branch };
				case 'name':
					branch = (await askName(title, branch, isTaken)) ?? branch;
					break;
				case 'copy':
					await copyCommands(of, plan, branch);
					return undefined;
				case 'again':
					return again && previewPlan(of, await again());
			}
		}
	} finally {
		later.dispose();
	}
}

type Action = 'create' | 'name' | 'copy' | 'again';
type Item = vscode.QuickPickItem & { readonly action?: Action };

/** Asks what is done, with the facts below, which become more meanwhile; nothing happens when one of those is chosen. */
function chooseAction(
	actions: readonly Item[],
	facts: () => readonly vscode.QuickPickItem[],
	later: LaterSearch,
	about: Pick<vscode.QuickPick<Item>, 'title' | 'placeholder'>,
): Promise<Action | undefined> {
	return new Promise((resolve) => {
		const pick = Object.assign(vscode.window.createQuickPick<Item>(), about);
		pick.ignoreFocusOut = true;
		pick.keepScrollPosition = true;
		const show = () => {
			const [active] = pick.activeItems;
			pick.items = [...actions, ...facts()];
			pick.busy = later.isSearching;
			if (active && actions.includes(active)) {
				pick.activeItems = [active]; // what a person is about to choose stays under their hands
			}
		};
		show();
		const stop = later.onDidChange(show);
		pick.onDidAccept(() => {
			const action = pick.selectedItems[0]?.action;
			if (action !== undefined) {
				resolve(action);
				pick.hide();
			}
		});
		pick.onDidHide(() => {
			stop();
			pick.dispose();
			resolve(undefined);
		});
		pick.show();
	});
}

function actionsFor(
	plan: Plan,
	{ conflict }: Preview,
	branch: string,
	canDoAgain: boolean,
): readonly (Item & { readonly action: Action })[] {
	const icon = (id: string) => new vscode.ThemeIcon(id);
	const isReverted = plan.skipped.some(({ why }) => why === 'alreadyReverted');
	return [
		conflict
			? {
					label: l10n.t('Resolve Conflicts in a New Window'),
					description: plainLabel(branch),
					detail: l10n.t('The files wait in a worktree of their own; your checkout is not touched'),
					iconPath: icon('git-merge'),
					action: 'create',
				}
			: {
					label: l10n.t('Create Branch'),
					description: plainLabel(branch),
					detail: l10n.t(
						'On {0}, in this repository only; your checkout is not touched, and nothing is pushed',
						plainLabel(shortRef(plan.base.ref)),
					),
					iconPath: icon('git-branch-create'),
					action: 'create',
				},
		{ label: l10n.t('Choose Another Name…'), iconPath: icon('edit'), action: 'name' },
		{ label: l10n.t('Copy as Commands'), iconPath: icon('copy'), action: 'copy' },
		...(isReverted && canDoAgain
			? [
					{
						label: l10n.t('Revert Also What Was Reverted Already'),
						iconPath: icon('history'),
						action: 'again',
					} as const,
				]
			: []),
	];
}

/** All that would change, in one editor. */
export async function showDiff(
	{ app, incident }: Pick<Mitigation, 'app' | 'incident'>,
	plan: Pick<Plan, 'kind' | 'base'>,
	{ files }: Pick<Preview, 'files'>,
): Promise<void> {
	const rows = app.previews.rows(files);
	if (rows.length > 0) {
		await vscode.commands.executeCommand('vscode.changes', l10n.t('Preview: {0}', titleOf(plan, incident.key)), rows);
	}
}

export function titleOf({ kind, base }: Pick<Plan, 'kind' | 'base'>, key: string): string {
	const onto = shortRef(base.ref);
	return {
		revert: l10n.t('Revert for {0} on {1}', key, onto),
		rollback: l10n.t('Roll Back for {0} on {1}', key, onto),
		pick: l10n.t('Cherry-Pick for {0} to {1}', key, onto),
		review: l10n.t('Review of {0} on {1}', key, onto),
	}[kind];
}

function placeHolderOf({ steps }: Plan, { fileCount, conflict }: Preview): string {
	const count = steps.length;
	if (conflict) {
		return conflict.files.length === 1
			? l10n.t('{0} of {1} commits can be made without you; one file conflicts', conflict.step, count)
			: l10n.t(
					'{0} of {1} commits can be made without you; {2} files conflict',
					conflict.step,
					count,
					conflict.files.length,
				);
	}
	if (count > 1) {
		return l10n.t('{0} commits would change {1} files; the diff is in the editor', count, fileCount);
	}
	return fileCount === 1
		? l10n.t('One commit would change one file; the diff is in the editor')
		: l10n.t('One commit would change {0} files; the diff is in the editor', fileCount);
}

/** Asks how the new branch is called. */
export async function askName(
	title: string,
	value: string,
	isTaken: (name: string) => boolean,
): Promise<string | undefined> {
	return vscode.window.showInputBox({
		...{ title, value, prompt: l10n.t('The name of the new branch'), ignoreFocusOut: true },
		validateInput: (name) =>
			!isBranchName(name)
				? l10n.t('git does not take that for the name of a branch.')
				: isTaken(name)
					? l10n.t('There is such a branch already.')
					: undefined,
	});
}

async function nothingLeft(of: Mitigation, plan: Plan, again?: () => Promise<Plan>): Promise<Decision | undefined> {
	const reasons = plan.skipped.map((one) => `${one.sha.slice(0, 7)} ${reasonOf(one)}`).join('; ');
	const sentence = l10n.t('There is nothing to do on {0}: {1}.', shortRef(plan.base.ref), reasons);
	if (!again || !plan.skipped.some(({ why }) => why === 'alreadyReverted')) {
		of.run.tell('info', sentence);
		return undefined;
	}
	const anyway = l10n.t('Revert Anyway');
	const answer = await vscode.window.showInformationMessage(withoutLinks(sentence), anyway);
	return answer === anyway ? previewPlan(of, await again()) : undefined;
}
