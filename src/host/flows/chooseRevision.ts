import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { deployedRevision, tagsOfRelease } from '../../app/deployedRevision';
import { FaultlineError } from '../../base/errors';
import type { Incident } from '../../core/incident/record';
import type { Repository, Tag } from '../../core/ports/repository';
import { type Mention, releasesIn } from '../../core/release/mentions';
import { deployMarksOf, type NamedMark } from '../alerts/deployMarksOf';
import type { App } from '../app';
import { evidenceText } from '../evidence';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { settings } from '../settings';
import { ago, shortSha } from '../words';

const TAGS_SHOWN = 30;
const BRANCHES_SHOWN = 20;

/** Of so many tags it is said how far they are behind, as far as it can be counted in this time. */
const COUNTED = 8;
const COUNT_MS = 500;
const MAX_COUNT = 9_999;

/** What the person said is deployed, and whether they said it at all: a guess is not recorded. */
export interface ChosenRevision {
	readonly revision: string;
	readonly isGuess: boolean;
}

/** What there is to choose from. */
interface Offer {
	/** Undefined on a branch without commits. */
	readonly head: string | undefined;
	readonly tags: readonly (Tag & { readonly behind?: number | undefined })[];
	readonly branches: readonly Tag[];
	/** Tags that the incident's release may stand for. */
	readonly fitting: readonly string[];
	/** What the evidence names, and its commit where it is here. */
	readonly mentions: readonly (Mention & { readonly sha: string | undefined })[];
	/** What marks on graphs say was deployed before it began, and its commit where it is here. */
	readonly marks: readonly (NamedMark & { readonly sha: string | undefined })[];
}

type Item = vscode.QuickPickItem & { readonly revision?: string };

/**
 * Asks which revision is deployed: one that the evidence or a mark on graphs names, HEAD, a tag (newest first), a branch or any other. Where there is neither a
 * tag nor a word of it in the evidence, HEAD is taken without asking.
 *
 * @param always ask even when there is nothing to choose from
 * @returns undefined when the person pressed Escape
 * @throws FaultlineError `git.noCommits`, `git.failed`
 */
export async function chooseRevision(
	app: Pick<App, 'alerts' | 'log'>,
	run: Run,
	incident: Incident,
	repository: Repository,
	always: boolean,
): Promise<ChosenRevision | undefined> {
	const offer = await run.work(l10n.t('Reading tags'), (_report, signal) => offerOf(app, incident, repository, signal));
	const isNamed = offer.mentions.length + offer.marks.length > 0;
	if (offer.tags.length === 0 && !isNamed && offer.head !== undefined && !always) {
		return { revision: 'HEAD', isGuess: true };
	}
	const other: Item = { label: l10n.t('Enter another revision…'), iconPath: new vscode.ThemeIcon('edit') };
	const chosen = await vscode.window.showQuickPick([...itemsOf(offer), separator(''), other], {
		title: l10n.t('Deployed Revision'),
		placeHolder: l10n.t('Which revision was running when it broke?'),
		matchOnDescription: true,
	});
	const revision = chosen === other ? await enterRevision(run, repository) : chosen?.revision;
	return revision === undefined ? undefined : { revision, isGuess: false };
}

async function offerOf(
	app: Pick<App, 'alerts' | 'log'>,
	incident: Incident,
	repository: Repository,
	signal: AbortSignal,
): Promise<Offer> {
	const patterns = settings.releaseTagPatterns();
	const { release } = incident;
	const known = async <T extends { readonly revision: string }>(named: T) => ({
		...named,
		sha: await unlessUnknown(deployedRevision(repository, named.revision, patterns, signal)),
	});
	const [head, tags, branches, fitting, marks, ...mentions] = await Promise.all([
		unlessUnknown(repository.resolve('HEAD', signal)),
		repository.tags(TAGS_SHOWN, signal),
		repository.branches(BRANCHES_SHOWN, signal),
		release === undefined ? [] : tagsOfRelease(repository, release, patterns, signal),
		deployMarksOf(app, incident, signal).then((all) => Promise.all(all.map(known))),
		...releasesIn(evidenceText(incident.evidence)).map(known),
	]);
	return { head, tags: await withDistance(repository, head, tags, signal), branches, fitting, mentions, marks };
}

/** Undefined for what this repository does not have or cannot tell, of which a list does not make an error. */
async function unlessUnknown(sha: Promise<string>): Promise<string | undefined> {
	try {
		return await sha;
	} catch (error) {
		if (FaultlineError.is(error, 'git.unknownRevision') || FaultlineError.is(error, 'git.ambiguousRelease')) {
			return undefined;
		}
		throw error;
	}
}

async function withDistance(
	repository: Repository,
	head: string | undefined,
	tags: readonly Tag[],
	signal: AbortSignal,
): Promise<Offer['tags']> {
	if (head === undefined) {
		return tags;
	}
	const inTime = AbortSignal.any([signal, AbortSignal.timeout(COUNT_MS)]);
	const counted = tags.slice(0, COUNTED).map(async (tag) => {
		try {
			const { shas, isComplete } = await repository.between(tag.sha, head, MAX_COUNT, inTime);
			return { ...tag, behind: isComplete ? shas.size : undefined };
		} catch {
			signal.throwIfAborted();
			return tag;
		}
	});
	return [...(await Promise.all(counted)), ...tags.slice(COUNTED)];
}

function itemsOf({ head, tags, branches, fitting, mentions, marks }: Offer): Item[] {
	const now = Date.now();
	const when = (date: number) => ago(date, now, vscode.env.language);
	const group = (title: string, items: readonly Item[]) => (items.length === 0 ? [] : [separator(title), ...items]);
	return [
		...group(
			l10n.t('In the Evidence'),
			mentions.map(({ revision, as, sha }) => ({
				label: plainLabel(revision),
				description: plainLabel(
					sha === undefined ? l10n.t('“{0}”, not in this clone', as) : l10n.t('“{0}”, commit {1}', as, shortSha(sha)),
				),
				revision,
				iconPath: new vscode.ThemeIcon('search'),
			})),
		),
		...group(
			l10n.t('On Graphs'),
			marks.map(({ revision, at, text, monitor, sha }) => ({
				label: plainLabel(revision),
				description: [
					plainLabel(`“${text}”`),
					plainLabel(monitor),
					when(at),
					sha === undefined ? l10n.t('not in this clone') : l10n.t('commit {0}', shortSha(sha)),
				].join(' · '),
				revision,
				iconPath: new vscode.ThemeIcon('graph-line'),
			})),
		),
		...group(
			l10n.t('Tags of the Release'),
			fitting.map((name) => ({ label: plainLabel(name), revision: name, iconPath: new vscode.ThemeIcon('tag') })),
		),
		...(head === undefined
			? []
			: [
					separator(''),
					{
						label: 'HEAD',
						description: l10n.t('current commit {0}', shortSha(head)),
						revision: shortSha(head),
						iconPath: new vscode.ThemeIcon('git-commit'),
					},
				]),
		...group(
			l10n.t('Tags'),
			tags.map(({ name, sha, date, behind }) => ({
				label: plainLabel(name),
				description: [shortSha(sha), when(date), ...behindWords(behind)].join(' · '),
				revision: name,
				iconPath: new vscode.ThemeIcon('tag'),
			})),
		),
		...group(
			l10n.t('Branches'),
			branches.map(({ name, sha, date }) => ({
				label: plainLabel(name),
				description: `${shortSha(sha)} · ${when(date)}`,
				revision: name,
				iconPath: new vscode.ThemeIcon('git-branch'),
			})),
		),
	];
}

function behindWords(behind: number | undefined): readonly string[] {
	if (behind === undefined) {
		return [];
	}
	return [
		behind === 0
			? l10n.t('nothing since')
			: behind === 1
				? l10n.t('1 commit since')
				: l10n.t('{0} commits since', behind),
	];
}

const separator = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });

async function enterRevision(run: Run, repository: Repository): Promise<string | undefined> {
	const revision = await vscode.window.showInputBox({
		title: l10n.t('Deployed Revision'),
		prompt: l10n.t('A commit, a tag, a branch, a release such as shop@1.4.0, or what git understands: HEAD~3'),
		validateInput: async (value) => {
			if (value.trim() === '') {
				return l10n.t('Enter a revision, or press Escape.');
			}
			try {
				await deployedRevision(repository, value.trim(), settings.releaseTagPatterns(), run.signal);
				return undefined;
			} catch (error) {
				return FaultlineError.is(error) ? error.message : String(error);
			}
		},
	});
	return revision?.trim() || undefined;
}
