import assert from 'node:assert/strict';
import { deployedTo } from '../../../src/app/deployedTo';
import type { Deployment } from '../../../src/core/ports/codeHost';

const deployment = (environment: string, sha: string, at: number, hasSucceeded = true): Deployment => ({
	...{ environment, sha, at, hasSucceeded },
});
const has = (...shas: readonly string[]) => {
	const known: ReadonlyMap<string, boolean> = new Map([['without', false], ...shas.map((sha) => [sha, true] as const)]);
	return (sha: string) => known.get(sha);
};

describe('where a commit is deployed', () => {
	it('is each environment whose latest deployment has it, since the first one that had', () => {
		const all = [
			deployment('staging', 'with', 9),
			deployment('production', 'with', 8),
			deployment('production', 'with too', 7),
			deployment('production', 'without', 6),
		];
		assert.deepEqual(deployedTo(all, has('with', 'with too')), [
			{ environment: 'staging', at: 9, isFirst: false, now: 'there' },
			{ environment: 'production', at: 7, isFirst: true, now: 'there' },
		]);
	});

	it('is not where a deployment with it failed, nor where none had it', () => {
		const all = [deployment('production', 'with', 9, false), deployment('staging', 'without', 8)];
		assert.deepEqual(deployedTo(all, has('with')), []);
	});

	it('was where a later one was without it; what is there now is not known where this clone lacks it', () => {
		const all = [
			deployment('production', 'without', 9),
			deployment('staging', 'not fetched', 9),
			deployment('staging', 'with', 8),
			deployment('production', 'with', 7),
		];
		assert.deepEqual(
			deployedTo(all, has('with')).map(({ environment, now }) => [environment, now]),
			[
				['staging', 'unknown'],
				['production', 'gone'],
			],
		);
	});
});
