// What the double knows, in GitHub's own shapes.
import type { Contract } from './contract';
import type { Check, Comment, Deployment, Issue, Pull, Repository, State } from './state';

type Filled = Contract<unknown>['filled'];
type Json = Record<string, unknown>;

export type Presenter = ReturnType<typeof presenter>;

/** @param origin of the double: the web's pages are below it, the API in `/api/v3` */
export function presenter(origin: string, state: State, filled: Filled) {
	const pageOf = ({ owner, name }: Repository) => `${origin}/${owner}/${name}`;
	const apiOf = ({ owner, name }: Repository) => `${origin}/api/v3/repos/${owner}/${name}`;
	const user = (login: string): Json =>
		filled('simple-user', { login, type: 'User', html_url: `${origin}/${login}`, id: idOf(login) });
	const label = (repository: Repository, name: string): Json =>
		filled('label', { name, color: repository.labels.get(name) ?? 'ededed', description: '' });
	const numbered = (repository: Repository, issue: Issue): Json => ({
		number: issue.number,
		id: repository.id * 10_000 + issue.number,
		title: issue.title,
		body: issue.body,
		state: issue.state,
		user: user(issue.author),
		labels: issue.labels.map((name) => label(repository, name)),
		assignees: issue.assignees.map(user),
		created_at: issue.createdAt,
		updated_at: issue.updatedAt,
		closed_at: issue.closedAt,
	});
	const issue = (repository: Repository, of: Issue, schema = 'issue'): Json =>
		filled(schema, {
			...numbered(repository, of),
			state_reason: of.stateReason,
			comments: of.comments.length,
			html_url: `${pageOf(repository)}/${of.pull ? 'pull' : 'issues'}/${of.number}`,
			url: `${apiOf(repository)}/issues/${of.number}`,
			repository_url: apiOf(repository),
			author_association: 'MEMBER',
			...(of.pull && {
				pull_request: pullLinks(`${apiOf(repository)}/pulls/${of.number}`, `${pageOf(repository)}/pull/${of.number}`),
			}),
		});
	const whole = (repository: Repository, login: string | undefined, schema = 'full-repository'): Json => {
		const canPush = login !== undefined && repository.writers.has(login);
		return filled(schema, {
			id: repository.id,
			name: repository.name,
			full_name: `${repository.owner}/${repository.name}`,
			owner: user(repository.owner),
			html_url: pageOf(repository),
			url: apiOf(repository),
			clone_url: `${pageOf(repository)}.git`,
			default_branch: repository.defaultBranch,
			has_issues: repository.hasIssues,
			archived: repository.isArchived,
			fork: repository.parent !== undefined,
			permissions: { admin: false, push: canPush, pull: true },
			...(repository.parent &&
				schema === 'full-repository' && { parent: whole(repository.parent, login, 'repository') }),
		});
	};
	const pull = (repository: Repository, of: Issue & { readonly pull: Pull }, isSimple = false): Json => {
		const { pull: own } = of;
		const [owner = '', name = ''] = own.head.repository.split('/');
		const head = state.find(owner, name) ?? repository;
		const end = (where: Repository, ref: string, sha: string) => ({
			label: `${where.owner}:${ref}`,
			...{ ref, sha, user: user(where.owner), repo: whole(where, undefined, 'repository') },
		});
		const link = (path: string) => ({ href: `${apiOf(repository)}/${path}` });
		return filled(isSimple ? 'pull-request-simple' : 'pull-request', {
			...numbered(repository, of),
			html_url: `${pageOf(repository)}/pull/${of.number}`,
			url: `${apiOf(repository)}/pulls/${of.number}`,
			draft: own.draft,
			merged_at: own.mergedAt,
			merge_commit_sha: own.mergeCommit,
			head: end(head, own.head.ref, own.head.sha),
			base: end(repository, own.base, repository.git.sha(own.base) ?? ''),
			requested_reviewers: own.requested.map(user),
			author_association: 'MEMBER',
			auto_merge: null,
			_links: Object.fromEntries(
				['comments', 'commits', 'statuses', 'html', 'issue', 'review_comments', 'review_comment', 'self'].map((key) => [
					key,
					link(`pulls/${of.number}`),
				]),
			),
			...(!isSimple && {
				merged: own.mergedAt !== null,
				merged_by: own.mergedBy === null ? null : user(own.mergedBy),
				commits: own.commits.length,
				mergeable: of.state === 'open' ? true : null,
				mergeable_state: 'clean',
			}),
		});
	};
	return {
		...{ user, issue, pull, label, whole, pageOf, apiOf },
		comment: (repository: Repository, of: Issue, comment: Comment): Json =>
			filled('issue-comment', {
				id: comment.id,
				body: comment.body,
				user: user(comment.author),
				html_url: `${pageOf(repository)}/issues/${of.number}#issuecomment-${comment.id}`,
				issue_url: `${apiOf(repository)}/issues/${of.number}`,
				created_at: comment.createdAt,
				updated_at: comment.updatedAt,
			}),
		check: (check: Check): Json =>
			filled('check-run', {
				...{ head_sha: check.sha, name: check.name, status: check.status, conclusion: check.conclusion },
				output: { title: null, summary: null, text: null, annotations_count: 0, annotations_url: `${origin}/` },
			}),
		deployment: (repository: Repository, of: Deployment): Json =>
			filled('deployment', {
				...{ id: of.id, sha: of.sha, ref: of.ref, environment: of.environment, payload: {} },
				...{ created_at: of.createdAt, updated_at: of.createdAt, creator: user(repository.owner) },
			}),
		review: (review: Pull['reviews'][number], id: number): Json =>
			filled('pull-request-review', {
				...{ id, user: user(review.author), body: '', state: review.state, commit_id: null },
				_links: { html: { href: `${origin}/` }, pull_request: { href: `${origin}/` } },
			}),
		ref: (ref: string, sha: string): Json =>
			filled('git-ref', { ref, object: { type: 'commit', sha, url: `${origin}/` } }),
	};
}

const pullLinks = (url: string, page: string) => ({
	url,
	html_url: page,
	diff_url: `${page}.diff`,
	patch_url: `${page}.patch`,
});

/** Some number that is the same for the same name. */
function idOf(login: string): number {
	return [...login].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 1_000_003, 7);
}
