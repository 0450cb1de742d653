import assert from 'node:assert/strict';
import { suspectOrigins } from '../../../src/app/suspectOrigins';
import { FaultlineError } from '../../../src/base/errors';
import type { HostedRepository } from '../../../src/core/github/remote';
import type { Incident } from '../../../src/core/incident/record';
import type { Deployment, PullRequest } from '../../../src/core/ports/codeHost';
import { anIncident } from '../../support/incidents';
import { never, silentLog } from '../../support/repository';

const shop: HostedRepository = { host: 'github.com', owner: 'acme', name: 'shop' };
const shas = Array.from({ length: 10 }, (_, index) => index.toString(16).repeat(40));
const pull = (state: PullRequest['state']): PullRequest => ({
	...{ number: 7, title: 'Sell more', url: 'https://github.com/acme/shop/pull/7', isDraft: false },
	...{ state, base: 'main', reviews: [] },
});
const incident = (id = 'one'): Incident =>
	anIncident({
		id,
		analysis: {
			...{ revision: shas[0] ?? '', files: [], excluded: [], problems: [], locations: [] },
			commits: shas.map((sha) => ({ sha, score: 0, author: '', date: '', subject: '', reasons: [] })),
		},
	});

describe('pull requests of suspects', () => {
	/** Asks by a host that knows `found`, and counts; `told` waits for the news. */
	function asking(found: PullRequest['state'] | Error | undefined) {
		const counted = {
			...{ requests: 0, now: 0, found, gate: Promise.resolve() },
			deployments: [] as Deployment[],
		};
		let tell: () => void = () => {};
		const origins = suspectOrigins(
			{
				hosted: async () => shop,
				hostOf: async () =>
					counted.found === undefined
						? undefined
						: {
								originsOf: async (_repository, asked) => {
									counted.requests++;
									await counted.gate;
									if (counted.found instanceof Error) {
										throw counted.found;
									}
									const state = counted.found;
									return {
										pullRequests: new Map(state ? [[asked[0] ?? '', [pull(state)]]] : []),
										deployments: counted.deployments,
									};
								},
							},
				containedIn: async (_incident, tips, wanted) =>
					new Map(tips.map((tip) => [tip, new Set(wanted.slice(wanted.indexOf(tip)))])), // the first one is the newest
				onDidChange: () => tell(),
				clock: { now: () => counted.now },
				log: { ...silentLog, warn: () => tell() },
			},
			never(),
		);
		const told = () =>
			new Promise<void>((resolve) => {
				tell = resolve;
			});
		return { counted, origins, told };
	}

	it('are asked for by one request for all suspects of an incident, and by none when it is opened again', async () => {
		const { counted, origins, told } = asking('merged');
		const news = told();
		assert.deepEqual([...origins.of(incident())], []);
		await news;
		assert.deepEqual([...origins.of(incident()).keys()], [shas[0]]);
		origins.of(incident());
		assert.equal(counted.requests, 1);
	});

	it('are asked for again after a while where they may have changed, and not where they are merged', async () => {
		const { counted, origins } = asking('open');
		await origins.refresh(incident(), never());
		counted.now += 10 * 60_000;
		counted.found = 'merged';
		await origins.refresh(incident(), never());
		assert.equal(origins.of(incident()).get(shas[0] ?? '')?.[0]?.state, 'merged');
		assert.equal(counted.requests, 2);
	});

	it('come with where the suspects were deployed to, which is asked for again after a while, once', async () => {
		const { counted, origins, told } = asking('merged');
		const [, second = '', third = ''] = shas;
		const production = { environment: 'production', hasSucceeded: true };
		counted.deployments = [{ ...production, sha: second, at: 2 }];
		const news = told();
		origins.of(incident());
		await news;
		const of = (sha = '') => origins.deployedOf(incident()).get(sha);
		assert.deepEqual(of(shas[0]), []);
		assert.deepEqual(of(third), [{ environment: 'production', at: 2, isFirst: false, now: 'there' }]);
		counted.found = undefined; // every suspect is known for good
		counted.now += 4 * 60_000;
		origins.of(incident());
		assert.equal(counted.requests, 1);
		counted.found = 'merged';
		counted.now += 2 * 60_000;
		const [newest = ''] = shas;
		counted.deployments.unshift({ ...production, sha: newest, at: 3 });
		const more = told();
		origins.of(incident());
		await more;
		assert.deepEqual(of(newest), [{ environment: 'production', at: 3, isFirst: true, now: 'there' }]);
		assert.equal(counted.requests, 2);
	});

	it('are left alone for a while after a failure, which is no pop-up, and asked for when somebody signs in', async () => {
		const { counted, origins, told } = asking(new FaultlineError('github.offline', 'Offline.'));
		const news = told();
		origins.of(incident());
		await news;
		await new Promise((resolve) => setImmediate(resolve));
		origins.of(incident('two'));
		assert.equal(counted.requests, 1);
		counted.found = 'merged';
		origins.retry();
		const better = told();
		origins.of(incident());
		await better;
		assert.equal(origins.of(incident()).size, 1);
	});

	it('are forgotten when another account is signed in, also those that are on their way, and asked for anew', async () => {
		const { counted, origins, told } = asking('merged');
		let open = () => {};
		counted.gate = new Promise<void>((resolve) => (open = resolve));
		const onItsWay = origins.refresh(incident(), never());
		while (counted.requests === 0) {
			await new Promise((resolve) => setImmediate(resolve));
		}
		const news = told();
		origins.forget();
		await news; // for whoever shows them
		open();
		await onItsWay;
		counted.found = undefined;
		assert.deepEqual([...origins.of(incident())], []);
		await new Promise((resolve) => setImmediate(resolve));
		assert.deepEqual([...origins.of(incident())], []);
	});
});
