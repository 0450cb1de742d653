import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { FaultlineError, isAbort } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { Commit, Repository } from '../../core/ports/repository';
import type { App } from '../app';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { ago, shortSha } from '../words';

/** Offered before anything is typed, and found by what is typed. */
const RECENT = 200;
const FOUND = 50;
/** A search walks all of the history, so it waits for a pause in the typing. */
const PAUSE_MS = 200;

type Item = vscode.QuickPickItem & { readonly commit?: Commit };

/**
 * Asks for any commit of the history: recent ones are offered (those since the last good revision, where it is known), others are found by their
 * SHA, by what git takes for a revision, or by words of their message or author.
 *
 * @returns undefined when the person pressed Escape
 */
export async function chooseCommit(
	app: App,
	run: Run,
	incident: Incident,
	repository: Repository,
	{ title, placeholder }: { readonly title: string; readonly placeholder: string },
): Promise<Commit | undefined> {
	const { tip, recent } = await run.work(l10n.t('Reading the history'), async (_report, signal) => {
		const end = await tipOf(app, incident, repository, signal);
		const except = await lastGoodOf(incident, repository, signal);
		const inWindow = except === undefined ? [] : await repository.search(end, { except, limit: RECENT }, signal);
		return {
			tip: end,
			recent: inWindow.length > 0 ? inWindow : await repository.search(end, { limit: RECENT }, signal),
		};
	});
	return new Promise((resolve) => {
		const pick = vscode.window.createQuickPick<Item>();
		pick.title = title;
		pick.placeholder = placeholder;
		pick.matchOnDescription = true;
		pick.items = recent.map((commit) => itemOf(commit, false));
		let searching = new AbortController();
		const look = async (typed: string, signal: AbortSignal) => {
			try {
				const found = await find(repository, tip, typed, signal);
				const known = new Set(found.map(({ sha }) => sha));
				pick.items = [
					...found.map((commit) => itemOf(commit, true)),
					...recent.filter(({ sha }) => !known.has(sha)).map((commit) => itemOf(commit, false)),
				];
			} catch (error) {
				if (!isAbort(error) && !signal.aborted) {
					app.log.warn('commits could not be searched', error);
				}
			} finally {
				pick.busy = signal.aborted ? pick.busy : false;
			}
		};
		pick.onDidChangeValue((value) => {
			searching.abort();
			searching = new AbortController();
			const { signal } = searching;
			const typed = value.trim();
			if (typed === '') {
				pick.busy = false;
				pick.items = recent.map((commit) => itemOf(commit, false));
				return;
			}
			pick.busy = true;
			const timer = setTimeout(() => void look(typed, AbortSignal.any([signal, run.signal])), PAUSE_MS);
			signal.addEventListener('abort', () => clearTimeout(timer));
		});
		pick.onDidAccept(() => {
			const [chosen] = pick.selectedItems;
			if (chosen?.commit) {
				resolve(chosen.commit);
				pick.hide();
			}
		});
		pick.onDidHide(() => {
			searching.abort();
			pick.dispose();
			resolve(undefined);
		});
		pick.show();
	});
}

/** The commit that `typed` names, if it names one, before those whose message or author holds it. */
async function find(
	repository: Repository,
	tip: string,
	typed: string,
	signal: AbortSignal,
): Promise<readonly Commit[]> {
	const named = await unlessUnknown(repository.resolve(typed, signal));
	const [own, found] = await Promise.all([
		named === undefined ? undefined : repository.commits([named], signal),
		typed.length < 2 ? [] : repository.search(tip, { text: typed, limit: FOUND }, signal),
	]);
	const first = named === undefined ? undefined : own?.get(named);
	return first ? [first, ...found.filter(({ sha }) => sha !== first.sha)] : found;
}

/** Where the history is read from: the deployed revision, else HEAD. */
async function tipOf(
	app: App,
	{ analysis, release }: Incident,
	repository: Repository,
	signal: AbortSignal,
): Promise<string> {
	const deployed =
		analysis === undefined
			? release === undefined
				? undefined
				: await unlessUnknown(app.deployedRevision(repository, release, signal))
			: await unlessUnknown(repository.resolve(analysis.revision, signal));
	return deployed ?? repository.resolve('HEAD', signal);
}

async function lastGoodOf(
	{ lastGood }: Incident,
	repository: Repository,
	signal: AbortSignal,
): Promise<string | undefined> {
	return lastGood === undefined ? undefined : unlessUnknown(repository.resolve(lastGood, signal));
}

/** @param isFound what git found shows whatever VS Code's own filter makes of it: the words may be in the message's body */
function itemOf(commit: Commit, isFound: boolean): Item {
	return {
		label: plainLabel(commit.subject),
		description: `${shortSha(commit.sha)} · ${ago(commit.date, Date.now(), vscode.env.language)}`,
		iconPath: new vscode.ThemeIcon('git-commit'),
		alwaysShow: isFound,
		commit,
	};
}

async function unlessUnknown(sha: Promise<string>): Promise<string | undefined> {
	try {
		return await sha;
	} catch (error) {
		if (FaultlineError.is(error) && /^git\.(unknownRevision|ambiguousRelease)$/.test(error.code)) {
			return undefined;
		}
		throw error;
	}
}
