// GitHub's operations over what the double knows.
import type { Asked, Handler, Reply } from './contract';
import { createPull, merged, pullsWith } from './pulls';
import { failure, forbidden, made, newestFirst, notFound, ok, type PullIssue, type Serving } from './replies';
import type { Issue, Repository } from './state';

type InRepository = (asked: Asked, repository: Repository, serving: Serving) => Reply;

const within =
	(handler: InRepository): Handler<Serving> =>
	(asked, serving) => {
		const repository = serving.state.find(asked.params.owner, asked.params.repo);
		return repository ? handler(asked, repository, serving) : notFound();
	};

/** Needs the scope to write; who does not have it is told that there is nothing, and which scope it would take. */
const writing = (handler: InRepository): Handler<Serving> =>
	within((asked, repository, serving) => {
		if (!serving.account.scopes.some((scope) => scope === 'repo' || scope === 'public_repo')) {
			return { ...notFound(), headers: { 'x-accepted-oauth-scopes': 'public_repo, repo' } };
		}
		return repository.isArchived
			? failure(403, 'Repository was archived so is read-only.')
			: handler(asked, repository, serving);
	});

const pushing = (handler: InRepository): Handler<Serving> =>
	writing((asked, repository, serving) =>
		repository.writers.has(serving.account.login) ? handler(asked, repository, serving) : forbidden(),
	);

const issueOf = ({ params }: Asked, { issues }: Repository) => issues.get(Number(params.issue_number));
const pullOf = ({ params }: Asked, { issues }: Repository) => {
	const found = issues.get(Number(params.pull_number));
	return found?.pull ? (found as PullIssue) : undefined;
};
const commentIn = ({ params }: Asked, { issues }: Repository) => {
	const id = Number(params.comment_id);
	const issue = [...issues.values()].find(({ comments }) => comments.some((comment) => comment.id === id));
	return issue && { issue, comment: issue.comments.find((one) => one.id === id)! };
};

/** A page of a list, with GitHub's header that leads to the others. */
function paged(
	all: readonly unknown[],
	{ query }: Asked,
	wrap: (items: readonly unknown[]) => unknown = (items) => items,
): Reply {
	const size = Math.min(Number(query.per_page ?? 30), 100);
	const page = Number(query.page ?? 1);
	const last = Math.max(1, Math.ceil(all.length / size));
	const relations = [
		...(page < last
			? [
					['next', page + 1],
					['last', last],
				]
			: []),
		...(page > 1 ? [['prev', page - 1]] : []),
	];
	return {
		...ok(wrap(all.slice((page - 1) * size, page * size))),
		headers: { 'x-pages': relations.map(([name, at]) => `${name}=${at}`).join(',') },
	};
}

const listed = (value: unknown) =>
	String(value ?? '')
		.split(',')
		.filter(Boolean);
const names = (labels: unknown): string[] =>
	((labels as (string | { name: string })[] | undefined) ?? []).map((one) =>
		typeof one === 'string' ? one : one.name,
	);

export const handlers: Readonly<Record<string, Handler<Serving>>> = {
	'users/get-authenticated': (_asked, { present, account }) =>
		ok({ ...present.user(account.login), ...publicParts(account.login), user_view_type: 'public' }),
	'repos/get': within((_asked, repository, { present, account }) => ok(present.whole(repository, account.login))),
	'repos/create-fork': within((_asked, repository, { state, present, account }) => {
		const own = state.find(account.login, repository.name);
		const fork = own ?? state.addRepository(account.login, repository.name, repository.git.folder, repository);
		return { status: 202, body: present.whole(fork, account.login) };
	}),
	'repos/get-content': within(({ params }, repository) => {
		const path = decodeURIComponent(params.path ?? '');
		const text = repository.contents.get(path);
		const below = [...repository.contents.keys()].filter((one) => one.startsWith(`${path}/`));
		const file = (at: string, content: string) => ({
			...{ type: 'file', name: at.split('/').at(-1), path: at, sha: '0'.repeat(40), size: content.length },
			...{ url: 'https://example.test/', git_url: null, html_url: null, download_url: null },
			_links: { git: null, html: null, self: 'https://example.test/' },
		});
		if (text !== undefined) {
			return ok({ ...file(path, text), encoding: 'base64', content: Buffer.from(text).toString('base64') });
		}
		return below.length > 0 ? ok(below.map((at) => file(at, ''))) : notFound();
	}),
	'issues/list-labels-for-repo': within((asked, repository, { present }) =>
		paged(
			[...repository.labels.keys()].map((name) => present.label(repository, name)),
			asked,
		),
	),
	'issues/create-label': pushing(({ body }, repository, { present }) => {
		const name = String(body.name);
		if (repository.labels.has(name)) {
			return failure(422, 'Validation Failed', {
				errors: [{ resource: 'Label', code: 'already_exists', field: 'name' }],
			});
		}
		repository.labels.set(name, String(body.color ?? 'ededed'));
		return made(present.label(repository, name));
	}),
	'issues/list-assignees': within((asked, repository, { present }) =>
		paged([...repository.assignable].map(present.user), asked),
	),
	'issues/list-for-repo': within((asked, repository, { present }) => {
		const { state = 'open', labels, creator } = asked.query;
		const fits = (issue: Issue) =>
			(state === 'all' || issue.state === state) &&
			listed(labels).every((name) => issue.labels.includes(name)) &&
			(creator === undefined || issue.author === creator);
		const found = newestFirst(repository.issues.values()).filter(fits);
		return paged(
			found.map((issue) => present.issue(repository, issue)),
			asked,
		);
	}),
	'issues/create': writing(({ body }, repository, { state, present, account }) => {
		if (!repository.hasIssues) {
			return failure(410, 'Issues has been disabled in this repository.');
		}
		const canTriage = repository.writers.has(account.login); // labels and assignees of others are dropped silently
		const issue = state.addIssue(repository, {
			title: String(body.title),
			body: (body.body as string | undefined) ?? null,
			author: account.login,
			labels: canTriage ? names(body.labels) : [],
			assignees: canTriage ? ((body.assignees as string[] | undefined) ?? []) : [],
		});
		for (const name of issue.labels.filter((one) => !repository.labels.has(one))) {
			repository.labels.set(name, 'ededed');
		}
		return made(present.issue(repository, issue));
	}),
	'issues/get': within((asked, repository, { present }) => {
		const issue = issueOf(asked, repository);
		return issue ? ok(present.issue(repository, issue)) : notFound();
	}),
	'issues/update': writing((asked, repository, { state, present, account }) => {
		const issue = issueOf(asked, repository);
		if (!issue) {
			return notFound();
		}
		if (!repository.writers.has(account.login) && issue.author !== account.login) {
			return forbidden();
		}
		const { title, body, state: to, state_reason: reason, labels, assignees } = asked.body;
		issue.title = title === undefined ? issue.title : String(title);
		issue.body = body === undefined ? issue.body : (body as string | null);
		issue.labels = labels === undefined ? issue.labels : names(labels);
		issue.assignees = assignees === undefined ? issue.assignees : (assignees as string[]);
		issue.updatedAt = state.time();
		if (to === 'closed' || to === 'open') {
			issue.state = to;
			issue.closedAt = to === 'closed' ? state.time() : null;
			issue.stateReason = (reason as string | undefined) ?? (to === 'closed' ? 'completed' : 'reopened');
		}
		return ok(present.issue(repository, issue));
	}),
	'issues/list-comments': within((asked, repository, { present }) => {
		const issue = issueOf(asked, repository);
		return issue
			? paged(
					issue.comments.map((one) => present.comment(repository, issue, one)),
					asked,
				)
			: notFound();
	}),
	'issues/create-comment': writing((asked, repository, { state, present, account }) => {
		const issue = issueOf(asked, repository);
		if (!issue) {
			return notFound();
		}
		const at = state.time();
		const comment = {
			id: state.newId(),
			author: account.login,
			body: String(asked.body.body),
			createdAt: at,
			updatedAt: at,
		};
		issue.comments.push(comment);
		issue.updatedAt = at;
		return made(present.comment(repository, issue, comment));
	}),
	'issues/update-comment': writing((asked, repository, { state, present }) => {
		const found = commentIn(asked, repository);
		if (!found) {
			return notFound();
		}
		found.comment.body = String(asked.body.body);
		found.comment.updatedAt = state.time();
		return ok(present.comment(repository, found.issue, found.comment));
	}),
	'issues/delete-comment': writing((asked, repository) => {
		const found = commentIn(asked, repository);
		found?.issue.comments.splice(found.issue.comments.indexOf(found.comment), 1);
		return found ? { status: 204 } : notFound();
	}),
	...Object.fromEntries(
		(
			[
				['issues/set-labels', (_before: string[], given: string[]) => given],
				['issues/add-labels', (before: string[], given: string[]) => [...new Set([...before, ...given])]],
			] as const
		).map(([id, change]) => [
			id,
			pushing((asked, repository, { present }) => {
				const issue = issueOf(asked, repository);
				if (!issue) {
					return notFound();
				}
				issue.labels = change(issue.labels, names(Array.isArray(asked.body) ? asked.body : asked.body.labels));
				return ok(issue.labels.map((name) => present.label(repository, name)));
			}),
		]),
	),
	'issues/remove-label': pushing((asked, repository, { present }) => {
		const issue = issueOf(asked, repository);
		const name = decodeURIComponent(asked.params.name ?? '');
		if (!issue?.labels.includes(name)) {
			return notFound();
		}
		issue.labels = issue.labels.filter((one) => one !== name);
		return ok(issue.labels.map((one) => present.label(repository, one)));
	}),
	/** As much of GitHub's search as the product speaks: `repo:owner/name is:issue words`. */
	'search/issues-and-pull-requests': (asked, { state, present }) => {
		const terms = String(asked.query.q).split(/\s+/).filter(Boolean);
		const of = (name: string) =>
			terms.flatMap((term) => (term.startsWith(`${name}:`) ? [term.slice(name.length + 1)] : []));
		const words = terms.filter((term) => !/^\w+:/.test(term)).map((word) => word.replaceAll('"', '').toLowerCase());
		const [owner, name] = of('repo')[0]?.split('/') ?? [];
		const repository = state.find(owner, name);
		if (!repository) {
			return failure(422, 'Validation Failed', {
				errors: [
					{ resource: 'Search', code: 'invalid', field: 'q', message: 'The listed repositories cannot be searched.' },
				],
			});
		}
		const fits = (issue: Issue) =>
			of('is').every((kind) => (kind === 'issue' ? !issue.pull : kind === 'pr' ? issue.pull : issue.state === kind)) &&
			words.every((word) => `${issue.title} ${issue.body}`.toLowerCase().includes(word));
		const found = newestFirst(repository.issues.values()).filter(fits);
		const items = found.map((issue) => ({ ...present.issue(repository, issue, 'issue-search-result-item'), score: 1 }));
		return paged(items, asked, (some) => ({
			...{ total_count: items.length, incomplete_results: false, search_type: 'lexical', items: some },
		}));
	},
	'repos/list-deployments': within((asked, repository, { present }) =>
		paged(
			repository.deployments.toReversed().map((one) => present.deployment(repository, one)),
			asked,
		),
	),
	'checks/list-for-ref': within((asked, repository, { present }) => {
		const ref = decodeURIComponent(asked.params.ref ?? '');
		const sha = repository.git.sha(ref) ?? ref;
		const found = repository.checks.filter((check) => check.sha === sha).map(present.check);
		return paged(found, asked, (items) => ({ total_count: found.length, check_runs: items }));
	}),
	'repos/list-pull-requests-associated-with-commit': within((asked, repository, { present }) =>
		paged(
			pullsWith(repository, asked.params.commit_sha ?? '').map((one) => present.pull(repository, one, true)),
			asked,
		),
	),
	'pulls/list': within((asked, repository, { present }) => {
		const { state = 'open', head, base } = asked.query;
		const fits = (issue: Issue): issue is PullIssue =>
			issue.pull !== undefined &&
			(state === 'all' || issue.state === state) &&
			(head === undefined || `${issue.pull.head.repository.split('/')[0]}:${issue.pull.head.ref}` === head) &&
			(base === undefined || issue.pull.base === base);
		const found = newestFirst(repository.issues.values()).filter(fits);
		return paged(
			found.map((one) => present.pull(repository, one, true)),
			asked,
		);
	}),
	'pulls/get': within((asked, repository, { present }) => {
		const pull = pullOf(asked, repository);
		return pull ? ok(present.pull(repository, pull)) : notFound();
	}),
	'pulls/create': writing(({ body }, repository, serving) => createPull(body, repository, serving)),
	'pulls/update': pushing((asked, repository, { state, present }) => {
		const pull = pullOf(asked, repository);
		if (!pull) {
			return notFound();
		}
		const { title, body, state: to } = asked.body;
		pull.title = title === undefined ? pull.title : String(title);
		pull.body = body === undefined ? pull.body : (body as string | null);
		pull.state = to === 'open' || to === 'closed' ? to : pull.state;
		pull.updatedAt = state.time();
		return ok(present.pull(repository, pull));
	}),
	'pulls/merge': pushing((asked, repository, { state, account }) => {
		const pull = pullOf(asked, repository);
		if (!pull) {
			return notFound();
		}
		const sha =
			pull.state === 'open' && !pull.pull.draft && merged(repository, pull, String(asked.body.merge_method ?? 'merge'));
		if (!sha) {
			return { status: 405, body: { message: 'Pull Request is not mergeable' } };
		}
		const at = state.time();
		Object.assign(pull, { state: 'closed', closedAt: at, updatedAt: at });
		Object.assign(pull.pull, { mergedAt: at, mergedBy: account.login, mergeCommit: sha });
		return ok({ sha, merged: true, message: 'Pull Request successfully merged' });
	}),
	'pulls/list-reviews': within((asked, repository, { present }) => {
		const pull = pullOf(asked, repository);
		return pull
			? paged(
					pull.pull.reviews.map((one, index) => present.review(one, index + 1)),
					asked,
				)
			: notFound();
	}),
	'pulls/request-reviewers': pushing((asked, repository, { present }) => {
		const pull = pullOf(asked, repository);
		const wanted = (asked.body.reviewers as string[] | undefined) ?? [];
		if (!pull) {
			return notFound();
		}
		if (wanted.some((login) => login === pull.author || !repository.assignable.has(login))) {
			return failure(422, 'Reviews may only be requested from collaborators.');
		}
		pull.pull.requested = [...new Set([...pull.pull.requested, ...wanted])];
		return made(present.pull(repository, pull, true));
	}),
	'git/get-ref': within((asked, repository, { present }) => {
		const ref = `refs/${decodeURIComponent(asked.params.ref ?? '')}`;
		const sha = repository.git.sha(ref);
		return sha === undefined ? notFound() : ok(present.ref(ref, sha));
	}),
	'git/delete-ref': pushing((asked, repository) => {
		const ref = `refs/${decodeURIComponent(asked.params.ref ?? '')}`;
		if (repository.git.sha(ref) === undefined) {
			return failure(422, 'Reference does not exist');
		}
		repository.git.run('update-ref', '-d', ref);
		return { status: 204 };
	}),
};

const publicParts = (login: string) => ({
	...{ name: login, company: null, blog: null, location: null, email: null, hireable: null, bio: null },
	...{ public_repos: 0, public_gists: 0, followers: 0, following: 0 },
	...{ created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' },
});
