import type { HostedRepository } from '../github/remote';

/** An issue of a tracker. Times are epoch milliseconds, people are login names. */
export interface TrackedIssue {
	readonly number: number;
	readonly title: string;
	/** Markdown; empty where there is none. */
	readonly body: string;
	/** Its page. */
	readonly url: string;
	readonly state: 'open' | 'closed';
	readonly labels: readonly string[];
	readonly assignees: readonly string[];
	readonly updatedAt: number;
}

/** Something said of an issue. */
export interface IssueComment {
	readonly id: number;
	/** Login name; empty where the account is gone. */
	readonly author: string;
	/** Markdown. */
	readonly body: string;
	readonly createdAt: number;
	readonly updatedAt: number;
}

/** What is absent stays as it is. */
export interface IssueChange {
	readonly title?: string;
	readonly state?: 'open' | 'closed';
	readonly addLabels?: readonly string[];
	readonly removeLabels?: readonly string[];
}

export interface NewIssue {
	readonly title: string;
	/** Markdown. */
	readonly body: string;
	readonly labels: readonly string[];
	readonly assignees: readonly string[];
}

/** Where issues are kept, as whoever is signed in sees it. Cancelled by its signals; throws `FaultlineError` `github.*`, as `CodeHost` says. */
export interface IssueTracker {
	/**
	 * Where the answer is lost, it looks for the issue that it made before it fails: nobody is told to try again what was done.
	 *
	 * @throws FaultlineError `github.disabled`, `github.unclear`
	 */
	createIssue(repository: HostedRepository, issue: NewIssue, signal: AbortSignal): Promise<TrackedIssue>;
	/** @throws FaultlineError `github.notFound`, also where that number is a pull request's */
	issue(repository: HostedRepository, number: number, signal: AbortSignal): Promise<TrackedIssue>;
	/** Issues that hold all words, best first; the latest open ones where there are no words. At most twenty. */
	findIssues(repository: HostedRepository, words: string, signal: AbortSignal): Promise<readonly TrackedIssue[]>;
	/** Oldest first. */
	comments(repository: HostedRepository, number: number, signal: AbortSignal): Promise<readonly IssueComment[]>;
	/** Changes what is given of an issue; doing it twice is the same as once. */
	changeIssue(
		repository: HostedRepository,
		number: number,
		change: IssueChange,
		signal: AbortSignal,
	): Promise<TrackedIssue>;
	/** Says something of an issue, once: where the answer is lost it looks for the comment before it fails. @throws FaultlineError `github.unclear` */
	addComment(repository: HostedRepository, number: number, body: string, signal: AbortSignal): Promise<void>;
	/** Open issues with a label, latest first; no pull requests. At most a thousand. */
	labelled(repository: HostedRepository, label: string, signal: AbortSignal): Promise<readonly TrackedIssue[]>;
	/** Names of all labels there are. */
	labels(repository: HostedRepository, signal: AbortSignal): Promise<readonly string[]>;
	/** Login names of those whom an issue can be assigned to. */
	assignees(repository: HostedRepository, signal: AbortSignal): Promise<readonly string[]>;
}
