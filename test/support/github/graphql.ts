import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSchema, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { ROOT } from '../../../scripts/setup.mjs';
import { pullsWith } from './pulls';
import type { Account, Deployment, Issue, Pull, Repository, State } from './state';

let published: GraphQLSchema | undefined;

/** GitHub's published GraphQL schema: what does not fit it is neither asked nor answered. */
function schema(): GraphQLSchema {
	published ??= buildSchema(readFileSync(join(ROOT, 'node_modules/@octokit/graphql-schema/schema.graphql'), 'utf8'), {
		assumeValidSDL: true,
	});
	return published;
}

interface Question {
	readonly query: string;
	readonly variables?: Readonly<Record<string, unknown>>;
}

/** Answers a query from what the double knows. A query that GitHub would refuse, or an answer that it would not give, is a problem. */
export async function answerQuery(
	{ query, variables }: Question,
	{
		state,
		origin,
		forbidden,
	}: {
		readonly state: State;
		readonly origin: string;
		readonly account: Account;
		readonly forbidden: ReadonlySet<string>;
	},
	onProblem: (problem: string) => void,
): Promise<unknown> {
	const document = parse(query);
	const errors = validate(schema(), document);
	if (errors.length > 0) {
		onProblem(`GraphQL query: ${errors.map(({ message }) => message).join('; ')}`);
		return { errors: errors.map(({ message }) => ({ message })) };
	}
	const missing: { type: string; path: string[]; message: string }[] = [];
	const rootValue = {
		repository: ({ owner, name }: { owner: string; name: string }) => {
			const found = state.find(owner, name) ?? state.moved.get(`${owner}/${name}`.toLowerCase());
			if (!found) {
				const message = `Could not resolve to a Repository with the name '${owner}/${name}'.`;
				missing.push({ type: 'NOT_FOUND', path: ['repository'], message });
			}
			return found ? asRepository(found, origin) : null;
		},
	};
	const answer = await execute({ schema: schema(), document, rootValue, variableValues: variables ?? {} });
	for (const { message } of answer.errors ?? []) {
		onProblem(`GraphQL answer: ${message}`);
	}
	const data = JSON.parse(JSON.stringify(answer.data ?? null), (key, value) => {
		if (!forbidden.has(key)) {
			return value;
		}
		missing.push({ type: 'FORBIDDEN', path: [key], message: 'Resource not accessible by personal access token' });
		return null;
	});
	return { data, ...(missing.length > 0 && { errors: missing }) };
}

const actor = (login: string) => ({ __typename: 'User', login });

function asRepository(repository: Repository, origin: string) {
	return {
		object: ({ oid }: { oid: string }) => {
			const isKnown = repository.git.sha(oid) !== undefined || pullsWith(repository, oid).length > 0;
			return isKnown
				? {
						__typename: 'Commit',
						oid,
						associatedPullRequests: ({ first = 10 }: { first?: number }) => ({
							nodes: pullsWith(repository, oid)
								.slice(0, first)
								.map((pull) => asPull(pull, repository, origin)),
						}),
					}
				: null;
		},
		deployments: ({ first = 10 }: { first?: number }) => ({
			nodes: repository.deployments.toReversed().slice(0, first).map(asDeployment),
		}),
		pullRequest: ({ number }: { number: number }) => {
			const pull = repository.issues.get(number);
			return pull?.pull ? asPull(pull as Issue & { readonly pull: Pull }, repository, origin) : null;
		},
	};
}

const asDeployment = ({ sha, environment, createdAt, state }: Deployment) => ({
	...{ commitOid: sha, environment, createdAt },
	state: state === 'success' ? 'ACTIVE' : state.toUpperCase(),
	latestStatus: { state: state.toUpperCase() },
});

function asPull(issue: Issue & { readonly pull: Pull }, repository: Repository, origin: string) {
	const { pull } = issue;
	const checks = repository.checks.filter(({ sha }) => sha === pull.head.sha);
	const rollup = checks.some(({ conclusion }) => conclusion === 'failure')
		? 'FAILURE'
		: checks.every(({ status }) => status === 'completed')
			? 'SUCCESS'
			: 'PENDING';
	const latest = new Map(pull.reviews.map((review) => [review.author, review]));
	const states = [...latest.values()].map(({ state }) => state);
	return {
		number: issue.number,
		title: issue.title,
		url: `${origin}/${repository.owner}/${repository.name}/pull/${issue.number}`,
		state: pull.mergedAt === null ? issue.state.toUpperCase() : 'MERGED',
		isDraft: pull.draft,
		mergedAt: pull.mergedAt,
		baseRefName: pull.base,
		headRefName: pull.head.ref,
		headRefOid: pull.head.sha,
		author: actor(issue.author),
		mergedBy: pull.mergedBy === null ? null : actor(pull.mergedBy),
		mergeCommit: pull.mergeCommit === null ? null : { oid: pull.mergeCommit },
		reviewDecision: states.includes('CHANGES_REQUESTED')
			? 'CHANGES_REQUESTED'
			: states.includes('APPROVED')
				? 'APPROVED'
				: null,
		latestReviews: { nodes: [...latest.values()].map(({ author, state }) => ({ author: actor(author), state })) },
		statusCheckRollup: checks.length === 0 ? null : { state: rollup },
	};
}
