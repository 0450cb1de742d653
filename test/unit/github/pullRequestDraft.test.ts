import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pullRequestBody, pullRequestTitle, suggestedReviewers } from '../../../src/core/github/pullRequestDraft';
import { addressLike } from '../../../src/core/github/remote';
import type { MitigationBranch } from '../../../src/core/incident/record';
import type { PullRequest } from '../../../src/core/ports/codeHost';
import { anIncident } from '../../support/incidents';

/** What GitHub takes for a call, a reference or an address that it refers to. */
const TRAPS = /@[\p{L}\p{N}_]|#\d|\bgh-\d|\/(?:issues|pull|discussions)\/\d/iu;
const SHA = 'a'.repeat(40);
const LATER = { sha: 'b'.repeat(40), subject: 'Round prices', author: 'Bob', date: 0, paths: ['src/price.js'] };

const branchOf = (
	kind: MitigationBranch['kind'],
	subject: string,
	ref = 'refs/remotes/origin/release/1',
): MitigationBranch => ({
	...{ kind, branch: 'faultline/x', tip: SHA, base: { ref, sha: SHA }, commits: [{ sha: SHA, subject }], at: 0 },
});
const pull = (given: Partial<PullRequest>): PullRequest => ({
	...{ number: 4, title: 'Sell', url: 'https://github.com/acme/shop/pull/4', state: 'merged', isDraft: false },
	...{ base: 'main', reviews: [] },
	...given,
});

describe('the draft of a pull request that takes changes out', () => {
	const hostile = fc
		.array(
			fc.constantFrom(
				'@',
				'all',
				'#',
				'12',
				'fixes ',
				'GH-',
				'7',
				'https://github.com/a/b/issues/',
				'\n',
				'`',
				'<!--',
				'](',
			),
		)
		.map((parts) => parts.join(''));

	it('calls nobody and closes nothing, whatever incident, commits and later changes say', () => {
		fc.assert(
			fc.property(hostile, fc.constantFrom('revert', 'rollback', 'pick', 'review'), (text, kind) => {
				const review = { text: `## Summary\n\n${text}\n`, at: 0, actor: '' };
				const actions = [{ id: 'a', at: 0, kind: 'prevent' as const, text }];
				const incident = anIncident({ title: text, description: text, service: text, review, actions });
				const branch = branchOf(kind, text);
				const later = [{ ...LATER, subject: text, author: text }];
				assert.doesNotMatch(pullRequestTitle(incident, branch), TRAPS);
				assert.doesNotMatch(pullRequestBody(incident, { branch, later, pullRequests: new Map() }), TRAPS);
			}),
		);
	});

	it('says what broke, why it is thought so, what is at risk, how to verify it, and how to bring it back', () => {
		const incident = anIncident({
			title: 'Checkout fails',
			service: 'checkout',
			evidence: [{ text: 'TypeError: no\n    at f (a.js:1:2)' }],
			links: [{ kind: 'issue', url: 'https://github.com/acme/shop/issues/3', title: 'It fails' }],
		});
		const branch = branchOf('revert', 'Take the country');
		const pullRequests = new Map([[SHA, [pull({})]]]);
		const body = pullRequestBody(incident, { branch, later: [LATER], pullRequests });
		const parts = [
			`Takes these changes out of \`release/1\`, for the incident ${incident.key}:`,
			`- \`${SHA.slice(0, 10)}\` Take the country, pull request [4](https://github.com/acme/shop/pull/4)`,
			'## What broke\n\nCheckout fails',
			`- Incident: ${incident.key}`,
			'## Evidence\n\n```text\nTypeError: no',
			`## Risk\n\nLater commits changed the same lines, and may need what goes:\n\n- \`${LATER.sha.slice(0, 10)}\` Round prices, Bob, \`src/price.js\``,
			'## How to verify\n\n- [ ] The checks pass.\n- [ ] It is deployed: checkout.',
			'## How to reland\n\n1. Revert this pull request on a new branch.',
			'- Issue: [It fails](https://github.com/acme/shop/issues/3)',
		];
		assert.deepEqual(
			parts.filter((part) => !body.includes(part)),
			[],
			body,
		);
		assert.equal(pullRequestTitle(incident, branch), `Revert "Take the country" (${incident.key})`);
	});

	it('suggests who wrote the changes and who looked at them, but nobody who cannot be asked, and not the person', () => {
		const reviews = ['bob', 'me', 'gone'].map((by) => ({ by, verdict: 'approved' as const }));
		const pulls = new Map([[SHA, [pull({ author: 'ada', reviews })]]]);
		assert.deepEqual(suggestedReviewers(pulls, ['ada', 'bob', 'me'], 'me'), ['ada', 'bob']);
	});
});

describe('the address of a fork', () => {
	it('has the form that the remote’s has', () => {
		const from = { host: 'github.com', owner: 'acme', name: 'shop' };
		const to = { host: 'github.com', owner: 'ada', name: 'shop-1' };
		const like = (url: string) => addressLike(url, from, to);
		assert.equal(like('git@github.com:acme/shop.git'), 'git@github.com:ada/shop-1.git');
		assert.equal(like('https://github.com/Acme/Shop'), 'https://github.com/ada/shop-1');
		assert.equal(like('ssh://git@ssh.github.com:443/acme/shop.git/'), 'ssh://git@ssh.github.com:443/ada/shop-1.git/');
		assert.equal(like('https://github.com/other/shop.git'), undefined);
		assert.equal(like('https://a/acme/shop.git, https://b/acme/shop.git'), undefined);
	});
});
