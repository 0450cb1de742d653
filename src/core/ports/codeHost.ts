import type { HostedRepository } from '../github/remote';

/** A pull request, as a host of repositories tells it. Times are epoch milliseconds, people are login names. */
export interface PullRequest {
	readonly number: number;
	readonly title: string;
	/** Its page. */
	readonly url: string;
	readonly state: 'open' | 'closed' | 'merged';
	readonly isDraft: boolean;
	/** Absent where the account is gone. */
	readonly author?: string;
	readonly mergedAt?: number;
	readonly mergedBy?: string;
	/** Branch that it goes to. */
	readonly base: string;
	/** Who looked at it, and what each said last. */
	readonly reviews: readonly Review[];
}

export interface Review {
	readonly by: string;
	readonly verdict: 'approved' | 'changesRequested' | 'commented';
}

/** What was put into service, newest first where there are several. */
export interface Deployment {
	readonly environment: string;
	/** Full object name. */
	readonly sha: string;
	readonly at: number;
	/** Whether it came through: one that failed holds nobody's commits. */
	readonly hasSucceeded: boolean;
}

export interface Origins {
	/** By commit, newest first; a commit that the host does not know, or that came without one, is missing. */
	readonly pullRequests: ReadonlyMap<string, readonly PullRequest[]>;
	readonly deployments: readonly Deployment[];
}

/** How a pull request stands. */
export interface PullRequestState extends PullRequest {
	readonly checks: 'none' | 'pending' | 'passed' | 'failed';
	/** What the rules of the repository make of the reviews; absent where they ask for none. */
	readonly decision?: 'approved' | 'changesRequested' | 'reviewRequired';
	/** Branch, and the commit it is at. */
	readonly head: { readonly branch: string; readonly sha: string };
	/** The commit that merged it, full object name. */
	readonly mergeCommit?: string;
}

export interface NewPullRequest {
	readonly title: string;
	/** Markdown. */
	readonly body: string;
	/** Branch, in the same repository or, with `owner`, in that one's fork. */
	readonly head: { readonly branch: string; readonly owner?: string };
	/** Branch. */
	readonly base: string;
	readonly isDraft: boolean;
}

export interface RepositoryFacts {
	/** As it is called now: it may have been renamed. */
	readonly repository: HostedRepository;
	readonly defaultBranch: string;
	/** Whether whoever is signed in may push, and set labels and assignees. */
	readonly canPush: boolean;
	readonly hasIssues: boolean;
	readonly isArchived: boolean;
	/** The one that it was forked from. */
	readonly parent?: HostedRepository;
}

/**
 * A host of repositories with pull requests, as whoever is signed in sees it. Every method is cancelled by its signal, and throws `FaultlineError`
 * `github.*` with a sentence for people: `offline`, `unavailable`, `unauthorized`, `missingScope`, `forbidden`, `notFound`, `rateLimited`,
 * `protected`, `exists`, `invalid`, `disabled`, `unclear`.
 */
export interface CodeHost {
	/** Login name of whoever is signed in. */
	me(signal: AbortSignal): Promise<string>;
	about(repository: HostedRepository, signal: AbortSignal): Promise<RepositoryFacts>;
	/** Which pull requests brought commits, and what was deployed lately; one request for up to fifty commits. @param shas full object names */
	originsOf(repository: HostedRepository, shas: readonly string[], signal: AbortSignal): Promise<Origins>;
	pullRequest(repository: HostedRepository, number: number, signal: AbortSignal): Promise<PullRequestState>;
	/**
	 * Opens a pull request. Where the answer is lost, it looks for what it made before it fails.
	 *
	 * @returns its number and page
	 * @throws FaultlineError `github.exists` where there is an open one; `openPullRequest` finds it
	 */
	createPullRequest(
		repository: HostedRepository,
		wanted: NewPullRequest,
		signal: AbortSignal,
	): Promise<{ readonly number: number; readonly url: string }>;
	/** The open pull request from one branch to another. */
	openPullRequest(
		repository: HostedRepository,
		wanted: Pick<NewPullRequest, 'head' | 'base'>,
		signal: AbortSignal,
	): Promise<{ readonly number: number; readonly url: string } | undefined>;
	/**
	 * The fork of whoever is signed in: made where they have none.
	 *
	 * @returns its facts; on GitHub its branches may take a moment to be there
	 */
	fork(repository: HostedRepository, signal: AbortSignal): Promise<RepositoryFacts>;
	/** Adds labels, which are made where the repository has none of that name. */
	addLabels(
		repository: HostedRepository,
		number: number,
		labels: readonly string[],
		signal: AbortSignal,
	): Promise<void>;
	/** @param people login names of those who may look at it @throws FaultlineError `github.invalid` where one of them may not */
	requestReviews(
		repository: HostedRepository,
		number: number,
		people: readonly string[],
		signal: AbortSignal,
	): Promise<void>;
}
