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
	let now = 0;
	let timer: { readonly at: number; readonly work: () => void } | undefined;
	const linked = anIncident({ links: [{ kind: 'pullRequest', url: URL, title: '#7' }] });
	const seen = { asked: [] as number[], changed: [] as string[], merged: [] as string[] };
	const host = { answer: (): PullRequestState => OPEN };
	const needs: FollowedNeeds = {
		incidents: async () => given.incidents ?? [linked],
		known: () => ({ enterprise: [], aliases: {} }),
		hostOf: async () =>
			given.isSignedIn === false
				? undefined
				: {
						pullRequest: async () => {
							seen.asked.push(now);
							return host.answer();
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
	return {
		...{ followed, linked, seen, host },
		/** Lets time pass, and what is due in it happen. */
		pass: async (ms: number) => {
			const until = now + ms;
			while (timer && timer.at <= until) {
				const { at, work } = timer;
				timer = undefined;
				now = at;
				work();
				for (let turn = 0; turn < 20; turn++) {
					await Promise.resolve();
				}
			}
			now = until;
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
});
