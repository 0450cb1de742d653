import type { Deployment } from '../core/ports/codeHost';

/** An environment that a commit was put into. */
export interface DeployedTo {
	readonly environment: string;
	/** Epoch milliseconds of the first deployment with it that is known. */
	readonly at: number;
	/** There is an earlier one without it, so `at` is when it came. */
	readonly isFirst: boolean;
	/** Whether it is there now; `unknown` where the latest deployment is of a commit that is not in this clone. */
	readonly now: 'there' | 'gone' | 'unknown';
}

/** Environments that are told of; previews of pull requests may be many. */
const TOLD = 5;

/**
 * Where a commit was deployed to, where it is now first.
 *
 * @param deployments newest first
 * @param contains whether the history of what was deployed has the commit; undefined where that is not known
 */
export function deployedTo(
	deployments: readonly Deployment[],
	contains: (deployed: string) => boolean | undefined,
): readonly DeployedTo[] {
	const succeeded = deployments.filter(({ hasSucceeded }) => hasSucceeded);
	const environments = [...new Set(succeeded.map(({ environment }) => environment))];
	const found = environments.flatMap((environment): readonly DeployedTo[] => {
		const known = succeeded
			.filter((one) => one.environment === environment)
			.map(({ sha, at }) => ({ at, has: contains(sha) }));
		const first = known.findLast(({ has }) => has);
		if (!first) {
			return [];
		}
		const before = known.slice(known.indexOf(first) + 1);
		const [latest] = known;
		const now = latest?.has === undefined ? 'unknown' : latest.has ? 'there' : 'gone';
		return [{ environment, at: first.at, isFirst: before.some(({ has }) => has === false), now }];
	});
	const rank = { there: 0, unknown: 1, gone: 2 };
	return found.sort((one, other) => rank[one.now] - rank[other.now] || other.at - one.at).slice(0, TOLD);
}
