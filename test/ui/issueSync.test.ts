import assert from 'node:assert/strict';
import { GitHubDouble } from '../support/github/double';
import type { Repository } from '../support/github/state';
import { TRACE } from './shop';
import { shopWindow } from './shopWindow';

describe('an incident and its issue on GitHub', function () {
	this.timeout(120_000);
	let github: GitHubDouble;
	let shop: Repository;

	before(async () => {
		github = await GitHubDouble.start();
	});
	const window = shopWindow({
		get settings() {
			return { 'faultline.github.enterpriseUri': github.origin, 'faultline.analyzeOnCreate': false };
		},
		before: (repository) => {
			shop = github.state.addRepository('acme', 'shop', repository.folder);
			repository.git('remote', 'add', 'origin', `${github.origin}/acme/shop.git`);
		},
	});
	afterEach(() => github.check());
	after(() => github.close());

	it('makes an incident of an issue, and exchanges notes and comments with it: what is sent was seen before', async () => {
		const { app, page } = window;
		const { workbench } = app;
		const issue = github.state.addIssue(shop, {
			title: 'Prices are wrong',
			labels: ['P1', 'data'],
			body: `Since noon.\n\n\`\`\`\n${TRACE}\n\`\`\``,
		});
		await workbench.run('Faultline: Set GitHub Token…');
		await workbench.pick(github.host);
		await workbench.answer('Token for', github.token('acme'));
		await workbench.notification('knows you as acme').waitFor();
		await workbench.run('Faultline: Create Incident from Issue…');
		await page.locator('.quick-input-widget:visible input[placeholder^="Words, a number"]').fill('prices wrong');
		await workbench.pick(`#${issue.number} Prices are wrong`);
		const form = workbench.webview({ extension: 'faultline.faultline' });
		await form
			.getByText(/filled this in\. .* Its label “P1” says priority P1\. Its label “data” says category Data\./)
			.waitFor();
		assert.equal(await form.getByLabel('Title').inputValue(), 'Prices are wrong');
		await form.getByRole('button', { name: 'Create Incident' }).click();
		await workbench.treeItem('Links').waitFor();
		await workbench.run('Faultline: Sync with Issue Now');
		await workbench.notification('and its issue say the same').waitFor();
		await workbench.run('Faultline: Add Note…');
		await workbench.answer('What happened, or what you found out', 'We look at it, @all');
		await workbench.answer('When did it happen?', '');
		await workbench.treeItem('Notes').waitFor(); // it is recorded
		await workbench.run('Faultline: Review and Send to Issue…');
		await workbench.question('Comment: We look at it, @all').waitFor();
		assert.equal(issue.comments.length, 0, 'nothing was sent');
		await page.locator('.quick-input-widget:visible .quick-input-action', { hasText: 'OK' }).click();
		await workbench.notification('1 change was sent').waitFor();
		assert.match(issue.comments[0]?.body ?? '', /> We look at it, @\u200Ball/);
		const at = github.state.time();
		issue.comments.push({
			id: github.state.newId(),
			author: 'bob',
			body: 'It was the cache.',
			createdAt: at,
			updatedAt: at,
		});
		await workbench.run('Faultline: Sync with Issue Now');
		await workbench.run('Faultline: Open Incident');
		const document = workbench.webview({ extension: 'faultline.faultline' });
		const entry = document.locator('.timeline li', { hasText: 'It was the cache.' });
		await entry.waitFor();
		await entry.getByText('bob').waitFor();
		await document.getByText(/· synchronized/).waitFor();
	});
});
