import * as l10n from '@vscode/l10n';
import { code, quoted, text } from '../incident/exchange/markdownText';
import type { Incident, MitigationBranch } from '../incident/record';
import type { PullRequest } from '../ports/codeHost';
import type { LaterChange } from '../ports/mitigation';
import { revertTitle } from '../revert/message';
import type { MitigationKind } from '../revert/model';
import { commitText, defused, factsOf, issueTitle, linkText, shortened, suspectText, traceText } from './issueDraft';
import { reviewRequestBody, reviewRequestTitle } from './reviewRequest';

/** A branch that takes changes out, or brings a fix. */
type CodeBranch = MitigationBranch & { readonly kind: Exclude<MitigationKind, 'review'> };

/** What a pull request says beside what its incident knows. */
export interface PullRequestFacts {
	readonly branch: MitigationBranch;
	/** Later commits that touch the same lines; undefined where that was not looked for. */
	readonly later: readonly LaterChange[] | undefined;
	/** Those that the commits came by, by full object name. */
	readonly pullRequests: ReadonlyMap<string, readonly PullRequest[]>;
}

/** So many commits, and later ones, are named. */
const NAMED = 30;

/** A title that says what is taken out, or brought, and for which incident: it calls nobody and refers to nothing. */
export function pullRequestTitle(incident: Incident, branch: MitigationBranch): string {
	return isOfCode(branch) ? codeTitle(incident, branch) : reviewRequestTitle(incident);
}

const isOfCode = (branch: MitigationBranch): branch is CodeBranch => branch.kind !== 'review';

function codeTitle({ key }: Incident, { kind, commits, base }: CodeBranch): string {
	const [first] = commits;
	const subject = first?.subject ?? '';
	if (kind === 'rollback') {
		return issueTitle(l10n.t('Roll back for {0}', key));
	}
	if (commits.length > 1) {
		return issueTitle(
			kind === 'revert'
				? l10n.t('Revert {0} changes for {1}', commits.length, key)
				: l10n.t('Bring {0} fixes for {1} to {2}', commits.length, key, shortRef(base.ref)),
		);
	}
	return issueTitle(kind === 'revert' ? `${revertTitle(subject)} (${key})` : `${subject} (${key})`);
}

/**
 * The body of a pull request that takes changes out, or brings a fix: what broke, the evidence, the risk, how it is verified and how what it
 * takes out comes back; of one that brings the review, what that says. What anybody wrote is text in it, as in an issue's.
 */
export function pullRequestBody(incident: Incident, facts: PullRequestFacts): string {
	const { branch } = facts;
	return isOfCode(branch) ? codeBody(incident, branch, facts) : reviewRequestBody(incident, shortRef(branch.base.ref));
}

function codeBody(incident: Incident, branch: CodeBranch, { later, pullRequests }: PullRequestFacts): string {
	const { key, description, evidence, analysis, links = [], title } = incident;
	const own = new Set(branch.commits.map(({ sha }) => sha));
	const suspects = analysis?.commits.filter(({ sha }) => own.has(sha)) ?? [];
	const issues = links.filter(({ kind }) => kind === 'issue');
	const more = branch.commits.length - NAMED;
	const parts: readonly (string | undefined)[] = [
		whatItDoes(key, branch),
		[
			...branch.commits.slice(0, NAMED).map((one) => `- ${commitText(one, pullRequests)}`),
			...(more > 0 ? [`- ${l10n.t('and {0} more', more)}`] : []),
		].join('\n'),
		`## ${l10n.t('What broke')}`,
		defused(text(title)),
		factsOf(incident),
		description.trim() === '' ? undefined : defused(quoted(description.trim())),
		...(suspects.length + evidence.length > 0 ? [`## ${l10n.t('Evidence')}`] : []),
		suspects.map((one) => `- ${suspectText(one, pullRequests)}`).join('\n'),
		...evidence.slice(0, 1).map(traceText),
		`## ${l10n.t('Risk')}`,
		riskOf(branch, later),
		`## ${l10n.t('How to verify')}`,
		verification(incident).join('\n'),
		`## ${branch.kind === 'pick' ? l10n.t('How to undo it') : l10n.t('How to reland')}`,
		afterwards(branch).join('\n'),
		...(issues.length > 0 ? [issues.map((link) => `- ${linkText(link)}`).join('\n')] : []),
	];
	return shortened(parts.filter(Boolean).join('\n\n'));
}

function whatItDoes(key: string, { kind, base }: CodeBranch): string {
	const onto = defused(code(shortRef(base.ref)));
	return {
		revert: l10n.t('Takes these changes out of {0}, for the incident {1}:', onto, key),
		rollback: l10n.t('Takes {0} back to the last good revision, for the incident {1}. It takes out:', onto, key),
		pick: l10n.t('Brings these changes to {0}, for the incident {1}:', onto, key),
	}[kind];
}

function riskOf({ kind }: CodeBranch, later: readonly LaterChange[] | undefined): string {
	if (kind === 'rollback') {
		return l10n.t('All changes since the last good revision go, good ones as well.');
	}
	if (later === undefined) {
		return l10n.t('Whether later commits need what this changes was not looked for.');
	}
	if (later.length === 0) {
		return l10n.t('No later commit changed the same lines.');
	}
	const lines = later
		.slice(0, NAMED)
		.map(({ sha, subject, author, paths }) =>
			[
				`- ${code(sha.slice(0, 10))} ${defused(text(subject))}`,
				defused(text(author)),
				...paths.slice(0, 3).map(code),
			].join(', '),
		);
	return [l10n.t('Later commits changed the same lines, and may need what goes:'), '', ...lines].join('\n');
}

function verification({ service, environment, evidence }: Incident): readonly string[] {
	const where = defused(text([service, environment].filter(Boolean).join(', ')));
	return [
		`- [ ] ${l10n.t('The checks pass.')}`,
		`- [ ] ${where === '' ? l10n.t('It is deployed.') : l10n.t('It is deployed: {0}.', where)}`,
		...(evidence.length > 0 ? [`- [ ] ${l10n.t('The failure of the trace above does not come up any more.')}`] : []),
	];
}

function afterwards({ kind }: CodeBranch): readonly string[] {
	return kind === 'pick'
		? [l10n.t('Revert this pull request.')]
		: [
				`1. ${l10n.t('Revert this pull request on a new branch.')}`,
				`2. ${l10n.t('Fix the cause there, with a test that fails without the fix.')}`,
				`3. ${l10n.t('Open a pull request of both, and name this one in it.')}`,
			];
}

/** `main` for `refs/remotes/origin/main`. */
export const shortRef = (ref: string): string => ref.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, '');

/**
 * Who may look at it: who wrote the changes, and who looked at them then.
 *
 * @param assignable login names of those who can be asked
 * @param me never asked
 */
export function suggestedReviewers(
	pullRequests: ReadonlyMap<string, readonly PullRequest[]>,
	assignable: readonly string[],
	me: string,
): readonly string[] {
	const all = [...pullRequests.values()].flat();
	const named = [
		...all.flatMap(({ author }) => author ?? []),
		...all.flatMap(({ reviews }) => reviews.map(({ by }) => by)),
	];
	const known = new Set(assignable);
	return [...new Set(named)].filter((login) => login !== me && known.has(login)).slice(0, 15);
}
