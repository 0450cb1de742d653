import assert from 'node:assert/strict';
import { GitHubDouble } from '../support/github/double';
import type { Repository } from '../support/github/state';
import { BREAKING, TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

describe('from a suspect to a revert that is merged', function () {
	this.timeout(180_000);
	let github: GitHubDouble;
	let shop: Repository;
	let token: string;

	before(async () => {
		github = await GitHubDouble.start();
	});
	const window = shopWindow({
		get settings() {
			return { 'faultline.github.enterpriseUri': github.origin };
		},
		before: (built) => {
			shop = github.state.addRepository('acme', 'shop', built.folder);
			shop.writers.add('robin');
			shop.assignable.add('ada').add('bob');
			shop.labels.set('revert', 'ededed');
			const git = built.git.bind(built);
			git('config', 'user.name', 'Robin');
			git('config', 'user.email', 'robin@example.com');
			git('remote', 'add', 'origin', `${github.origin}/acme/shop.git`);
			git('update-ref', 'refs/remotes/origin/main', 'main'); // a fetch would wait for this very process
			git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
			const sha = git('log', '-1', '--format=%H', `--grep=${BREAKING}`);
			github.state.addPull(
				shop,
				{ title: 'Deliver to @all countries', author: 'ada' },
				{ commits: [sha], mergedAt: '2026-01-03T12:00:00Z', reviews: [{ author: 'bob', state: 'APPROVED' }] },
			);
			token = github.token('robin');
		},
	});
	afterEach(() => github.check());
	after(() => github.close());

	const pulls = () => [...shop.issues.values()].filter(({ number }) => number > 1);
	const branchesThere = () => shop.git.run('for-each-ref', '--format=%(refname:short)', 'refs/heads/faultline');

	it('pushes the branch once its address was seen, and shows what would be opened', async () => {
		const { app, page } = window;
		await app.workbench.run('Faultline: Set GitHub Token…');
		await app.workbench.pick(github.host);
		await app.workbench.answer('Token for', token);
		await app.workbench.notification('knows you as robin').waitFor();
		await incidentFrom(window, TRACE);
		const suspect = page.locator('.monaco-list-row[aria-label^="Suspect commit "]', { hasText: BREAKING }).first();
		await app.workbench.treeItem('#1 Deliver to @all countries').waitFor(); // no row is drawn anew below the menu
		await app.workbench.contextMenu(suspect, 'Revert Suspect…');
		await app.workbench.pick('origin/main');
		await app.workbench.enter('Create Branch');
		await app.workbench.enter('Push and Open Pull Request…');
		await app.workbench.dialog.getByText(`${github.origin}/acme/shop.git`).waitFor();
		assert.equal(branchesThere(), '');
		await app.workbench.pressInDialog('Push');
		await app.workbench.quickRow(`Open Pull Request in ${github.host}/acme/shop`).waitFor();
		assert.match(branchesThere(), /^faultline\/revert-inc-\w+-take-the-country-from-the-address$/);
		await app.workbench.quickRow('Reviewers…').getByText('ada, bob').waitFor();
		await app.workbench.quickRow('Labels…').getByText('revert').waitFor();
		const editor = page.locator('.editor-instance .monaco-editor[data-uri^="untitled:"]');
		await editor.getByText('What broke').waitFor();
		assert.deepEqual(pulls(), []);
	});

	it('goes on after the connection was cut, with one branch and one pull request', async () => {
		const { app } = window;
		github.fail('cut', 1, ({ method, path }) => method === 'POST' && path.endsWith('/pulls'));
		await app.workbench.enter(`Open Pull Request in ${github.host}/acme/shop`);
		await app.workbench.notification('cannot be reached').waitFor();
		assert.deepEqual(pulls(), []);
		await app.workbench.pressInNotification('is kept in its editor', 'Continue…');
		await app.workbench.enter(`Open Pull Request in ${github.host}/acme/shop`);
		await app.workbench.notification('Opened pull request #2').waitFor();
		const [made, ...more] = pulls();
		assert.deepEqual(more, []);
		assert.equal(branchesThere().split('\n').length, 1);
		assert.match(made?.title ?? '', new RegExp(`^Revert "${BREAKING}" \\(INC-\\w+\\)$`));
		assert.deepEqual(
			{ labels: made?.labels, asked: made?.pull?.requested, draft: made?.pull?.draft, base: made?.pull?.base },
			{ labels: ['revert'], asked: ['ada', 'bob'], draft: false, base: 'main' },
		);
		const body = made?.body ?? '';
		for (const part of [/## What broke/, /## Evidence\n\n- `[0-9a-f]{10}` Take the country/, /at priceOf/, /## Risk/]) {
			assert.match(body, part);
		}
		assert.match(body, /## How to verify/);
		assert.match(body, /## How to reland/);
		assert.match(body, /- Incident: INC-\w+/);
	});

	it('links it, and opens no second one for who asks again', async () => {
		const { app, page } = window;
		await app.workbench.treeItem('Links').waitFor();
		await app.workbench.run('Faultline: Create Pull Request…');
		await app.workbench.notification(/Pull request #2.*was open already/).waitFor();
		assert.equal(pulls().length, 1);
		await app.workbench.run('Faultline: Open Incident');
		const document = app.workbench.webview({ extension: 'faultline.faultline' });
		await document
			.getByText(/Opened revert pull request #2 to main/)
			.first()
			.waitFor();
		await page.keyboard.press('Escape');
	});

	const link = () => window.page.locator('.monaco-list-row[role="treeitem"]', { hasText: '#2 Revert' });
	const page = () => window.app.workbench.webview({ extension: 'faultline.faultline' });

	it('shows how it stands, by itself', async () => {
		const section = window.app.workbench.treeItem('Links');
		await section.waitFor();
		if ((await section.getAttribute('aria-expanded')) === 'false') {
			await section.click();
		}
		await link().filter({ hasText: 'open' }).waitFor();
		const [made] = pulls();
		const sha = made?.pull?.head.sha ?? '';
		shop.checks.push({ sha, name: 'test', status: 'completed', conclusion: 'success' });
		made?.pull?.reviews.push({ author: 'ada', state: 'APPROVED' });
		const facts = 'open · checks passed · approved by ada';
		await link().filter({ hasText: facts }).waitFor({ timeout: 90_000 });
		await page().getByText(facts).first().waitFor();
	});

	it('offers once it is merged to mark the incident mitigated, and does so', async () => {
		const { app } = window;
		const answer = await fetch(`${github.api}/repos/acme/shop/pulls/2/merge`, {
			method: 'PUT',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: JSON.stringify({ merge_method: 'merge' }),
		});
		assert.equal(answer.status, 200);
		assert.match(shop.git.run('show', 'main:src/price.js'), /rates\[item\.country\]/);
		await app.workbench.notification('is merged. Is INC-').waitFor({ timeout: 120_000 });
		await app.workbench.pressInNotification('is merged. Is INC-', 'Mark Mitigated');
		await page().getByText('Status changed from new to mitigated').first().waitFor();
		await link().filter({ hasText: 'merged' }).waitFor();
	});
});
