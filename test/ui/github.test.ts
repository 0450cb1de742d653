import assert from 'node:assert/strict';
import { GitHubDouble } from '../support/github/double';
import type { Repository } from '../support/github/state';
import { BREAKING, TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

describe('GitHub beside an incident', function () {
	this.timeout(90_000);
	let github: GitHubDouble;
	let shop: Repository;

	before(async () => {
		github = await GitHubDouble.start();
	});
	const window = shopWindow({
		get settings() {
			return { 'faultline.github.enterpriseUri': github.origin };
		},
		before: (repository) => {
			shop = github.state.addRepository('acme', 'shop', repository.folder);
			repository.git('remote', 'add', 'origin', `${github.origin}/acme/shop.git`);
			const sha = repository.git('log', '-1', '--format=%H', `--grep=${BREAKING}`);
			github.state.addPull(
				shop,
				{ title: 'Deliver to another country', author: 'ada' },
				{ commits: [sha], mergedAt: '2026-01-03T12:00:00Z', reviews: [{ author: 'bob', state: 'APPROVED' }] },
			);
			const at = { ref: 'main', state: 'success' as const, environment: 'production' };
			shop.deployments.push(
				{ ...at, id: 1, sha: repository.git('rev-parse', `${sha}~1`), createdAt: '2026-01-03T11:00:00Z' },
				{ ...at, id: 2, sha: repository.git('rev-parse', 'HEAD'), createdAt: '2026-01-03T13:00:00Z' },
			);
			github.state.addIssue(shop, { title: 'Carts without an address fail', body: 'Since noon.' });
		},
	});
	afterEach(() => github.check());
	after(() => github.close());

	it('shows the pull request of a suspect, and where it is deployed, once somebody gave a token, by one request', async () => {
		const { app } = window;
		await incidentFrom(window, TRACE);
		assert.deepEqual(github.requests, [], 'nobody is signed in');
		await app.workbench.run('Faultline: Set GitHub Token…');
		await app.workbench.pick(github.host);
		await app.workbench.answer('Token for', github.token('acme'));
		await app.workbench.notification('knows you as acme').waitFor();
		const item = app.workbench.treeItem('#1 Deliver to another country');
		await item.waitFor();
		assert.match((await item.getAttribute('aria-label')) ?? '', /merged .* · approved by bob · opened by ada/);
		const environment = app.workbench.treeItem('production');
		assert.match((await environment.getAttribute('aria-label')) ?? '', /^Environment production, deployed .* ago$/);
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
		const deployed = document.getByRole('list', { name: 'Deployed to' }).first().getByRole('listitem');
		assert.match((await deployed.innerText()).replace(/\s+/g, ' '), /^production deployed .* ago$/);
		assert.equal(github.requests.length, 2);
	});

	it('creates an issue after it was seen and edited, and links the incident to it', async () => {
		const { app, page } = window;
		await app.workbench.run('Faultline: Create Issue…');
		await app.workbench.answer('Issue of INC-', 'Edit Title and Text First');
		const editor = page.locator('.editor-instance .monaco-editor[data-uri^="untitled:"]');
		await editor.waitFor();
		const requests = github.requests.filter(({ method }) => method === 'POST').length;
		assert.equal(shop.issues.size, 2, 'nothing was sent');
		await editor.click();
		await page.keyboard.press('Control+Home');
		await page.keyboard.press('Shift+End');
		await page.keyboard.type('# Checkout fails for @all');
		await app.workbench.pressInNotification('Nothing was sent', 'Continue…');
		await app.workbench.pick(`Create Issue in ${github.host}/acme/shop`);
		await app.workbench.notification('Created issue #3').waitFor();
		const issue = shop.issues.get(3);
		assert.equal(issue?.title, 'Checkout fails for @all', 'what the person wrote is theirs');
		assert.match(issue?.body ?? '', /at priceOf \(\/srv\/shop\/src\/price\.js:4:48\)/);
		assert.match(issue?.body ?? '', /Take the country from the address, pull request \[1\]/);
		assert.match(issue?.body ?? '', /- Incident: INC-/);
		assert.equal(github.requests.filter(({ method }) => method === 'POST').length, requests + 1);
		await editor.waitFor({ state: 'detached' });
		await app.workbench.treeItem('Links').waitFor();
	});

	it('links an issue that is found as one types', async () => {
		const { app, page } = window;
		await app.workbench.run('Faultline: Link Issue…');
		await page.locator('.quick-input-widget:visible input[placeholder^="Words, a number"]').fill('carts address');
		await app.workbench.quickRow('#3 Checkout fails for @all').waitFor({ state: 'detached' }); // it was looked for, and not only listed
		await app.workbench.pick('#2 Carts without an address fail');
		await app.workbench.notification('is linked to issue #2').waitFor();
	});
});
