import assert from 'node:assert/strict';
import { GitHubDouble } from '../support/github/double';
import { BREAKING, TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

describe('GitHub beside an incident', function () {
	this.timeout(90_000);
	let github: GitHubDouble;

	before(async () => {
		github = await GitHubDouble.start();
	});
	const window = shopWindow({
		get settings() {
			return { 'faultline.github.enterpriseUri': github.origin };
		},
		before: (repository) => {
			const shop = github.state.addRepository('acme', 'shop', repository.folder);
			repository.git('remote', 'add', 'origin', `${github.origin}/acme/shop.git`);
			const sha = repository.git('log', '-1', '--format=%H', `--grep=${BREAKING}`);
			github.state.addPull(
				shop,
				{ title: 'Deliver to another country', author: 'ada' },
				{ commits: [sha], mergedAt: '2026-01-03T12:00:00Z', reviews: [{ author: 'bob', state: 'APPROVED' }] },
			);
		},
	});
	afterEach(() => github.check());
	after(() => github.close());

	it('shows the pull request of a suspect once somebody gave a token, by one request', async () => {
		const { app, page } = window;
		await incidentFrom(window, TRACE);
		assert.deepEqual(github.requests, [], 'nobody is signed in');
		await app.workbench.run('Faultline: Set GitHub Token…');
		await app.workbench.pick(github.host);
		await page.locator('.quick-input-widget:visible input[type="password"]').waitFor();
		await app.workbench.answer(github.token('acme'));
		await app.workbench.notification('knows you as acme').waitFor();
		const item = app.workbench.treeItem('#1 Deliver to another country');
		await item.waitFor();
		assert.match((await item.getAttribute('aria-label')) ?? '', /merged .* · approved by bob · opened by ada/);
		assert.deepEqual(
			github.requests.map(({ operation }) => operation),
			['users/get-authenticated', 'graphql'],
		);
	});

	it('shows it on the incident’s page, without asking again', async () => {
		const { app } = window;
		await app.workbench.run('Faultline: Open Incident');
		const document = app.workbench.webview({ extension: 'faultline.faultline' });
		await document.getByRole('button', { name: '#1 Deliver to another country' }).waitFor();
		await document.getByText(/merged .* · approved by bob · opened by ada/).waitFor();
		assert.equal(github.requests.length, 2);
	});
});
