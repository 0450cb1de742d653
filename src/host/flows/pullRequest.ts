import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type OpenedPullRequest, openOnce } from '../../app/pullRequests/openOnce';
import { whereToPush } from '../../app/pullRequests/whereToPush';
import { laterChanges } from '../../app/revert/laterChanges';
import { labelsFor } from '../../core/github/labels';
import { pullRequestBody, pullRequestTitle, shortRef, suggestedReviewers } from '../../core/github/pullRequestDraft';
import {
	type HostedNumber,
	type HostedRepository,
	hostedRemotes,
	hostedRepository,
	isSameRepository,
	numberInAddress,
	repositoryName,
} from '../../core/github/remote';
import type { Incident, MitigationBranch } from '../../core/incident/record';
import type { NewPullRequest, RepositoryFacts } from '../../core/ports/codeHost';
import type { Step } from '../../core/revert/model';
import type { GitHubHost } from '../github/service';
import type { Run } from '../run';
import { settings } from '../settings';
import { type Chosen, chooseHosted } from './chooseHosted';
import type { Mitigation } from './revert/model';
import { pushPrepared } from './revert/push';
import { askAndSend, chooseMany, type Draft, openDraft } from './sendDraft';

/** A branch on its way to a pull request. */
interface Way {
	readonly of: Mitigation;
	readonly branch: MitigationBranch;
	readonly chosen: Chosen;
	readonly host: GitHubHost;
	readonly about: RepositoryFacts;
	readonly head: NewPullRequest['head'];
}

/** What a person may choose beside title and text. */
interface Choices {
	base: string;
	labels: readonly string[];
	reviewers: readonly string[];
	/** Issues that are told of it. */
	told: readonly HostedNumber[];
}

/**
 * Pushes a prepared branch where that was not done yet, and writes its pull request into a document, where the person sees and edits it; nothing
 * is opened until they say so. One that is open already is linked instead.
 *
 * @param steps what the branch is made of, where that is known: then the later changes of the same lines are told
 * @throws FaultlineError `github.*`, `revert.*`, `git.*`
 */
export async function pullRequestOf(before: Mitigation, name: string, steps?: readonly Step[]): Promise<void> {
	const { app, run } = before;
	const incident = await (await app.incidents()).get(before.incident.id);
	const branch = incident?.branches?.find((one) => one.branch === name);
	const chosen = incident && branch && (await chooseHosted(app, run, incident));
	if (!incident || !branch || !chosen) {
		return;
	}
	const of = { ...before, incident };
	const why = l10n.t('Faultline opens the pull request that you are about to see, and nothing else.');
	const host = await app.github.signedIn(chosen.repository.host, why);
	const about = await run.work(l10n.t('Asking {0}', chosen.repository.host), (_report, signal) =>
		host.about(chosen.repository, signal),
	);
	const head = await pushedHead(of, branch, chosen, host, about);
	if (!head) {
		return;
	}
	const way: Way = { of, branch, chosen, host, about, head };
	const bases = await basesOf(way);
	const base = baseOf(branch, about, bases);
	const there = await run.work(l10n.t('Looking for an open pull request'), (_report, signal) =>
		host.openPullRequest(about.repository, { head, base }, signal),
	);
	if (there) {
		const { title } = await run.work(l10n.t('Asking {0}', about.repository.host), (_report, signal) =>
			host.pullRequest(about.repository, there.number, signal),
		);
		await record(way, base, { ...there, wasThere: true, refused: [] }, title);
		return;
	}
	const { body, labels, reviewers } = await prepare(way, steps);
	const document = await openDraft(pullRequestTitle(incident, branch), body);
	await askAndSend(run, draftOf(way, document, bases, { base, labels, reviewers, told: [] }));
}

/** Where the branch is by now, pushed before or on the way; undefined where the person wants it pushed nowhere. */
async function pushedHead(
	of: Mitigation,
	branch: MitigationBranch,
	chosen: Chosen,
	host: GitHubHost,
	about: RepositoryFacts,
): Promise<NewPullRequest['head'] | undefined> {
	const { app, run, mitigations } = of;
	const headIn = (repository: HostedRepository) => ({
		branch: branch.branch,
		...(!isSameRepository(repository, chosen.repository) &&
			!isSameRepository(repository, about.repository) && { owner: repository.owner }),
	});
	const pushed = branch.pushedTo && hostedRepository(branch.pushedTo.url, app.github.known());
	if (pushed && pushed.host === about.repository.host && branch.pushedTo?.tip === branch.tip) {
		return headIn(pushed);
	}
	const targets = await mitigations.pushTargets(run.signal);
	const mayFork = async (me: string) => {
		const yes = l10n.t('Fork');
		const name = repositoryName(about.repository);
		const detail = l10n.t(
			'It is made for {0} on {1}, where everybody who sees {2} can see it.',
			me,
			chosen.repository.host,
			name,
		);
		return (
			(await vscode.window.showWarningMessage(
				l10n.t('You may not push to {0}. Fork it, and push there?', name),
				{ modal: true, detail },
				yes,
			)) === yes
		);
	};
	const place = await whereToPush(
		host,
		{ about, asRemote: chosen.repository, targets, hosted: chosen.all, known: app.github.known() },
		mayFork,
		run.signal,
	);
	const isPushed = place && (await pushPrepared(of, branch, place.remote));
	if (!isPushed) {
		return undefined;
	}
	return headIn(place.repository);
}

/** Names of the branches that the clone knows of the repository. */
async function basesOf({ of, chosen, branch }: Way): Promise<readonly string[]> {
	const refs = await of.mitigations.branchRefs(of.run.signal);
	const names = refs.flatMap(({ ref }) =>
		chosen.remotes.some((remote) => ref.startsWith(`refs/remotes/${remote}/`)) ? shortRef(ref) : [],
	);
	return [...new Set(names)].filter((name) => name !== 'HEAD' && name !== branch.branch);
}

/** The branch that it was made from where the repository has it, else its default branch. */
function baseOf({ base }: MitigationBranch, about: RepositoryFacts, bases: readonly string[]): string {
	const wanted = shortRef(base.ref);
	return bases.includes(wanted) ? wanted : about.defaultBranch;
}

/** What the draft says and suggests. */
async function prepare({ of, branch, host, about }: Way, steps: readonly Step[] | undefined) {
	const { app, run, incident, repository, mitigations } = of;
	const { canPush, repository: at } = about;
	return run.work(l10n.t('Preparing the pull request'), async (_report, signal) => {
		const isReview = branch.kind === 'review';
		const shas = isReview ? [] : branch.commits.map(({ sha }) => sha).slice(0, 50);
		const plan = steps && { kind: branch.kind, base: branch.base, steps, skipped: [] };
		const [origins, existing, assignable, me, later] = await Promise.all([
			shas.length === 0 ? undefined : host.originsOf(at, shas, signal),
			canPush ? host.labels(at, signal) : [],
			canPush && !isReview ? host.assignees(at, signal) : [],
			isReview ? '' : host.me(signal),
			plan && laterChanges(plan, repository, mitigations.history, signal),
		]);
		const pullRequests = origins?.pullRequests ?? new Map();
		const body = pullRequestBody(incident, { branch, later, pullRequests });
		return {
			body: (await app.redact(body, signal)).text,
			labels: canPush ? labelsOf(incident, branch, existing) : [],
			reviewers: suggestedReviewers(pullRequests, assignable, me),
		};
	});
}

/** How teams call what is about a review, without what stands between its words. */
const REVIEW_LABELS = ['postmortem', 'postincident', 'postincidentreview', 'incidentreview', 'retrospective'];

/** Those of the incident and of what it is, as far as the repository has them: a pull request makes none that nobody asked for. */
function labelsOf(incident: Incident, { kind }: MitigationBranch, existing: readonly string[]): readonly string[] {
	if (kind === 'review') {
		return existing.filter((name) => REVIEW_LABELS.includes(name.toLowerCase().replaceAll(/[ _-]/g, '')));
	}
	const wanted = [
		...labelsFor(incident, existing, settings.github().labels),
		...(kind === 'pick' ? ['backport'] : ['revert', 'rollback']),
	];
	return existing.filter((name) => wanted.includes(name.toLowerCase()) || wanted.includes(name));
}

function draftOf(way: Way, document: vscode.TextDocument, bases: readonly string[], choices: Choices): Draft {
	const { of, host, about, branch, head } = way;
	const { key, links = [] } = of.incident;
	const name = repositoryName(about.repository);
	const from = head.owner === undefined ? head.branch : `${head.owner}:${head.branch}`;
	const asked = (run: Run, what: 'labels' | 'assignees') =>
		run.work(l10n.t('Asking {0}', about.repository.host), (_report, signal) => host[what](about.repository, signal));
	const send = (isDraft: boolean) => async (run: Run, said: { readonly title: string; readonly body: string }) => {
		const { base, labels, reviewers } = choices;
		const wanted = { ...said, head, base, isDraft };
		const opened = await run.work(l10n.t('Opening the pull request'), (_report, signal) =>
			openOnce(host, about.repository, wanted, { labels, reviewers }, of.app.log, signal),
		);
		return () => record({ ...way, of: { ...of, run } }, base, opened, said.title, choices.told);
	};
	const issues = links.flatMap(({ kind, url }) => {
		const found = kind === 'issue' ? numberInAddress(url, of.app.github.known()) : undefined;
		return found?.kind === 'issue' && found.repository.host === about.repository.host ? [found] : [];
	});
	return {
		...{ document, title: l10n.t('Pull Request of {0}', key) },
		placeHolder: () =>
			l10n.t(
				'{0} to {1}. The editor shows what will be sent. Everybody who sees {2} will see it.',
				...[from, choices.base, name],
			),
		unsent: l10n.t('Nothing was opened; the branch {0} is pushed. Edit the draft, then continue.', branch.branch),
		kept: l10n.t('The draft of the pull request of {0} is kept in its editor.', key),
		sendings: () => [
			{ label: l10n.t('Open Pull Request in {0}', name), icon: 'git-pull-request-create', send: send(false) },
			{ label: l10n.t('Open as Draft in {0}', name), icon: 'git-pull-request-draft', send: send(true) },
		],
		choices: () => [
			{
				...{ label: l10n.t('Base Branch…'), icon: 'git-branch', value: choices.base },
				choose: async () => {
					const all = [...new Set([about.defaultBranch, choices.base, ...bases])];
					const placeHolder = l10n.t('The branch that it goes to');
					choices.base =
						(await vscode.window.showQuickPick(all, { placeHolder, ignoreFocusOut: true })) ?? choices.base;
				},
			},
			...(about.canPush
				? [
						{
							...{ label: l10n.t('Reviewers…'), icon: 'person', value: choices.reviewers.join(', ') },
							choose: async (run: Run) => {
								const all = await asked(run, 'assignees');
								choices.reviewers = await chooseMany(all, choices.reviewers, l10n.t('Who is asked to look at it'));
							},
						},
						{
							...{ label: l10n.t('Labels…'), icon: 'tag', value: choices.labels.join(', ') },
							choose: async (run: Run) => {
								const all = await asked(run, 'labels');
								choices.labels = await chooseMany(all, choices.labels, l10n.t('Labels of the pull request'));
							},
						},
					]
				: []),
			...(issues.length > 0
				? [
						{
							...{ label: l10n.t('Comment on Issues…'), icon: 'comment' },
							value: choices.told.map(nameOf).join(', '),
							choose: async () => {
								const named = await chooseMany(
									issues.map(nameOf),
									choices.told.map(nameOf),
									l10n.t('Who gets the comment “{0}”?', commentText(branch, l10n.t('address of the pull request'))),
								);
								choices.told = issues.filter((issue) => named.includes(nameOf(issue)));
							},
						},
					]
				: []),
		],
	};
}

const nameOf = ({ repository, number }: HostedNumber) => `${repositoryName(repository)}#${number}`;

/** Links the incident to the pull request, tells issues of it, and says so. */
async function record(
	{ of, branch, host, about }: Way,
	base: string,
	{ number, url, wasThere, refused }: OpenedPullRequest,
	title: string,
	told: readonly HostedNumber[] = [],
): Promise<void> {
	const { app, run, incident } = of;
	const opened = { branch: branch.branch, number, url, kind: branch.kind, base };
	await (await app.incidents()).recordPullRequest(incident.id, opened, `#${number} ${title}`);
	await app.view.reveal(incident.id);
	const where = repositoryName(about.repository);
	const done = wasThere
		? l10n.t('Pull request #{0} of {1} was open already; {2} is linked to it.', number, where, incident.key)
		: l10n.t('Opened pull request #{0} of {1}.', number, where);
	run.tell('info', done, {
		title: l10n.t('Show Pull Request'),
		command: 'faultline.openLink',
		args: [{ incidentId: incident.id, url }],
	});
	if (refused.length > 0) {
		run.tell(
			'warning',
			l10n.t('{0} did not take all reviewers or labels of pull request #{1}. Set them there.', where, number),
		);
	}
	for (const issue of told) {
		await run.work(l10n.t('Commenting on {0}', nameOf(issue)), (_report, signal) =>
			host.addComment(issue.repository, issue.number, commentText(branch, url), signal),
		);
	}
}

/** As it is sent: the branch's kind and the address. */
function commentText({ kind }: MitigationBranch, url: string): string {
	return {
		pick: l10n.t('A fix is proposed: {0}', url),
		review: l10n.t('The post-incident review is proposed: {0}', url),
		revert: l10n.t('A revert is proposed: {0}', url),
		rollback: l10n.t('A revert is proposed: {0}', url),
	}[kind];
}

/** Whether any remote of a clone leads to GitHub. */
export async function hasHostedRemote({ app, repository, run }: Mitigation): Promise<boolean> {
	return hostedRemotes(await repository.remoteAddresses(run.signal), app.github.known()).length > 0;
}
