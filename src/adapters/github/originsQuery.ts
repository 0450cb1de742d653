// Pull requests of many commits by one query. REST has an operation for one commit only.
import * as v from 'valibot';
import type { Deployment, Origins, PullRequest, PullRequestState } from '../../core/ports/codeHost';

/** Commits in one query; GitHub counts what a query may cost by the nodes that it could give. */
export const COMMITS_A_QUERY = 50;

const PULL_REQUEST = `
	number title url state isDraft mergedAt baseRefName
	author { login } mergedBy { login }
	latestReviews(first: 20) { nodes { author { login } state } }`;

/** A query for so many commits, `$c0`, `$c1`, …; with `$owner` and `$name`. */
export function originsQuery(count: number): string {
	const indexes = Array.from({ length: count }, (_, index) => index);
	return `query Origins($owner: String!, $name: String!, ${indexes.map((index) => `$c${index}: GitObjectID!`).join(', ')}) {
	repository(owner: $owner, name: $name) {
		${indexes.map((index) => `c${index}: object(oid: $c${index}) { ...Change }`).join('\n\t\t')}
		deployments(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) {
			nodes { environment commitOid createdAt latestStatus { state } }
		}
	}
}
fragment Change on Commit {
	associatedPullRequests(first: 5) { nodes {${PULL_REQUEST} } }
}`;
}

export const PULL_REQUEST_QUERY = `query PullRequest($owner: String!, $name: String!, $number: Int!) {
	repository(owner: $owner, name: $name) {
		pullRequest(number: $number) {${PULL_REQUEST}
			reviewDecision headRefName headRefOid mergeCommit { oid } statusCheckRollup { state }
		}
	}
}`;

const Actor = v.nullish(v.object({ login: v.string() }));
const pullRequestEntries = {
	number: v.number(),
	title: v.string(),
	url: v.string(),
	state: v.picklist(['OPEN', 'CLOSED', 'MERGED']),
	isDraft: v.boolean(),
	mergedAt: v.nullish(v.string()),
	baseRefName: v.string(),
	author: Actor,
	mergedBy: Actor,
	latestReviews: v.nullish(
		v.object({ nodes: v.nullish(v.array(v.nullish(v.object({ author: Actor, state: v.string() })))) }),
	),
};
const PullRequestNode = v.object(pullRequestEntries);
const Change = v.nullish(
	v.object({
		associatedPullRequests: v.optional(v.nullable(v.object({ nodes: v.nullish(v.array(v.nullish(PullRequestNode))) }))),
	}),
);
const DeploymentNode = v.object({
	environment: v.nullish(v.string()),
	commitOid: v.string(),
	createdAt: v.string(),
	latestStatus: v.nullish(v.object({ state: v.string() })),
});
const OriginsAnswer = v.object({
	repository: v.objectWithRest(
		{ deployments: v.nullish(v.object({ nodes: v.nullish(v.array(v.nullish(DeploymentNode))) })) },
		Change,
	),
});
const PullRequestAnswer = v.object({
	repository: v.object({
		pullRequest: v.object({
			...pullRequestEntries,
			reviewDecision: v.nullish(v.string()),
			headRefName: v.string(),
			headRefOid: v.string(),
			mergeCommit: v.nullish(v.object({ oid: v.string() })),
			statusCheckRollup: v.nullish(v.object({ state: v.string() })),
		}),
	}),
});

/** @param shas in the order of the query */
export function readOrigins(answer: unknown, shas: readonly string[]): Origins {
	const { repository } = v.parse(OriginsAnswer, answer);
	const changes = repository as unknown as Readonly<Record<string, v.InferOutput<typeof Change>>>;
	const found = shas.map((sha, index) => {
		const nodes = changes[`c${index}`]?.associatedPullRequests?.nodes ?? [];
		return [sha, nodes.flatMap((node) => (node ? [pullRequestIn(node)] : []))] as const;
	});
	return {
		pullRequests: new Map(found.filter(([, some]) => some.length > 0)),
		deployments: (repository.deployments?.nodes ?? []).flatMap((node) => (node ? [deploymentIn(node)] : [])),
	};
}

export function readPullRequest(answer: unknown): PullRequestState {
	const { pullRequest } = v.parse(PullRequestAnswer, answer).repository;
	const { reviewDecision, headRefName, headRefOid, mergeCommit, statusCheckRollup } = pullRequest;
	const decision = DECISIONS[reviewDecision ?? ''];
	return {
		...pullRequestIn(pullRequest),
		checks: statusCheckRollup ? (CHECKS[statusCheckRollup.state] ?? 'pending') : 'none',
		...(decision && { decision }),
		head: { branch: headRefName, sha: headRefOid },
		...(mergeCommit && { mergeCommit: mergeCommit.oid }),
	};
}

const CHECKS: Readonly<Record<string, PullRequestState['checks']>> = {
	SUCCESS: 'passed',
	FAILURE: 'failed',
	ERROR: 'failed',
};
const DECISIONS: Readonly<Record<string, PullRequestState['decision']>> = {
	APPROVED: 'approved',
	CHANGES_REQUESTED: 'changesRequested',
	REVIEW_REQUIRED: 'reviewRequired',
};
const VERDICTS: Readonly<Record<string, PullRequest['reviews'][number]['verdict']>> = {
	APPROVED: 'approved',
	CHANGES_REQUESTED: 'changesRequested',
	COMMENTED: 'commented',
};

function pullRequestIn(node: v.InferOutput<typeof PullRequestNode>): PullRequest {
	const { number, title, url, state, isDraft, mergedAt, mergedBy, author, baseRefName, latestReviews } = node;
	return {
		...{ number, title, url, isDraft },
		state: state === 'OPEN' ? 'open' : state === 'MERGED' ? 'merged' : 'closed',
		...(author && { author: author.login }),
		...(mergedAt && { mergedAt: Date.parse(mergedAt) }),
		...(mergedBy && { mergedBy: mergedBy.login }),
		base: baseRefName,
		reviews: (latestReviews?.nodes ?? []).flatMap((review) => {
			const verdict = VERDICTS[review?.state ?? ''];
			return review?.author && verdict && review.author.login !== author?.login
				? [{ by: review.author.login, verdict }]
				: [];
		}),
	};
}

function deploymentIn({
	environment,
	commitOid,
	createdAt,
	latestStatus,
}: v.InferOutput<typeof DeploymentNode>): Deployment {
	const state = latestStatus?.state;
	return {
		environment: environment ?? '',
		sha: commitOid,
		at: Date.parse(createdAt),
		hasSucceeded: state === 'SUCCESS' || state === 'INACTIVE', // inactive: a later one took its place
	};
}
