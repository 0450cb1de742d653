import { FaultlineError } from '../../base/errors';
import type { HostedRepository } from '../../core/github/remote';
import type { CodeHost, NewPullRequest, RepositoryFacts } from '../../core/ports/codeHost';
import type { IssueComment, IssueTracker, NewIssue, TrackedIssue } from '../../core/ports/issueTracker';
import { noIssue, unclear } from './errors';
import { COMMITS_A_QUERY, originsQuery, PULL_REQUEST_QUERY, readOrigins, readPullRequest } from './originsQuery';
import { type Connection, type Library, type Needs, type Requests, requestsTo } from './requests';

/** So many are offered when somebody looks for an issue. */
const FOUND = 20;
/** Of labels, people, issues and comments: where there are more, they are not read to their end. */
const LISTED = 1000;

/** Takes what is wanted from one page after the other, until that is enough. */
const upTo = <D, T>(take: (data: D) => T[], limit = LISTED) => {
	let count = 0;
	return ({ data }: { readonly data: D }, done: () => void): T[] => {
		const some = take(data);
		count += some.length;
		if (count >= limit) {
			done();
		}
		return some;
	};
};

/** GitHub, or a server of GitHub Enterprise, as one account sees it. */
export function githubClient(library: Library, connection: Connection, needs: Needs): CodeHost & IssueTracker {
	const requests = requestsTo(library, connection, needs);
	return { ...codeHost(requests, connection), ...issueTracker(requests, connection) };
}

const at = ({ owner, name }: HostedRepository) => ({ owner, repo: name });

function codeHost({ client, read, write }: Requests, { host }: Connection): CodeHost {
	const openPullRequest: CodeHost['openPullRequest'] = async (repository, { head, base }, signal) => {
		const from = `${head.owner ?? repository.owner}:${head.branch}`;
		const wanted = { ...at(repository), head: from, base, state: 'open' as const, per_page: 1 };
		const { data } = await read((request) => client.rest.pulls.list({ ...wanted, request }), signal);
		return data[0] && { number: data[0].number, url: data[0].html_url };
	};
	const asked = (query: string, variables: Readonly<Record<string, unknown>>, signal: AbortSignal) =>
		read((request) => client.graphql(query, { ...variables, request }).catch(whatIsGiven), signal);
	return {
		me: async (signal) => (await read((request) => client.rest.users.getAuthenticated({ request }), signal)).data.login,
		about: async (repository, signal) => {
			const { data } = await read((request) => client.rest.repos.get({ ...at(repository), request }), signal);
			return factsIn(data, repository.host);
		},
		fork: async (repository, signal) => {
			const { data } = await write((request) => client.rest.repos.createFork({ ...at(repository), request }), signal);
			return factsIn(data, repository.host);
		},
		addLabels: async (repository, number, labels, signal) => {
			const wanted = { ...at(repository), issue_number: number, labels: [...labels] };
			await write((request) => client.rest.issues.addLabels({ ...wanted, request }), signal);
		},
		requestReviews: async (repository, number, people, signal) => {
			const wanted = { ...at(repository), pull_number: number, reviewers: [...people] };
			await write((request) => client.rest.pulls.requestReviewers({ ...wanted, request }), signal);
		},
		originsOf: async ({ owner, name }, shas, signal) => {
			const pullRequests = new Map<string, Origin>();
			let deployments: Awaited<ReturnType<CodeHost['originsOf']>>['deployments'] = [];
			for (let from = 0; from < shas.length; from += COMMITS_A_QUERY) {
				const some = shas.slice(from, from + COMMITS_A_QUERY);
				const variables = Object.fromEntries(some.map((sha, index) => [`c${index}`, sha]));
				const answer = await asked(originsQuery(some.length), { owner, name, ...variables }, signal);
				const origins = readOrigins(answer, some);
				deployments = origins.deployments;
				for (const [sha, found] of origins.pullRequests) {
					pullRequests.set(sha, found);
				}
			}
			return { pullRequests, deployments };
		},
		pullRequest: async ({ owner, name }, number, signal) =>
			readPullRequest(await asked(PULL_REQUEST_QUERY, { owner, name, number }, signal)),
		openPullRequest,
		createPullRequest: async (repository, wanted, signal) => {
			const { title, body, base, isDraft } = wanted;
			const head = headOf(wanted);
			const make = (request: { readonly signal: AbortSignal }) =>
				client.rest.pulls.create({ ...at(repository), title, body, head, base, draft: isDraft, request });
			return surely(
				{ host, signal },
				async () => {
					const { data } = await write(make, signal);
					return { number: data.number, url: data.html_url };
				},
				() => openPullRequest(repository, wanted, signal),
			);
		},
	};
}

/** An answer of which some fields are not for this account, as those of checks and deployments often are to a token: they are empty in it. */
function whatIsGiven(error: unknown): unknown {
	const { data, errors = [] } = error as {
		readonly data?: { readonly repository?: { readonly pullRequest?: unknown } | null } | null;
		readonly errors?: readonly { readonly type?: unknown }[];
	};
	const isRefused = errors.every(({ type }) => type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES');
	if (errors.length > 0 && isRefused && data?.repository && data.repository.pullRequest !== null) {
		return data;
	}
	throw error;
}

interface RepositoryData {
	readonly name: string;
	readonly owner: { readonly login: string };
	readonly default_branch: string;
	readonly has_issues: boolean;
	readonly archived: boolean;
	readonly permissions?: { readonly push: boolean } | undefined;
	readonly parent?: Pick<RepositoryData, 'name' | 'owner'> | undefined;
}

function factsIn(data: RepositoryData, host: string): RepositoryFacts {
	const named = ({ owner, name }: Pick<RepositoryData, 'name' | 'owner'>) => ({ host, owner: owner.login, name });
	return {
		repository: named(data),
		defaultBranch: data.default_branch,
		canPush: data.permissions?.push === true,
		hasIssues: data.has_issues,
		isArchived: data.archived,
		...(data.parent && { parent: named(data.parent) }),
	};
}

type Origin =
	Awaited<ReturnType<CodeHost['originsOf']>>['pullRequests'] extends ReadonlyMap<string, infer T> ? T : never;

const headOf = ({ head }: NewPullRequest) => (head.owner === undefined ? head.branch : `${head.owner}:${head.branch}`);

function issueTracker({ client, read, write }: Requests, { host }: Connection): IssueTracker {
	const listed = async <T>(pages: (request: { readonly signal: AbortSignal }) => Promise<T[]>, signal: AbortSignal) =>
		(await read(pages, signal)).slice(0, LISTED);
	/** The issue that was made, though nobody was told. */
	const twin = async (repository: HostedRepository, { title, body }: NewIssue, signal: AbortSignal) => {
		const { data: me } = await read((request) => client.rest.users.getAuthenticated({ request }), signal);
		const latest = {
			...at(repository),
			creator: me.login,
			state: 'open' as const,
			sort: 'created' as const,
			per_page: 10,
		};
		const { data } = await read((request) => client.rest.issues.listForRepo({ ...latest, request }), signal);
		const found = data.find((one) => one.title === title && plain(one.body) === plain(body));
		return found && issueIn(found);
	};
	const comments = (repository: HostedRepository, number: number, signal: AbortSignal) =>
		listed(
			(request) =>
				client.paginate(
					client.rest.issues.listComments,
					{ ...at(repository), issue_number: number, per_page: 100, request },
					upTo((data) => data.map(commentIn)),
				),
			signal,
		);
	return {
		createIssue: (repository, issue, signal) => {
			const { title, body, labels, assignees } = issue;
			const wanted = { ...at(repository), title, body, labels: [...labels], assignees: [...assignees] };
			return surely(
				{ host, signal },
				async () => issueIn((await write((request) => client.rest.issues.create({ ...wanted, request }), signal)).data),
				() => twin(repository, issue, signal),
			);
		},
		issue: async (repository, number, signal) => {
			const wanted = { ...at(repository), issue_number: number };
			const { data } = await read((request) => client.rest.issues.get({ ...wanted, request }), signal);
			if (data.pull_request) {
				throw noIssue(number);
			}
			return issueIn(data);
		},
		findIssues: async (repository, words, signal) => {
			// Words only: none of the search's own language, by which an issue of another repository could be found.
			const text = words
				.replaceAll(/["():]/g, ' ')
				.replaceAll(/\b(?:AND|OR|NOT)\b/g, (operator) => operator.toLowerCase())
				.replaceAll(/(^|\s)[-<>=]+/g, '$1')
				.trim();
			if (text === '') {
				const latest = { ...at(repository), state: 'open' as const, sort: 'updated' as const, per_page: FOUND };
				const { data } = await read((request) => client.rest.issues.listForRepo({ ...latest, request }), signal);
				return data.filter((one) => !one.pull_request).map(issueIn);
			}
			const q = `repo:${repository.owner}/${repository.name} is:issue ${text}`;
			const { data } = await read(
				(request) => client.rest.search.issuesAndPullRequests({ q, per_page: FOUND, request }),
				signal,
			);
			return data.items.map(issueIn);
		},
		comments,
		changeIssue: async (repository, number, { title, state, addLabels = [], removeLabels = [] }, signal) => {
			const wanted = { ...at(repository), issue_number: number };
			// One label after the other: a list as a whole would take back what others put on meanwhile.
			for (const name of removeLabels) {
				await unlessGone(write((request) => client.rest.issues.removeLabel({ ...wanted, name, request }), signal));
			}
			if (addLabels.length > 0) {
				await write((request) => client.rest.issues.addLabels({ ...wanted, labels: [...addLabels], request }), signal);
			}
			const change = { ...(title !== undefined && { title }), ...(state !== undefined && { state }) };
			const { data } =
				Object.keys(change).length > 0
					? await write((request) => client.rest.issues.update({ ...wanted, ...change, request }), signal)
					: await read((request) => client.rest.issues.get({ ...wanted, request }), signal);
			return issueIn(data);
		},
		addComment: (repository, number, body, signal) =>
			surely(
				{ host, signal },
				async () => {
					await write(
						(request) => client.rest.issues.createComment({ ...at(repository), issue_number: number, body, request }),
						signal,
					);
					return true;
				},
				async () => {
					const all = await comments(repository, number, signal);
					return all.some((one) => plain(one.body) === plain(body)) || undefined;
				},
			).then(() => {}),
		labelled: (repository, label, signal) =>
			listed(
				(request) =>
					client.paginate(
						client.rest.issues.listForRepo,
						{ ...at(repository), labels: label, state: 'open', per_page: 100, request },
						upTo((data) => data.filter((one) => !one.pull_request).map(issueIn)),
					),
				signal,
			),
		labels: (repository, signal) =>
			listed(
				(request) =>
					client.paginate(
						client.rest.issues.listLabelsForRepo,
						{ ...at(repository), per_page: 100, request },
						upTo((data) => data.map(({ name }) => name)),
					),
				signal,
			),
		assignees: (repository, signal) =>
			listed(
				(request) =>
					client.paginate(
						client.rest.issues.listAssignees,
						{ ...at(repository), per_page: 100, request },
						upTo((data) => data.map(({ login }) => login)),
					),
				signal,
			),
	};
}

/** What is to be taken away may be gone. */
async function unlessGone(work: Promise<unknown>): Promise<void> {
	try {
		await work;
	} catch (error) {
		if (!FaultlineError.is(error, 'github.notFound')) {
			throw error;
		}
	}
}

/**
 * Makes something once. Where the answer is lost it may be there: then it is looked for, so that nobody makes a second one. Who cancels while it is on its way
 * is told that nobody knows.
 */
async function surely<T>(
	{ host, signal }: { readonly host: string; readonly signal: AbortSignal },
	make: () => Promise<T>,
	find: () => Promise<T | undefined>,
): Promise<T> {
	signal.throwIfAborted();
	try {
		return await make();
	} catch (error) {
		if (signal.aborted) {
			throw unclear(host, error);
		}
		if (!FaultlineError.is(error, 'github.offline') && !FaultlineError.is(error, 'github.unavailable')) {
			throw error;
		}
		let found: T | undefined;
		try {
			found = await find();
		} catch {
			throw unclear(host, error);
		}
		if (found === undefined) {
			throw error;
		}
		return found;
	}
}

const plain = (text: string | null | undefined) => (text ?? '').replaceAll('\r\n', '\n').trim();

interface CommentData {
	readonly id: number;
	readonly body?: string | undefined;
	readonly user: { readonly login: string } | null;
	readonly created_at: string;
	readonly updated_at: string;
}

const commentIn = ({ id, body, user, created_at, updated_at }: CommentData): IssueComment => ({
	...{ id, author: user?.login ?? '', body: body ?? '' },
	createdAt: Date.parse(created_at),
	updatedAt: Date.parse(updated_at),
});

interface IssueData {
	readonly number: number;
	readonly title: string;
	readonly body?: string | null | undefined;
	readonly html_url: string;
	readonly state: string;
	readonly updated_at: string;
	readonly labels: readonly (string | { readonly name?: string | undefined })[];
	readonly assignees?: readonly ({ readonly login: string } | null)[] | null | undefined;
}

function issueIn({
	number,
	title,
	body,
	html_url: url,
	state,
	updated_at,
	labels,
	assignees,
}: IssueData): TrackedIssue {
	return {
		...{ number, title, body: body ?? '', url },
		state: state === 'closed' ? 'closed' : 'open',
		labels: labels.flatMap((label) => (typeof label === 'string' ? label : (label.name ?? []))),
		assignees: (assignees ?? []).flatMap((one) => one?.login ?? []),
		updatedAt: Date.parse(updated_at),
	};
}
