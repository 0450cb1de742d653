import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError } from '../../base/errors';
import type { Repository } from '../../core/ports/repository';
import type { Run } from '../run';
import { ago, shortSha } from '../words';

const TAGS_SHOWN = 30;

/** What the person said is deployed, and whether they said it at all: a guess is not recorded. */
export interface ChosenRevision {
	readonly revision: string;
	readonly isGuess: boolean;
}

/**
 * Asks which revision is deployed: HEAD, a tag (newest first) or any other. Without tags HEAD is taken without asking.
 *
 * @param always ask even when there is nothing to choose from
 * @returns undefined when the person pressed Escape
 * @throws FaultlineError `git.noCommits`, `git.failed`
 */
export async function chooseRevision(
	run: Run,
	repository: Repository,
	always: boolean,
): Promise<ChosenRevision | undefined> {
	const { head, tags } = await run.work(l10n.t('Reading tags'), async (_report, signal) => ({
		head: await repository.resolve('HEAD', signal),
		tags: await repository.tags(TAGS_SHOWN, signal),
	}));
	if (tags.length === 0 && !always) {
		return { revision: 'HEAD', isGuess: true };
	}
	const now = Date.now();
	const other = {
		label: l10n.t('Enter another revision…'),
		revision: undefined,
		iconPath: new vscode.ThemeIcon('edit'),
	};
	const items: (vscode.QuickPickItem & { readonly revision?: string | undefined })[] = [
		{
			label: 'HEAD',
			description: l10n.t('current commit {0}', shortSha(head)),
			revision: shortSha(head),
			iconPath: new vscode.ThemeIcon('git-commit'),
		},
		...(tags.length > 0 ? [{ label: l10n.t('Tags'), kind: vscode.QuickPickItemKind.Separator }] : []),
		...tags.map((tag) => ({
			label: tag.name,
			description: `${shortSha(tag.sha)} · ${ago(tag.date, now, vscode.env.language)}`,
			revision: tag.name,
			iconPath: new vscode.ThemeIcon('tag'),
		})),
		{ label: '', kind: vscode.QuickPickItemKind.Separator },
		other,
	];
	const chosen = await vscode.window.showQuickPick(items, {
		title: l10n.t('Deployed Revision'),
		placeHolder: l10n.t('Which revision was running when it broke?'),
		matchOnDescription: true,
	});
	const revision = chosen === other ? await enterRevision(run, repository) : chosen?.revision;
	return revision === undefined ? undefined : { revision, isGuess: false };
}

async function enterRevision(run: Run, repository: Repository): Promise<string | undefined> {
	const revision = await vscode.window.showInputBox({
		title: l10n.t('Deployed Revision'),
		prompt: l10n.t('A commit, tag, branch, or what git understands: HEAD~3'),
		validateInput: async (value) => {
			if (value.trim() === '') {
				return l10n.t('Enter a revision, or press Escape.');
			}
			try {
				await repository.resolve(value.trim(), run.signal);
				return undefined;
			} catch (error) {
				return FaultlineError.is(error) ? error.message : String(error);
			}
		},
	});
	return revision?.trim() || undefined;
}
