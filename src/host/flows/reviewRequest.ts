import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { bringReview, openReviewBranch, type ReviewPlace } from '../../app/pullRequests/reviewBranch';
import { FaultlineError } from '../../base/errors';
import { numberInAddress } from '../../core/github/remote';
import type { Incident } from '../../core/incident/record';
import type { Prepared } from '../../core/ports/mitigation';
import { branchName, freeName } from '../../core/revert/branchName';
import { reviewPath } from '../../core/review/files';
import { unixLines } from '../../core/review/markdownParts';
import type { App } from '../app';
import { plainLabel } from '../plainLabel';
import type { Run } from '../run';
import { settings } from '../settings';
import { chooseRepository } from './chooseRepository';
import { hasHostedRemote, pullRequestOf } from './pullRequest';
import { chooseBase } from './revert/chooseBase';
import { type Mitigation, shortRef } from './revert/model';
import { askAboutHook, goWithoutHooks, offerNext, recorder } from './revert/prepared';
import { askName, showDiff, titleOf } from './revert/preview';

/** The file of a review as it is to be. */
interface File {
	readonly path: string;
	readonly text: string;
}

/**
 * Brings a review to a branch of its own, once the person has seen the file, and from there to a pull request; where no remote is on GitHub the
 * branch is all. Asked again it goes on with that branch as long as its pull request is open.
 *
 * @param markdown without secrets
 * @throws FaultlineError `workspace.*`, `git.*`, `revert.*`, `github.*`
 */
export async function requestReview(app: App, run: Run, incident: Incident, markdown: string): Promise<void> {
	const repository = await chooseRepository(app, run, incident);
	if (!repository) {
		return;
	}
	const mitigations = await run.work(l10n.t('Opening the repository'), (_report, signal) =>
		app.mitigations(repository, signal),
	);
	const of: Mitigation = { app, run, incident, repository, mitigations };
	const file = { path: reviewPath(incident, settings.reviews().folder), text: unixLines(markdown) };
	const open = await run.work(l10n.t('Reading branches'), (_report, signal) =>
		openReviewBranch(incident, mitigations, repository, (pull) => isOver(app, pull.url, signal), signal),
	);
	const place = open ?? (await newPlace(of));
	if (!place) {
		return;
	}
	const there = await repository.readFile(place.base.sha, file.path, run.signal);
	if (there === file.text) {
		await goOn(of, place, open !== undefined);
		return;
	}
	const decided = await previewed(of, place, file, there);
	const prepared = decided && (await madeFor(of, decided, file));
	if (prepared?.kind === 'ready') {
		await next(of, prepared.made.branch, () => offerNext(of, prepared.made));
	}
}

/** Whether its pull request is merged or closed; one that cannot be asked about is not. */
async function isOver(app: App, url: string, signal: AbortSignal): Promise<boolean> {
	const found = numberInAddress(url, app.github.known());
	if (found?.kind !== 'pullRequest') {
		return false;
	}
	try {
		const host = await app.github.quietly(found.repository.host);
		const pull = await host?.pullRequest(found.repository, found.number, signal);
		return pull?.state === 'merged' || pull?.state === 'closed';
	} catch (error) {
		if (!FaultlineError.is(error) || !error.code.startsWith('github.')) {
			throw error;
		}
		app.log.warn(`whether ${url} is over`, error);
		return false;
	}
}

/** A branch that starts from one that the person chooses. */
async function newPlace(of: Mitigation): Promise<ReviewPlace | undefined> {
	const { run, incident, mitigations } = of;
	const title = l10n.t('Review of {0}', incident.key);
	const base = await chooseBase(of, title, l10n.t('Which branch is the review to be in?'));
	if (!base) {
		return undefined;
	}
	const taken = new Set((await mitigations.branchRefs(run.signal)).map(({ ref }) => ref));
	const name = branchName('review', incident.key, incident.title);
	return { base, branch: freeName(name, (one) => taken.has(`refs/heads/${one}`)) };
}

/** What the branch, or the one it would start from, has already: there is nothing to commit, but maybe something to open. */
async function goOn(of: Mitigation, { branch, base }: ReviewPlace, isOfOurs: boolean): Promise<void> {
	const none = l10n.t('{0} has the review already, as it is.', isOfOurs ? branch : shortRef(base.ref));
	const tell = async () => of.run.tell('info', none);
	await (isOfOurs ? next(of, branch, tell) : tell());
}

/** Shows the file as it would be, and asks. @returns where to, by the name that the person wants; undefined where they do not want it */
async function previewed(
	of: Mitigation,
	place: ReviewPlace,
	{ path, text }: File,
	there: string | undefined,
): Promise<ReviewPlace | undefined> {
	const { base, before } = place;
	const plan = { kind: 'review', base } as const;
	const status = there === undefined ? 'A' : 'M';
	await showDiff(of, plan, { files: [{ path, status, before: there, after: text, isLeftOut: false }] });
	const refs = await of.mitigations.branchRefs(of.run.signal);
	const isTaken = (name: string) => refs.some(({ ref }) => ref === `refs/heads/${name}`);
	const title = titleOf(plan, of.incident.key);
	const icon = (id: string) => new vscode.ThemeIcon(id);
	let { branch } = place;
	for (;;) {
		const items: readonly (vscode.QuickPickItem & { readonly action?: 'commit' | 'name' })[] = [
			{
				label: before === undefined ? l10n.t('Create Branch') : l10n.t('Commit to the Branch'),
				description: branch,
				detail: l10n.t(
					'On {0}, in this repository only; your checkout is not touched, and nothing is pushed',
					shortRef(base.ref),
				),
				iconPath: icon('git-branch-create'),
				action: 'commit',
			},
			...(before === undefined
				? [{ label: l10n.t('Choose Another Name…'), iconPath: icon('edit'), action: 'name' as const }]
				: []),
			{ label: l10n.t('Files'), kind: vscode.QuickPickItemKind.Separator },
			{
				label: plainLabel(path),
				description: there === undefined ? l10n.t('added') : l10n.t('changed'),
				iconPath: icon('file'),
			},
		];
		const placeHolder = l10n.t('One commit would change one file; the diff is in the editor');
		const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
		if (chosen?.action === 'commit') {
			return { ...place, branch };
		}
		if (chosen?.action === 'name') {
			branch = (await askName(title, branch, isTaken)) ?? branch;
		} else if (chosen === undefined) {
			return undefined;
		}
	}
}

/** Makes the commit; what a hook refuses waits for nobody, since the review is in the record. */
async function madeFor(of: Mitigation, place: ReviewPlace, file: File): Promise<Prepared> {
	const { app, run, incident, mitigations } = of;
	const onMade = recorder(app);
	const prepared = await run.work(l10n.t('Making the branch {0}', place.branch), (_report, signal) =>
		bringReview(mitigations, incident, place, file, onMade, signal),
	);
	if (prepared.kind !== 'hookFailed') {
		return prepared;
	}
	const { id, output } = prepared;
	const kept = l10n.t('Closing this makes no commit. The review stays in the record.');
	if ((await askAboutHook(output, kept, goWithoutHooks())) !== goWithoutHooks()) {
		await mitigations.abort(id);
		run.tell('info', l10n.t('No commit was made. The review of {0} stays in the record.', incident.key));
		return { kind: 'nothing' };
	}
	return run.work(l10n.t('Making the branch {0}', place.branch), (_report, signal) =>
		mitigations.resume(id, { withoutHooks: true }, onMade, signal),
	);
}

/** Opens the pull request of a branch where that can be, else does what remains. */
async function next(of: Mitigation, branch: string, otherwise: () => Promise<void>): Promise<void> {
	await ((await hasHostedRemote(of)) ? pullRequestOf(of, branch) : otherwise());
}
