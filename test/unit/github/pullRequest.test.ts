import assert from 'node:assert/strict';
import { githubClient } from '../../../src/adapters/github/client';
import * as library from '../../../src/adapters/github/octokit';
import { openOnce } from '../../../src/app/pullRequests/openOnce';
import { whereToPush } from '../../../src/app/pullRequests/whereToPush';
import { type HostedRepository, hostedRemotes } from '../../../src/core/github/remote';
import type { Log } from '../../../src/core/ports/log';
import { GitHubDouble } from '../../support/github/double';
import type { Repository } from '../../support/github/state';
import { aRepository, never } from '../../support/repository';
import { Reverting } from '../../support/reverting';

describe('the way from a pushed branch to its pull request', function () {
	this.timeout(120_000);
	let github: GitHubDouble;
	let shop: Repository;
	let at: HostedRepository;
	let reverting: Reverting;

	const silent: Log = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };
	const host = (token: string) =>
		githubClient(
			library,
			{ host: github.host, api: github.api, token },
			{ log: silent, clock: { now: () => Date.now() } },
		);
	const isCreation = ({ method, path }: { readonly method: string; readonly path: string }) =>
		method === 'POST' && path.endsWith('/pulls');
	const pulls = () => [...shop.issues.values()].filter(({ pull }) => pull !== undefined);
	const branchesThere = () => shop.git.run('for-each-ref', '--format=%(refname:short)', 'refs/heads/faultline');

	before(async () => {
		github = await GitHubDouble.start();
	});
	beforeEach(async () => {
		github.heal();
		github.state.clear();
		const built = aRepository()
			.commit('Start', { files: { 'a.txt': 'a\n' } })
			.commit('Break', { files: { 'a.txt': 'b\n' } });
		reverting = await Reverting.in(built);
		shop = github.state.addRepository('acme', 'shop', built.folder);
		at = { host: github.host, owner: 'acme', name: 'shop' };
		built.git('remote', 'add', 'origin', `${github.origin}/acme/shop.git`);
		built.git('update-ref', 'refs/remotes/origin/main', 'main'); // a fetch would wait for this very process
	});
	afterEach(() => {
		reverting.remove();
		github.check();
	});
	after(() => github.close());

	/** A branch that takes the last commit out, pushed to a remote or an address. */
	const pushed = async (remote = 'origin') => {
		const { branch, tip } = await reverting.reverted(['main'], 'refs/remotes/origin/main');
		await reverting.mitigations.push({ remote, branch, tip }, never());
		return branch;
	};
	const open = (token: string, branch: string, extras = { labels: [] as string[], reviewers: [] as string[] }) =>
		openOnce(
			host(token),
			at,
			{ title: 'Take it out', body: 'It broke.', head: { branch }, base: 'main', isDraft: true },
			extras,
			silent,
			never(),
		);

	it('is opened as it was seen, with labels and reviewers', async () => {
		shop.assignable.add('bob');
		const opened = await open(github.token('acme'), await pushed(), { labels: ['bug'], reviewers: ['bob'] });
		assert.deepEqual(opened, {
			...{ number: 1, url: `${github.origin}/acme/shop/pull/1` },
			...{ wasThere: false, refused: [] },
		});
		const [made] = pulls();
		assert.deepEqual(
			{
				title: made?.title,
				body: made?.body,
				labels: made?.labels,
				asked: made?.pull?.requested,
				draft: made?.pull?.draft,
			},
			{ title: 'Take it out', body: 'It broke.', labels: ['bug'], asked: ['bob'], draft: true },
		);
	});

	it('goes on after a cut between push and creation with one branch and one pull request', async () => {
		const branch = await pushed();
		const token = github.token('acme');
		github.fail('cut', 1, isCreation);
		await assert.rejects(open(token, branch), { code: 'github.offline' });
		assert.equal(pulls().length, 0);
		const opened = await open(token, branch);
		assert.deepEqual([opened.number, opened.wasThere], [1, false]);
		assert.deepEqual([pulls().length, branchesThere()], [1, branch]);
	});

	it('finds the one that was made where the answer got lost, even by a later try', async () => {
		const branch = await pushed();
		const token = github.token('acme');
		let isDone = false;
		github.fail('cutAfter', 1, (request) => {
			isDone ||= isCreation(request);
			return isCreation(request);
		});
		github.fail('cut', 3, () => isDone); // nor does it say whether there is one
		await assert.rejects(open(token, branch), { code: 'github.unclear' });
		github.heal();
		assert.deepEqual(await open(token, branch), {
			...{ number: 1, url: `${github.origin}/acme/shop/pull/1` },
			...{ wasThere: true, refused: [] },
		});
		assert.deepEqual([pulls().length, branchesThere()], [1, branch]);
	});

	it('links the one that somebody opened in the meantime', async () => {
		const branch = await pushed();
		const client = host(github.token('acme'));
		let asked = 0;
		const late = {
			...client,
			openPullRequest: async (...request: Parameters<typeof client.openPullRequest>) =>
				asked++ === 0 ? undefined : client.openPullRequest(...request),
		};
		await open(github.token('acme'), branch);
		const wanted = { title: 'Mine', body: '', head: { branch }, base: 'main', isDraft: false };
		const opened = await openOnce(late, at, wanted, { labels: [], reviewers: [] }, silent, never());
		assert.deepEqual([opened.number, opened.wasThere, pulls().length], [1, true, 1]);
	});

	it('says that the sign-in is not accepted any more, and opens one when it is again', async () => {
		const branch = await pushed();
		const token = github.token('acme');
		github.revoke(token);
		await assert.rejects(open(token, branch), { code: 'github.unauthorized' });
		assert.equal((await open(github.token('acme'), branch)).number, 1);
	});

	it('follows a repository that was renamed', async () => {
		const branch = await pushed();
		github.state.rename(shop, 'store');
		const client = host(github.token('acme'));
		const { repository } = await client.about(at, never());
		assert.equal(repository.name, 'store');
		const wanted = { title: 'Take it out', body: '', head: { branch }, base: 'main', isDraft: false };
		const opened = await openOnce(client, repository, wanted, { labels: [], reviewers: [] }, silent, never());
		assert.equal(opened.url, `${github.origin}/acme/store/pull/1`);
	});

	it('opens none where a rule protects the branch’s name', async () => {
		const { branch, tip } = await reverting.reverted(['main'], 'refs/remotes/origin/main');
		shop.git.protect(branch);
		await assert.rejects(reverting.mitigations.push({ remote: 'origin', branch, tip }, never()), {
			code: 'revert.pushRejected',
		});
		assert.deepEqual([branchesThere(), pulls().length], ['', 0]);
	});

	it('keeps the pull request whose reviewers were refused, and says so', async () => {
		const opened = await open(github.token('acme'), await pushed(), { labels: ['bug'], reviewers: ['nobody'] });
		assert.deepEqual([opened.number, opened.refused], [1, ['reviewers']]);
		assert.deepEqual(pulls()[0]?.labels, ['bug']);
	});

	describe('for who may not push', () => {
		const place = async (token: string, mayFork: () => Promise<boolean>, pushUrl?: string) => {
			const remotes = [{ name: 'origin', url: `${github.origin}/acme/shop.git` }];
			const known = { enterprise: [github.host], aliases: {} };
			return whereToPush(
				host(token),
				{
					about: await host(token).about(at, never()),
					...{ asRemote: at, known, hosted: hostedRemotes(remotes, known) },
					targets: remotes.map((one) => ({ ...one, url: pushUrl ?? one.url })),
				},
				mayFork,
				never(),
			);
		};

		it('makes a fork only when asked, and opens the pull request from there', async () => {
			const token = github.token('ada');
			assert.equal(await place(token, async () => false), undefined);
			assert.equal(github.state.repositories.length, 1);
			const found = await place(token, async () => true);
			assert.equal(found?.remote.url, `${github.origin}/ada/shop.git`);
			const branch = await pushed(found.remote.name);
			const wanted = { title: 'Take it out', body: '', head: { branch, owner: 'ada' }, base: 'main', isDraft: false };
			const opened = await openOnce(host(token), at, wanted, { labels: [], reviewers: [] }, silent, never());
			assert.equal(opened.number, 1);
			assert.equal(pulls()[0]?.pull?.head.repository, 'ada/shop');
			assert.equal(branchesThere(), '');
		});

		it('uses the fork that there is without asking', async () => {
			const token = github.token('ada');
			await host(token).fork(at, never());
			const found = await place(token, async () => assert.fail('asked for a fork'));
			assert.deepEqual([found?.remote.url, found?.repository.owner], [`${github.origin}/ada/shop.git`, 'ada']);
		});

		it('uses the fork that the remote pushes to, also for who may push to both', async () => {
			const pushUrl = `${github.origin}/ada/shop.git`;
			for (const user of ['ada', 'acme']) {
				const found = await place(github.token(user), async () => assert.fail('asked for a fork'), pushUrl);
				assert.deepEqual([found?.remote, found?.repository.owner], [{ name: 'origin', url: pushUrl }, 'ada'], user);
			}
			const local = await place(github.token('acme'), async () => false, '/srv/shop.git');
			assert.deepEqual([local?.remote.url, local?.repository.owner], ['/srv/shop.git', 'acme']);
		});

		it('uses the remote itself for who may push', async () => {
			const found = await place(github.token('acme'), async () => assert.fail('asked for a fork'));
			assert.equal(found?.remote.name, 'origin');
		});
	});
});
