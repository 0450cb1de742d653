import assert from 'node:assert/strict';
import { githubClient } from '../../../src/adapters/github/client';
import * as library from '../../../src/adapters/github/octokit';
import { followedPullRequests } from '../../../src/app/followedPullRequests';
import { suspectOrigins } from '../../../src/app/suspectOrigins';
import { GitHubDouble } from '../../support/github/double';
import { anIncident } from '../../support/incidents';
import { never, silentLog } from '../../support/repository';

describe('what opening an incident asks of GitHub', function () {
	this.timeout(120_000);
	let github: GitHubDouble;
	before(async () => {
		github = await GitHubDouble.start();
	});
	afterEach(() => github.check());
	after(() => github.close());

	it('is at most three requests for ten suspects and a revert that is followed, and none when it is opened again', async () => {
		const shop = github.state.addRepository('acme', 'shop');
		const shas = Array.from({ length: 10 }, (_, index) => index.toString(16).repeat(40));
		for (const sha of shas) {
			github.state.addPull(shop, { title: `Change ${sha[0]}` }, { commits: [sha], mergedAt: '2026-02-03T04:05:06Z' });
		}
		const { number } = github.state.addPull(shop, { title: 'Take it out' }, { commits: [] });
		const deployed = { id: 1, ref: 'main', environment: 'production', state: 'success' as const };
		shop.deployments.push({ ...deployed, sha: shas[0] ?? '', createdAt: '2026-02-03T05:00:00Z' });
		const incident = anIncident({
			links: [{ kind: 'pullRequest', url: `${github.origin}/acme/shop/pull/${number}`, title: '' }],
			analysis: {
				...{ revision: shas[0] ?? '', files: [], excluded: [], problems: [], locations: [] },
				commits: shas.map((sha) => ({ sha, score: 0, author: '', date: '', subject: '', reasons: [] })),
			},
		});
		const connection = { host: github.host, api: github.api, token: github.token('acme') };
		const clock = { now: () => 0 };
		const host = githubClient(library, connection, { log: silentLog, clock });
		const common = { onDidChange: () => undefined, clock, log: silentLog };
		const origins = suspectOrigins(
			{
				hosted: async () => ({ host: github.host, owner: 'acme', name: 'shop' }),
				hostOf: async () => host,
				containedIn: async (_incident, tips, wanted) => new Map(tips.map((tip) => [tip, new Set(wanted)])),
				...common,
			},
			never(),
		);
		const timers: (() => void)[] = [];
		const followed = followedPullRequests(
			{
				incidents: async () => [incident],
				known: () => ({ enterprise: [github.host], aliases: {} }),
				hostOf: async () => host,
				onMerged: () => undefined,
				after: (_ms, work) => {
					timers.push(work);
					return () => undefined;
				},
				...common,
			},
			never(),
		);
		const opened = async () => {
			followed.look(true);
			origins.of(incident);
			followed.incidentsChanged();
			for (let tries = 0; tries < 1000; tries++) {
				const isKnown = origins.of(incident).size === shas.length && origins.deployedOf(incident).size === shas.length;
				if (isKnown && followed.of(incident).size === 1) {
					break;
				}
				await new Promise((resolve) => setTimeout(resolve, 10));
			}
			return github.requests.splice(0).map(({ operation }) => operation);
		};
		assert.deepEqual(await opened(), ['graphql', 'graphql']);
		assert.deepEqual(await opened(), []);
		assert.equal(origins.of(incident).size, 10);
		assert.deepEqual(origins.deployedOf(incident).get(shas[9] ?? ''), [
			{ environment: 'production', at: Date.parse('2026-02-03T05:00:00Z'), isFirst: false, now: 'there' },
		]);
	});
});
