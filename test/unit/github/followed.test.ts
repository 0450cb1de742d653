import assert from 'node:assert/strict';
import { type FollowedNeeds, followedPullRequests } from '../../../src/app/followedPullRequests';
import { FaultlineError } from '../../../src/base/errors';
import type { Incident } from '../../../src/core/incident/record';
import type { PullRequestState } from '../../../src/core/ports/codeHost';
import { anIncident } from '../../support/incidents';
import { never, silentLog } from '../../support/repository';

const URL = 'https://github.com/acme/shop/pull/7';
const OPEN: PullRequestState = {
	...{ number: 7, title: 'Take it out', url: URL, state: 'open', isDraft: false, base: 'main', reviews: [] },
	...{ checks: 'pending', head: { branch: 'faultline/revert', sha: 'a'.repeat(40) } },
};

/** A window whose time passes when it is told to. */
function aWindow(given: { incidents?: readonly Incident[]; isSignedIn?: boolean } = {}) {
	const incidents = { all: given.incidents };
	let now = 0;
	let timer: { readonly at: number; readonly work: () => void } | undefined;
	const linked = anIncident({ links: [{ kind: 'pullRequest', url: URL, title: '#7' }] });
	const seen = { asked: [] as number[], urls: [] as string[], changed: [] as string[], merged: [] as string[] };
	const host = { answer: (_url: string): PullRequestState => OPEN };
	const needs: FollowedNeeds = {
		incidents: async () => incidents.all ?? [linked],
		known: () => ({ enterprise: ['ghe.example.com'], aliases: {} }),
		hostOf: async () =>
			given.isSignedIn === false
				? undefined
				: {
						pullRequest: async ({ host: name, owner, name: repository }, number) => {
							const url = `https://${name}/${owner}/${repository}/pull/${number}`;
							seen.asked.push(now);
							seen.urls.push(url);
							return host.answer(url);
						},
					},
		onDidChange: (id) => seen.changed.push(id),
		onMerged: (_incident, url) => seen.merged.push(url),
		after: (ms, work) => {
			const mine = { at: now + ms, work };
			timer = mine;
			return () => {
				timer = timer === mine ? undefined : timer;
			};
		},
		clock: { now: () => now },
		log: silentLog,
	};
	const followed = followedPullRequests(needs, never());
	const settle = async () => {
		for (let turn = 0; turn < 200; turn++) {
			await Promise.resolve();
		}
	};
	return {
		...{ followed, linked, seen, host, incidents },
		/** Lets time pass, and what is due in it happen. */
		pass: async (ms: number) => {
			const until = now + ms;
			while (timer && timer.at <= until) {
				const { at, work } = timer;
				timer = undefined;
				now = at;
				work();
				await settle();
			}
			now = until;
			await settle();
		},
	};
}

describe('pull requests that incidents are linked to', () => {
	it('are asked for while somebody is looking, ever less often while nothing changes', async () => {
		const { followed, seen, pass, linked } = aWindow();
		await pass(60_000);
		assert.deepEqual(seen.asked, []);
		followed.look(true);
		await pass(300_000);
		const between = seen.asked.slice(1).map((at, index) => at - (seen.asked[index] ?? 0));
		assert.deepEqual(between.slice(0, 4), [15_000, 30_000, 60_000, 120_000]);
		assert.deepEqual(seen.changed, [linked.id]);
		assert.equal(followed.of(linked).get(URL)?.checks, 'pending');
		followed.look(false);
		const { length } = seen.asked;
		await pass(3_600_000);
		assert.equal(seen.asked.length, length);
	});

	it('are told of when they change, and asked for soon again', async () => {
		const { followed, seen, pass, host, linked } = aWindow();
		followed.look(true);
		await pass(100_000);
		seen.changed.length = 0;
		host.answer = () => ({ ...OPEN, checks: 'passed' });
		followed.soon();
		await pass(0);
		assert.deepEqual(seen.changed, [linked.id]);
		assert.equal(followed.of(linked).get(URL)?.checks, 'passed');
		const { length } = seen.asked;
		await pass(15_000);
		assert.equal(seen.asked.length, length + 1);
	});

	it('are not asked for any more once they are merged, which is told', async () => {
		const { followed, seen, pass, host } = aWindow();
		host.answer = () => ({ ...OPEN, state: 'merged' });
		followed.look(true);
		await pass(3_600_000);
		assert.equal(seen.asked.length, 1);
		assert.equal(seen.merged[0], URL);
	});

	it('keep what is known while the host cannot be asked, and are asked for ever less often', async () => {
		const { followed, seen, pass, host, linked } = aWindow();
		followed.look(true);
		await pass(0);
		host.answer = () => {
			throw new FaultlineError('github.rateLimited', 'Wait.');
		};
		await pass(3_600_000);
		assert.equal(followed.of(linked).get(URL)?.state, 'open');
		assert.ok(seen.asked.length < 15, `${seen.asked.length} times in an hour`);
	});

	it('are left alone where nobody is signed in, where the incident is over, and where the address is nobody’s', async () => {
		const over = anIncident({ status: 'resolved', links: [{ kind: 'pullRequest', url: URL, title: '' }] });
		const elsewhere = anIncident({
			links: [{ kind: 'pullRequest', url: 'https://example.com/a/b/pull/7', title: '' }],
		});
		for (const given of [{ isSignedIn: false }, { incidents: [over] }, { incidents: [elsewhere] }]) {
			const { followed, seen, pass } = aWindow(given);
			followed.look(true);
			await pass(3_600_000);
			assert.deepEqual(seen.asked, []);
		}
	});

	const linkedTo = (...urls: readonly string[]) =>
		anIncident({ links: urls.map((url) => ({ kind: 'pullRequest' as const, url, title: '' })) });
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => `https://github.com/acme/shop/pull/${index + 1}`);

	it('have all their turn, where there are more than one round asks for', async () => {
		const { followed, seen, pass } = aWindow({ incidents: [linkedTo(...many(50))] });
		followed.look(true);
		await pass(0);
		assert.equal(seen.asked.length, 20);
		await pass(60_000);
		assert.equal(new Set(seen.urls).size, 50);
	});

	it('do not wait for one that may not be seen, nor for another host that is away', async () => {
		const [first, second] = many(2) as [string, string];
		const away = 'https://ghe.example.com/acme/shop/pull/1';
		const incident = linkedTo(away, 'https://ghe.example.com/acme/shop/pull/2', first, second);
		const { followed, seen, pass, host } = aWindow({ incidents: [incident] });
		host.answer = (url) => {
			if (url !== second) {
				throw new FaultlineError(url === first ? 'github.forbidden' : 'github.offline', 'No.');
			}
			return { ...OPEN, url };
		};
		followed.look(true);
		await pass(0);
		assert.deepEqual([...followed.of(incident).keys()], [second]);
		assert.deepEqual(seen.urls, [away, first, second], 'a host that is away is asked once in a round');
	});

	it('cost nothing more when incidents change, but for those that are new', async () => {
		const { followed, seen, pass, incidents, linked } = aWindow();
		followed.look(true);
		followed.incidentsChanged(); // as when they are first read
		await pass(0);
		assert.equal(seen.asked.length, 1);
		for (let change = 0; change < 50; change++) {
			followed.incidentsChanged();
			await pass(100);
		}
		assert.equal(seen.asked.length, 1);
		const [fresh = ''] = many(1);
		incidents.all = [linked, linkedTo(fresh)];
		followed.incidentsChanged();
		await pass(100);
		assert.deepEqual(seen.urls.slice(1), [fresh]);
		followed.look(false);
		incidents.all = [linked, linkedTo(...many(3))];
		followed.incidentsChanged();
		await pass(3_600_000);
		assert.equal(seen.asked.length, 2, 'nothing is asked while nobody looks');
	});

	it('are forgotten when another account is signed in', async () => {
		const { followed, pass, linked, host } = aWindow();
		followed.look(true);
		await pass(0);
		host.answer = () => {
			throw new FaultlineError('github.notFound', 'No.');
		};
		followed.forget();
		followed.soon();
		await pass(60_000);
		assert.deepEqual([...followed.of(linked)], []);
	});
});
