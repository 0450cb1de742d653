import assert from 'node:assert/strict';
import { githubClient } from '../../../src/adapters/github/client';
import * as library from '../../../src/adapters/github/octokit';
import { FaultlineError } from '../../../src/base/errors';
import type { HostedRepository } from '../../../src/core/github/remote';
import type { Log } from '../../../src/core/ports/log';
import { GitHubDouble } from '../../support/github/double';
import type { Repository } from '../../support/github/state';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

const rejectsWith = (work: Promise<unknown>, code: string) =>
	assert.rejects(work, (error: unknown) => {
		assert.ok(FaultlineError.is(error), String(error));
		assert.equal(error.code, code, String(error.cause));
		return true;
	});

describe('GitHub, asked through its contract', () => {
	let github: GitHubDouble;
	let source: RepositoryBuilder;
	let shop: Repository;
	let at: HostedRepository;
	let token: string;
	let logged: string[];

	const client = (as = token, api = github.api) => {
		const write = (...said: unknown[]) => void logged.push(said.map(String).join(' '));
		const log: Log = { trace: write, debug: write, info: write, warn: write, error: write };
		return githubClient(library, { host: github.host, api, token: as }, { log, clock: { now: () => Date.now() } });
	};
	const asked = () =>
		github.requests.splice(0).map(({ method, path, status }) => `${method} ${path.split('?')[0]} ${status}`);

	before(async function () {
		this.timeout(120_000); // where this file is run alone, the contract may have to be made
		source = aRepository()
			.commit('Sell things', { files: { 'a.txt': '1\n' } })
			.commit('Sell more', { files: { 'a.txt': '2\n' } });
		source.git('branch', 'topic');
		source.git('checkout', '--quiet', 'topic');
		source.commit('Take it back', { files: { 'a.txt': '1\n' } });
		source.git('checkout', '--quiet', 'main');
		github = await GitHubDouble.start();
	});

	beforeEach(() => {
		logged = [];
		github.heal();
		github.requests.length = 0;
		github.state.clear();
		shop = github.state.addRepository('acme', 'shop', source.folder);
		at = { host: github.host, owner: 'acme', name: 'shop' };
		token = github.token('acme');
	});

	afterEach(() => github.check());

	after(async () => {
		await github.close();
		source.remove();
	});

	it('tells where the commits of a whole analysis came from with one request: pull requests, reviews, deployments', async () => {
		const shas = Array.from({ length: 10 }, (_, index) => index.toString(16).repeat(40));
		github.state.addPull(
			shop,
			{ title: 'Sell more', author: 'ada' },
			{
				commits: shas.slice(0, 2),
				mergedAt: '2026-02-03T04:05:06Z',
				mergedBy: 'bob',
				reviews: [
					{ author: 'bob', state: 'CHANGES_REQUESTED' },
					{ author: 'bob', state: 'APPROVED' },
				],
			},
		);
		const deployedAt = '2026-02-03T05:00:00Z';
		const deployed = { id: 1, sha: shas[1] ?? '', ref: 'main', environment: 'production', state: 'success' as const };
		shop.deployments.push({ ...deployed, createdAt: deployedAt });
		const { pullRequests, deployments } = await client().originsOf(at, shas, never());
		const expected = {
			...{ number: 1, title: 'Sell more', url: `${github.origin}/acme/shop/pull/1`, state: 'merged', isDraft: false },
			...{ author: 'ada', mergedAt: Date.parse('2026-02-03T04:05:06Z'), mergedBy: 'bob', base: 'main' },
			reviews: [{ by: 'bob', verdict: 'approved' }],
		};
		assert.deepEqual(
			[...pullRequests],
			[
				[shas[0], [expected]],
				[shas[1], [expected]],
			],
		);
		assert.deepEqual(deployments, [
			{ environment: 'production', sha: shas[1], at: Date.parse(deployedAt), hasSucceeded: true },
		]);
		assert.deepEqual(asked(), ['POST /api/graphql 200']);
	});

	it('asks for what it knows by its ETag, and is told that it is the same', async () => {
		const { number } = github.state.addIssue(shop, { title: 'Checkout is down' });
		const host = client();
		const first = await host.issue(at, number, never());
		assert.deepEqual(await host.issue(at, number, never()), first);
		shop.issues.get(number)!.title = 'Checkout is slow';
		assert.equal((await host.issue(at, number, never())).title, 'Checkout is slow');
		const path = `GET /repos/acme/shop/issues/${number}`;
		assert.deepEqual(asked(), [`${path} 200`, `${path} 304`, `${path} 200`]);
	});

	it('takes no pull request for an issue, though they share their numbers', async () => {
		const { number } = github.state.addPull(shop, { title: 'Sell more' }, { commits: [] });
		await rejectsWith(client().issue(at, number, never()), 'github.notFound');
	});

	it('reads lists to their end, page by page', async () => {
		const names = Array.from({ length: 230 }, (_, index) => `label ${index}`);
		shop.labels.clear();
		for (const name of names) {
			shop.labels.set(name, 'ededed');
		}
		assert.deepEqual(await client().labels(at, never()), names);
		assert.equal(asked().length, 3);
	});

	it('reads no more of a list than can be shown', async () => {
		const issue = github.state.addIssue(shop, { title: 'Checkout is down' });
		const at1 = '2026-01-02T03:04:05Z';
		for (let id = 1; id <= 1500; id++) {
			issue.comments.push({ id, author: 'bob', body: `${id}`, createdAt: at1, updatedAt: at1 });
			shop.labels.set(`label ${id}`, 'ededed');
		}
		assert.equal((await client().comments(at, issue.number, never())).length, 1000);
		assert.equal((await client().labels(at, never())).length, 1000);
		assert.equal(asked().length, 20);
	});

	it('tells what it may know of suspects and pull requests where checks and deployments are not for its token', async () => {
		const sha = source.sha('main');
		const { number } = github.state.addPull(shop, { title: 'Sell more', author: 'ada' }, { commits: [sha] });
		github.forbidden.add('deployments').add('statusCheckRollup');
		const { pullRequests, deployments } = await client().originsOf(at, [sha], never());
		assert.deepEqual([pullRequests.get(sha)?.[0]?.title, deployments], ['Sell more', []]);
		assert.deepEqual((await client().pullRequest(at, number, never())).checks, 'none');
		github.forbidden.add('pullRequest');
		await rejectsWith(client().pullRequest(at, number, never()), 'github.forbidden');
	});

	it('finds issues by words, and takes nothing that was typed for the search’s own language', async () => {
		github.state.addRepository('acme', 'secret');
		github.state.addIssue(shop, { title: 'Checkout is down', body: 'TypeError' });
		github.state.addIssue(shop, { title: 'Stock is wrong' });
		github.state.addPull(shop, { title: 'Mend the checkout' }, { commits: [] });
		const titles = async (words: string) => (await client().findIssues(at, words, never())).map(({ title }) => title);
		assert.deepEqual(await titles('checkout typeerror'), ['Checkout is down']);
		assert.deepEqual(await titles('repo:acme/secret'), []);
		await titles('checkout OR -down NOT slow >5');
		assert.match(
			decodeURIComponent(github.requests.at(-1)?.path ?? ''),
			/is:issue[ +]checkout[ +]or[ +]down[ +]not[ +]slow[ +]5/,
		);
		assert.deepEqual(await titles(''), ['Stock is wrong', 'Checkout is down']);
	});

	it('makes an issue once, and finds it where the answer got lost', async () => {
		const wanted = { title: 'Checkout is down', body: 'It is.\r\n', labels: ['P1'], assignees: ['acme'] };
		github.fail('cutAfter', 1, ({ method }) => method === 'POST');
		const made = await client().createIssue(at, wanted, never());
		assert.deepEqual([made.number, made.labels, made.assignees], [1, ['P1'], ['acme']]);
		assert.equal(shop.issues.size, 1);
	});

	it('makes one issue, comment and pull request where the answer is cut off in the middle', async () => {
		const isWrite = ({ method, path }: { readonly method: string; readonly path: string }) =>
			method === 'POST' && !path.includes('graphql');
		github.fail('cutWithin', 3, isWrite);
		const host = client();
		const { number } = await host.createIssue(at, { title: 'Down', body: '', labels: [], assignees: [] }, never());
		await host.addComment(at, number, 'It is.', never());
		assert.deepEqual([shop.issues.size, shop.issues.get(number)?.comments.length], [1, 1]);
		const wanted = { title: 'Back', body: '', head: { branch: 'topic' }, base: 'main', isDraft: false };
		assert.equal((await host.createPullRequest(at, wanted, never())).number, number + 1);
		github.fail('cutWithin', 1);
		await rejectsWith(host.pullRequest(at, number + 1, never()), 'github.offline');
	});

	it('says that nobody knows whether an issue was made where it was cancelled on its way', async () => {
		const wanted = { title: 'Down', body: '', labels: [], assignees: [] };
		let release = () => {};
		github.fail({ until: new Promise<void>((resolve) => (release = resolve)) });
		const abort = new AbortController();
		const making = client().createIssue(at, wanted, abort.signal);
		while (github.requests.length === 0) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		abort.abort();
		await rejectsWith(making, 'github.unclear');
		await assert.rejects(client().createIssue(at, wanted, abort.signal), { name: 'AbortError' });
		release();
	});

	it('says that nobody knows whether an issue was made where it cannot look', async () => {
		github.fail('cut', 5);
		await rejectsWith(
			client().createIssue(at, { title: 'Down', body: '', labels: [], assignees: [] }, never()),
			'github.unclear',
		);
	});

	it('opens a pull request, tells how it stands, and says where there is one already', async () => {
		const wanted = { title: 'Revert “Sell more”', body: 'Why', head: { branch: 'topic' }, base: 'main', isDraft: true };
		const host = client();
		const { number, url } = await host.createPullRequest(at, wanted, never());
		assert.equal(url, `${github.origin}/acme/shop/pull/${number}`);
		const sha = source.sha('topic');
		shop.checks.push({ sha, name: 'tests', status: 'completed', conclusion: 'failure' });
		const { state, isDraft, checks, head } = await host.pullRequest(at, number, never());
		assert.deepEqual(
			{ state, isDraft, checks, head },
			{ state: 'open', isDraft: true, checks: 'failed', head: { branch: 'topic', sha } },
		);
		await rejectsWith(host.createPullRequest(at, wanted, never()), 'github.exists');
		assert.deepEqual(await host.openPullRequest(at, wanted, never()), { number, url });
		assert.equal(await host.openPullRequest(at, { ...wanted, base: 'release' }, never()), undefined);
	});

	it('tells what an account may do in a repository', async () => {
		const { canPush, defaultBranch } = await client().about(at, never());
		assert.deepEqual([canPush, defaultBranch], [true, 'main']);
		const stranger = client(github.token('eve'));
		assert.equal((await stranger.about(at, never())).canPush, false);
		assert.equal(await stranger.me(never()), 'eve');
	});

	it('follows a repository to its new name, with the method that was meant', async () => {
		github.state.rename(shop, 'store');
		const host = client();
		assert.equal((await host.about(at, never())).repository.name, 'store');
		const { number } = await host.createIssue(at, { title: 'Moved', body: '', labels: [], assignees: [] }, never());
		assert.equal(shop.issues.get(number)?.title, 'Moved');
	});

	it('follows nobody to another server, which would be sent the token', async () => {
		const other = await GitHubDouble.start();
		github.fail({ status: 301, headers: { location: `${other.api}/repos/acme/shop` } });
		await rejectsWith(client().about(at, never()), 'github.notFound');
		assert.deepEqual(other.requests, []);
		await other.close();
	});

	it('waits for a limit that is over soon, and tells of one that is not', async () => {
		github.slowDown(1);
		assert.equal(await client().me(never()), 'acme');
		github.slowDown(60, 9, 429);
		await rejectsWith(client().me(never()), 'github.rateLimited');
		github.heal();
		github.useUp(Date.now() + 600_000);
		await rejectsWith(client().me(never()), 'github.rateLimited');
		await assert.rejects(client().me(never()), /1[01] minutes/);
	});

	it('reads again where the server has trouble for a moment, and gives up where it goes on', async () => {
		github.fail({ status: 502, body: { message: 'Bad Gateway' } });
		assert.equal(await client().me(never()), 'acme');
		github.fail({ status: 503, body: { message: 'Unavailable' } }, 9);
		await rejectsWith(client().me(never()), 'github.unavailable');
		assert.deepEqual(asked().filter((one) => one.endsWith('503')).length, 3);
	});

	it('says that it is offline at once', async () => {
		await rejectsWith(client(token, 'http://127.0.0.1:9').me(never()), 'github.offline');
	});

	it('ends the wait at once when it is cancelled: for an answer, and for a limit', async () => {
		const until = async (status: number) => {
			while (github.requests.every((one) => one.status !== status)) {
				await new Promise((resolve) => setImmediate(resolve));
			}
		};
		const abort = new AbortController();
		const aborted = new Promise<void>((resolve) => abort.signal.addEventListener('abort', () => resolve()));
		github.fail({ until: aborted });
		const work = client().me(abort.signal);
		await until(0);
		abort.abort();
		await assert.rejects(work, { name: 'AbortError' });
		await assert.rejects(client().me(AbortSignal.abort()), { name: 'AbortError' });
		const waiting = new AbortController();
		github.slowDown(5);
		const limited = client().me(waiting.signal);
		await until(403);
		waiting.abort();
		await assert.rejects(limited, { name: 'AbortError' });
	});

	it('names what is wrong with a sign-in: taken back, without the right to write, without access', async () => {
		const issue = { title: 'Down', body: '', labels: [], assignees: [] };
		const readOnly = client(github.token('acme', ['read:org']));
		await rejectsWith(readOnly.createIssue(at, issue, never()), 'github.missingScope');
		await assert.rejects(readOnly.createIssue(at, issue, never()), /“repo”/);
		await rejectsWith(client().issue(at, 99, never()), 'github.notFound');
		await rejectsWith(client().originsOf({ ...at, name: 'none' }, ['0'.repeat(40)], never()), 'github.notFound');
		shop.hasIssues = false;
		await rejectsWith(client().createIssue(at, issue, never()), 'github.disabled');
		github.revoke(token);
		await rejectsWith(client().me(never()), 'github.unauthorized');
	});

	it('tells of a protected branch', async () => {
		const message = 'Changes must be made through a pull request. Protected branch update failed';
		github.fail({ status: 403, body: { message } });
		await rejectsWith(client().me(never()), 'github.protected');
	});

	it('writes neither the token nor what is sent into the log or an error', async () => {
		const secret = 'at checkout (cart.js:1)';
		github.fail({ status: 422, body: { message: 'Validation Failed' } });
		const issue = { title: 'Down', body: secret, labels: [], assignees: [] };
		await assert.rejects(client().createIssue(at, issue, never()), (error: Error) => {
			const told = [error.message, String(error.cause), JSON.stringify(error), ...logged].join('\n');
			assert.ok(!told.includes(token) && !told.includes(secret), told);
			return true;
		});
		assert.ok(logged.length > 0);
	});
});
