import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { plainLabel } from '../../plainLabel';
import { percent, shortSha } from '../../words';
import { chooseCommit } from '../chooseCommit';
import type { Mitigation } from './model';

type Item = vscode.QuickPickItem & { readonly sha?: string };

/**
 * Asks for one or several commits: the incident's suspects, those that were confirmed first and chosen already, or any other one.
 *
 * @returns full object names; undefined when the person pressed Escape or chose none
 */
export async function chooseSuspects(
	of: Mitigation,
	title: string,
	placeHolder: string,
): Promise<readonly string[] | undefined> {
	const { analysis, verdicts = [] } = of.incident;
	const word = new Map(verdicts.map(({ sha, verdict }) => [sha, verdict]));
	const confirmed = verdicts.filter(({ verdict }) => verdict === 'confirmed');
	const suspects = (analysis?.commits ?? []).filter(({ sha }) => !word.has(sha));
	const items: readonly Item[] = [
		...confirmed.map(({ sha, subject }) => ({
			label: plainLabel(subject) || shortSha(sha),
			description: `${shortSha(sha)} · ${l10n.t('confirmed')}`,
			picked: true,
			sha,
		})),
		...suspects.map(({ sha, subject, score }, index) => ({
			label: plainLabel(subject) || shortSha(sha),
			description: `${shortSha(sha)} · ${percent(score, vscode.env.language)}`,
			picked: confirmed.length === 0 && index === 0,
			sha,
		})),
	];
	const another: Item = { label: l10n.t('Another commit…'), iconPath: new vscode.ThemeIcon('search') };
	if (items.length === 0) {
		return one(await anyCommit(of, title, placeHolder));
	}
	const chosen = await vscode.window.showQuickPick([...items, another], {
		...{ title, placeHolder, canPickMany: true, matchOnDescription: true },
	});
	const shas = (chosen ?? []).flatMap(({ sha }) => sha ?? []);
	const other = chosen?.includes(another) ? one(await anyCommit(of, title, placeHolder)) : [];
	const all = [...new Set([...shas, ...(other ?? [])])];
	return all.length === 0 ? undefined : all;
}

async function anyCommit(
	{ app, run, incident, repository }: Mitigation,
	title: string,
	placeholder: string,
): Promise<string | undefined> {
	return (await chooseCommit(app, run, incident, repository, { title, placeholder }))?.sha;
}

const one = (sha: string | undefined): readonly string[] | undefined => (sha === undefined ? undefined : [sha]);
