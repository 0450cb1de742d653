import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { LaterChange, Preview } from '../../../core/ports/mitigation';
import type { Plan, Skipped } from '../../../core/revert/model';
import { plainLabel } from '../../plainLabel';
import { ago, shortSha } from '../../words';

/** What a plan would do, a line for each thing worth knowing before it is done; nothing happens when one is chosen. */
export function factItems(
	plan: Plan,
	preview: Preview,
	later: { readonly found: readonly LaterChange[]; readonly isSearching: boolean; readonly isIncomplete: boolean },
): readonly vscode.QuickPickItem[] {
	const group = (label: string, items: readonly vscode.QuickPickItem[]): readonly vscode.QuickPickItem[] =>
		items.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...items];
	return [
		...group(
			l10n.t('New Commits'),
			plan.steps.map((step, index) => ({
				label: plainLabel(step.message.split('\n', 1)[0] ?? ''),
				description: [
					shortSha(step.sha),
					...(step.mainline === undefined ? [] : [l10n.t('against its parent {0}', step.mainline)]),
					...(preview.empty.includes(index) ? [l10n.t('changes nothing, so it is left out')] : []),
				].join(' · '),
				iconPath: new vscode.ThemeIcon('git-commit'),
			})),
		),
		...group(
			l10n.t('Conflicts'),
			(preview.conflict?.files ?? []).map(({ path, kind }) => ({
				label: plainLabel(path),
				description: kind,
				iconPath: new vscode.ThemeIcon('warning'),
			})),
		),
		...group(l10n.t('Later Changes of the Same Lines'), [
			...later.found.map(({ sha, subject, author, date, paths }) => ({
				label: plainLabel(subject) || shortSha(sha),
				description: [shortSha(sha), author, ago(date, Date.now(), vscode.env.language), ...paths.slice(0, 3)].join(
					' · ',
				),
				iconPath: new vscode.ThemeIcon('history'),
			})),
			...stateOf(later),
		]),
		...group(
			l10n.t('Left Out'),
			plan.skipped.map((one) => ({
				label: shortSha(one.sha),
				description: reasonOf(one),
				iconPath: new vscode.ThemeIcon('circle-slash'),
			})),
		),
		...group(
			l10n.t('Files'),
			preview.files.map(({ path, status, isLeftOut }) => ({
				label: plainLabel(path),
				description: [statusWord(status), ...(isLeftOut ? [l10n.t('binary, or too large to show')] : [])].join(' · '),
				iconPath: new vscode.ThemeIcon('file'),
			})),
		),
	];
}

/** That there may be more of them. */
function stateOf({ isSearching, isIncomplete }: Parameters<typeof factItems>[2]): readonly vscode.QuickPickItem[] {
	if (isSearching) {
		return [{ label: l10n.t('Looking for them…'), iconPath: new vscode.ThemeIcon('loading~spin') }];
	}
	return isIncomplete
		? [{ label: l10n.t('Not all could be read; see the log'), iconPath: new vscode.ThemeIcon('warning') }]
		: [];
}

/** Why a commit is not among the steps. */
export function reasonOf(skipped: Skipped): string {
	switch (skipped.why) {
		case 'notOnBase':
			return l10n.t('is not in that branch');
		case 'alreadyReverted':
			return l10n.t('was reverted already, by {0}', shortSha(skipped.by));
		case 'broughtBy':
			return l10n.t('came by the merge {0}, which is reverted', shortSha(skipped.by));
		default:
			return l10n.t('is in that branch already');
	}
}

function statusWord(status: string): string {
	return { A: l10n.t('added'), D: l10n.t('deleted') }[status] ?? l10n.t('changed');
}
