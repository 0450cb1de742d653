import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { githubClient } from '../../../src/adapters/github/client';
import * as library from '../../../src/adapters/github/octokit';
import { openOnce } from '../../../src/app/pullRequests/openOnce';
import { bringReview, openReviewBranch, type ReviewPlace } from '../../../src/app/pullRequests/reviewBranch';
import { pullRequestBody, pullRequestTitle } from '../../../src/core/github/pullRequestDraft';
import type { MitigationBranch } from '../../../src/core/incident/record';
import { GitHubDouble } from '../../support/github/double';
import { anIncident } from '../../support/incidents';
import { aRepository, never, type RepositoryBuilder, silentLog } from '../../support/repository';
import { INCIDENT, personsOwn, Reverting } from '../../support/reverting';

const PATH = 'docs/incidents/2026-11-20-inc-7f3kq-checkout.md';
const REVIEW = '# Checkout was down\n\n## Summary\n\nNobody could pay; it fixes #12, says @ada.\n';
const BRANCH = 'faultline/review-inc-7f3kq-checkout-is-down';

describe('a review on a branch of its own', () => {
	let reverting: Reverting;
	let built: RepositoryBuilder;
	const incident = { ...INCIDENT, title: 'Checkout is down' };

	beforeEach(async () => {
		built = aRepository()
			.commit('Start', { files: { 'a.txt': 'a\n', 'docs/read.md': 'x\n' } })
			.commit('More', { files: { 'a.txt': 'b\n' } });
		reverting = await Reverting.in(built);
	});
	afterEach(() => reverting.remove());

	const place = (how: Partial<ReviewPlace> = {}): ReviewPlace => ({
		branch: BRANCH,
		base: { ref: 'refs/heads/main', sha: built.sha('main') },
		...how,
	});
	const bring = (text = REVIEW, how: Partial<ReviewPlace> = {}, path = PATH) =>
		bringReview(reverting.mitigations, incident, place(how), { path, text }, reverting.onMade, never());
	const ready = async (...about: Parameters<typeof bring>) => {
		const prepared = await bring(...about);
		return prepared.kind === 'ready' ? prepared.made : assert.fail(JSON.stringify(prepared));
	};
	/** As the record has it. */
	const recorded = (how: Partial<MitigationBranch> = {}): { branches: MitigationBranch[] } => {
		const { branch, tip, base, commits } = reverting.made.at(-1) ?? assert.fail('none was made');
		const named = commits.map(({ sha, step }) => ({ sha, subject: step.subject }));
		return { branches: [{ kind: 'review', branch, tip, base, commits: named, at: 0, ...how }] };
	};
	const open = (how?: Partial<MitigationBranch>, isOver = false) =>
		openReviewBranch(recorded(how), reverting.mitigations, reverting.repository, async () => isOver, never());

	it('is one commit of the person’s, with the file and nothing else, and leaves what they have alone', async () => {
		built.write('a.txt', 'edited, and not committed\n');
		built.write(PATH, 'a draft in the work tree\n');
		built.git('add', 'a.txt');
		built.git('config', 'core.splitIndex', 'true');
		const before = personsOwn(built.folder);
		const { tip, kind } = await ready();
		assert.equal(kind, 'review');
		assert.equal(built.git('show', `${BRANCH}:${PATH}`), REVIEW.trim());
		assert.equal(built.git('diff', '--name-status', 'main', BRANCH), `A\t${PATH}`);
		assert.equal(
			built.git('log', '-1', '--format=%an <%ae> %cn%n%B', tip),
			`Robin <robin@example.com> Robin\nPost-incident review of ${incident.key}\n\nCheckout is down\n\nIncident: ${incident.key}`,
		);
		assert.deepEqual(personsOwn(built.folder), before);
		assert.deepEqual(reverting.left(), []);
	});

	it('is made from where it is to be, whatever is checked out, and closes nothing by its title', async () => {
		built.git('checkout', '--quiet', '--detach', 'main~1');
		const title = 'Fixes #3 for @ada\n\nBREAKING';
		const about = { ...incident, title };
		await bringReview(reverting.mitigations, about, place(), { path: PATH, text: REVIEW }, reverting.onMade, never());
		assert.equal(built.git('rev-parse', `${BRANCH}^`), built.sha('main'));
		assert.match(built.git('log', '-1', '--format=%B', BRANCH), /^Fixes \(#3\) for @ ada BREAKING$/m);
	});

	it('is not made where the file says that already', async () => {
		built.commit('Review', { files: { [PATH]: REVIEW } });
		assert.deepEqual(await bring(), { kind: 'nothing' });
		assert.equal(built.git('branch', '--list', 'faultline/*'), '');
	});

	for (const [what, path, make] of [
		['a file is where a folder would be', 'docs/read.md/review.md', undefined],
		['a link is where a folder would be', 'linked/review.md', () => symlinkSync('docs', join(built.folder, 'linked'))],
		['it would be outside of the repository', '../review.md', undefined],
		['it would be in the git directory', '.git/review.md', undefined],
	] as const) {
		it(`is not made, and takes nothing away, where ${what}`, async () => {
			if (make) {
				make();
				built.git('add', '--all');
				built.git('commit', '--quiet', '-m', 'Link');
			}
			await assert.rejects(bring(REVIEW, {}, path), { code: 'revert.noPlaceForFile' });
			assert.equal(built.git('branch', '--list', 'faultline/*'), '');
			assert.deepEqual(reverting.left(), []);
			assert.equal(existsSync(join(built.folder, '..', 'review.md')), false);
		});
	}

	it('goes on with the branch while that is open, and writes over nothing that was committed to it meanwhile', async () => {
		const { tip } = await ready();
		const before = await open();
		assert.deepEqual(before, place({ base: { ref: 'refs/heads/main', sha: tip }, before: tip }));
		const again = await ready(`${REVIEW}\nMore.\n`, before);
		assert.equal(built.git('rev-list', '--count', `main..${BRANCH}`), '2');
		assert.equal(built.git('rev-parse', BRANCH), again.tip);
		assert.equal(again.before, tip);
		await assert.rejects(bring(`${REVIEW}\nOther.\n`, before), { code: 'revert.branchMoved' });
		assert.equal(built.git('rev-parse', BRANCH), again.tip);
		assert.deepEqual(reverting.left(), []);
	});

	it('begins another branch once its pull request is over, it is merged, or somebody deleted it', async () => {
		const pullRequest = { number: 3, url: 'https://github.com/acme/shop/pull/3' };
		const { tip } = await ready();
		assert.equal((await open({ pullRequest }))?.before, tip);
		assert.equal(await open({ pullRequest }, true), undefined);
		built.git('branch', '-D', BRANCH);
		assert.equal(await open(), undefined);
		assert.deepEqual(await open({ pullRequest }), place({ base: { ref: 'refs/heads/main', sha: tip } }));
		built.git('update-ref', 'refs/heads/main', tip);
		assert.equal(await open({ pullRequest }), undefined);
		assert.equal(await open({ pullRequest, kind: 'revert' }), undefined);
		assert.equal(await open({ pullRequest, tip: 'f'.repeat(40) }), undefined);
	});

	it('does not move a branch under what is checked out', async () => {
		const { tip } = await ready();
		built.git('checkout', '--quiet', BRANCH);
		const before = await open();
		await assert.rejects(bring('other\n', before), { code: 'revert.checkedOut' });
		assert.equal(built.git('rev-parse', BRANCH), tip);
		assert.equal(built.git('status', '--porcelain'), '');
	});

	it('asks the hooks of the repository, and leaves nothing where one refuses', async () => {
		built.write(
			'.git/hooks/pre-commit',
			'#!/bin/sh\ngrep -q Summary docs/incidents/*.md && exit 0\necho no summary\nexit 1\n',
		);
		execFileSync('chmod', ['+x', join(built.folder, '.git/hooks/pre-commit')]);
		await ready();
		const refused = await bring('# Empty\n', { branch: `${BRANCH}-2` });
		assert.equal(refused.kind, 'hookFailed');
		assert.deepEqual(await reverting.mitigations.waiting(), [], 'it is no revert that somebody is told of');
		await reverting.mitigations.abort(refused.kind === 'hookFailed' ? refused.id : '');
		assert.equal(built.git('branch', '--list', `${BRANCH}-2`), '');
		assert.deepEqual(reverting.left(), []);
	});
});

describe('the pull request of a review', function () {
	this.timeout(120_000);
	let github: GitHubDouble;
	before(async () => {
		github = await GitHubDouble.start();
	});
	afterEach(() => github.check());
	after(() => github.close());

	it('is one, whatever is cut on the way, says what the review says, and gets what is written later', async () => {
		const built = aRepository().commit('Start', { files: { 'a.txt': 'a\n' } });
		const reverting = await Reverting.in(built);
		try {
			const shop = github.state.addRepository('acme', 'shop', built.folder);
			const at = { host: github.host, owner: 'acme', name: 'shop' };
			built.git('remote', 'add', 'origin', `${github.origin}/acme/shop.git`);
			built.git('update-ref', 'refs/remotes/origin/main', 'main');
			const host = githubClient(
				library,
				{ host: github.host, api: github.api, token: github.token('acme') },
				{ log: silentLog, clock: { now: () => Date.now() } },
			);
			const { mitigations, repository, onMade } = reverting;
			const incident = anIncident({
				...INCIDENT,
				title: 'Checkout is down',
				review: { text: REVIEW, at: 0, actor: 'robin', eventId: 'x' },
				actions: [{ id: 'a', at: 0, text: 'Alert on an empty pool', kind: 'detect' }],
			} as Parameters<typeof anIncident>[0]);
			const base = { ref: 'refs/remotes/origin/main', sha: built.sha('main') };
			const bring = async (text: string, place: ReviewPlace) => {
				const prepared = await bringReview(mitigations, incident, place, { path: PATH, text }, onMade, never());
				return prepared.kind === 'ready' ? prepared.made : assert.fail(prepared.kind);
			};
			const made = await bring(REVIEW, { branch: BRANCH, base });
			await mitigations.push({ remote: 'origin', branch: BRANCH, tip: made.tip }, never());
			const branch: MitigationBranch = { kind: 'review', branch: BRANCH, tip: made.tip, base, commits: [], at: 0 };
			const wanted = {
				title: pullRequestTitle(incident, branch),
				body: pullRequestBody(incident, { branch, later: undefined, pullRequests: new Map() }),
				...{ head: { branch: BRANCH }, base: 'main', isDraft: false },
			};
			const open = () => openOnce(host, at, wanted, { labels: [], reviewers: [] }, silentLog, never());
			github.fail('cut', 1, ({ method, path }) => method === 'POST' && path.endsWith('/pulls'));
			await assert.rejects(open(), { code: 'github.offline' });
			assert.equal((await open()).wasThere, false);
			const { number, url, wasThere } = await open();
			assert.deepEqual([wasThere, shop.issues.size], [true, 1]);
			const [pull] = shop.issues.values();
			assert.equal(pull?.title, 'Post-incident review of INC-7F3KQ: Checkout is down');
			assert.match(pull?.body ?? '', /Nobody could pay; it fixes #\u200B12, says @\u200Bada\./);
			assert.match(pull?.body ?? '', /- \[ \] Alert on an empty pool/);

			const branches = [{ ...branch, pullRequest: { number, url } }];
			const isOver = async () => (await host.pullRequest(at, number, never())).state !== 'open';
			const again = await openReviewBranch({ branches }, mitigations, repository, isOver, never());
			const next = await bring(`${REVIEW}\nMore.\n`, again ?? assert.fail('it is open'));
			await mitigations.push({ remote: 'origin', branch: BRANCH, tip: next.tip, expected: made.tip }, never());
			assert.equal(shop.git.run('rev-parse', BRANCH), next.tip);
			assert.equal((await open()).wasThere, true);
		} finally {
			reverting.remove();
		}
	});
});
