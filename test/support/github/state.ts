import { type HostedGit, hosted } from './git';

export interface Comment {
	readonly id: number;
	readonly author: string;
	body: string;
	readonly createdAt: string;
	updatedAt: string;
}

/** An issue, or what a pull request has in common with one: GitHub numbers them together. */
export interface Issue {
	readonly number: number;
	title: string;
	body: string | null;
	state: 'open' | 'closed';
	stateReason: string | null;
	labels: string[];
	assignees: string[];
	readonly author: string;
	readonly createdAt: string;
	updatedAt: string;
	closedAt: string | null;
	readonly comments: Comment[];
	readonly pull?: Pull;
}

export interface Pull {
	/** `repository` is `owner/name`. */
	readonly head: { readonly ref: string; readonly sha: string; readonly repository: string };
	base: string;
	draft: boolean;
	mergedAt: string | null;
	mergedBy: string | null;
	mergeCommit: string | null;
	/** What it is made of, oldest first. */
	readonly commits: readonly string[];
	readonly reviews: { readonly author: string; readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' }[];
	requested: string[];
}

export interface Check {
	readonly sha: string;
	readonly name: string;
	readonly status: 'queued' | 'in_progress' | 'completed';
	readonly conclusion: 'success' | 'failure' | null;
}

export interface Deployment {
	readonly id: number;
	readonly sha: string;
	readonly ref: string;
	readonly environment: string;
	readonly state: 'success' | 'failure' | 'in_progress' | 'inactive';
	readonly createdAt: string;
}

export interface Repository {
	readonly id: number;
	owner: string;
	name: string;
	defaultBranch: string;
	hasIssues: boolean;
	isArchived: boolean;
	/** Who may push; everybody may read, and open issues. */
	readonly writers: Set<string>;
	readonly parent?: Repository;
	readonly git: HostedGit;
	/** Name → colour. */
	readonly labels: Map<string, string>;
	readonly assignable: Set<string>;
	readonly issues: Map<number, Issue>;
	readonly checks: Check[];
	readonly deployments: Deployment[];
	/** Path → text, of files that the product asks for. */
	readonly contents: Map<string, string>;
}

export interface Account {
	readonly login: string;
	readonly scopes: readonly string[];
}

/** All that the double knows, to be read and changed by tests. */
export class State {
	readonly repositories: Repository[] = [];
	/** Old `owner/name` in lower case → where that is now. */
	readonly moved = new Map<string, Repository>();
	readonly tokens = new Map<string, Account>();
	private ids = 1000;

	constructor(readonly now: () => Date) {}

	newId(): number {
		this.ids++;
		return this.ids;
	}

	time(): string {
		return this.now()
			.toISOString()
			.replace(/\.\d+Z$/, 'Z');
	}

	find(owner: string | undefined, name: string | undefined): Repository | undefined {
		const wanted = `${owner}/${name}`.toLowerCase();
		return this.repositories.find((one) => `${one.owner}/${one.name}`.toLowerCase() === wanted);
	}

	/** @param from a git repository whose branches and tags it begins with; empty without */
	addRepository(owner: string, name: string, from?: string, parent?: Repository): Repository {
		const repository: Repository = {
			...{ id: this.newId(), owner, name, defaultBranch: 'main', hasIssues: true, isArchived: false },
			writers: new Set([owner]),
			git: hosted(from),
			labels: new Map([['bug', 'd73a4a']]),
			assignable: new Set([owner]),
			issues: new Map(),
			...{ checks: [], deployments: [] },
			contents: new Map(),
			...(parent && { parent }),
		};
		this.repositories.push(repository);
		return repository;
	}

	/** Gives a repository another name; the old one leads there. */
	rename(repository: Repository, name: string): void {
		this.moved.set(`${repository.owner}/${repository.name}`.toLowerCase(), repository);
		repository.name = name;
	}

	addIssue(repository: Repository, given: Partial<Issue> & Pick<Issue, 'title'>): Issue {
		const at = this.time();
		const issue: Issue = {
			...{ number: Math.max(0, ...repository.issues.keys()) + 1, body: null, state: 'open', stateReason: null },
			...{ labels: [], assignees: [], author: repository.owner, createdAt: at, updatedAt: at, closedAt: null },
			comments: [],
			...given,
		};
		repository.issues.set(issue.number, issue);
		return issue;
	}

	/** A pull request as it is found; its commits need not be in the bare repository. */
	addPull(
		repository: Repository,
		given: Partial<Issue> & Pick<Issue, 'title'>,
		pull: Partial<Pull> & Pick<Pull, 'commits'>,
	): Issue & { readonly pull: Pull } {
		const mergedAt = pull.mergedAt ?? null;
		const own = `${repository.owner}/${repository.name}`;
		const whole: Pull = {
			...{ head: { ref: 'topic', sha: pull.commits.at(-1) ?? '', repository: own }, base: repository.defaultBranch },
			...{ draft: false, mergedAt, mergedBy: mergedAt === null ? null : repository.owner, mergeCommit: null },
			...{ reviews: [], requested: [] },
			...pull,
		};
		const closed = mergedAt === null ? {} : { state: 'closed' as const, closedAt: mergedAt };
		return this.addIssue(repository, { ...closed, ...given, pull: whole }) as Issue & { readonly pull: Pull };
	}

	/** Forgets everything but who may sign in. */
	clear(): void {
		this.moved.clear();
		for (const { git } of this.repositories.splice(0)) {
			git.remove();
		}
	}
}
