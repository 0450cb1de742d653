import assert from 'node:assert/strict';
import { githubClient } from '../../../src/adapters/github/client';
import * as library from '../../../src/adapters/github/octokit';
import { wholePullRequest } from '../../../src/app/revert/wholePullRequest';
import { GitHubDouble } from '../../support/github/double';
import { aRepository, never, silentLog } from '../../support/repository';
import { Reverting } from '../../support/reverting';

describe('the commits of a pull request', function () {
	this.timeout(120_000);
	let github: GitHubDouble;
	let reverting: Reverting;

	before(async () => {
		github = await GitHubDouble.start();
	});
	afterEach(() => {
		github.check();
		reverting.remove();
	});
	after(() => github.close());

	it('are all that came by it where it was merged by rebase, and one where it was squashed or merged', async () => {
		const built = aRepository().commit('Start', { files: { 'a.txt': '0\n' } });
		built.git('config', 'user.name', 'Robin');
		built.git('config', 'user.email', 'robin@example.com');
		const rebased = [1, 2, 3].map((step) => built.commit(`Step ${step}`, { files: { 'b.txt': `${step}\n` } }).sha());
		const squashed = built.commit('All at once (#2)', { files: { 'c.txt': 'c\n' } }).sha();
		built.git('checkout', '--quiet', '-b', 'topic');
		const inside = built.commit('Inside', { files: { 'd.txt': 'd\n' } }).sha();
		built.git('checkout', '--quiet', 'main');
		built.git('merge', '--quiet', '--no-ff', '--no-edit', 'topic');
		const merge = built.sha('main');
		for (let later = 0; later < 60; later++) {
			built.commit(`Later ${later}`);
		}
		const shop = github.state.addRepository('acme', 'shop', built.folder);
		const merged = (commits: readonly string[]) =>
			github.state.addPull(shop, { title: 'Change' }, { commits: [...commits], mergedAt: '2026-02-03T04:05:06Z' })
				.number;
		const numbers = [merged(rebased), merged([squashed]), merged([inside, merge])];
		reverting = await Reverting.in(built);
		const connection = { host: github.host, api: github.api, token: github.token('acme') };
		const host = githubClient(library, connection, { log: silentLog, clock: { now: () => Date.now() } });
		const repository = { host: github.host, owner: 'acme', name: 'shop' };
		const tip = built.sha('main');
		const commits = (sha: string, number: number | undefined) =>
			wholePullRequest(
				reverting.mitigations.history,
				host,
				{ sha, tip, pull: { repository, kind: 'pullRequest', number: number ?? 0 } },
				never(),
			);
		github.requests.length = 0;
		for (const sha of rebased) {
			assert.deepEqual(await commits(sha, numbers[0]), rebased.toReversed());
		}
		assert.ok(github.requests.length <= 2 * rebased.length, `${github.requests.length} requests`);
		assert.deepEqual(await commits(squashed, numbers[1]), [squashed]);
		assert.deepEqual(await commits(merge, numbers[2]), [merge]);
		assert.deepEqual(await commits(inside, numbers[2]), [], 'the merge takes it out');
	});
});
