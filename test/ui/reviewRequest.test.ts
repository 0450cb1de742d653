import assert from 'node:assert/strict';
import { GitHubDouble } from '../support/github/double';
import type { Repository } from '../support/github/state';
import { aNewIncident } from '../support/incidents';
import { personsOwn } from '../support/reverting';
import { incidentsBeside } from './otherWindow';
import { shopWindow } from './shopWindow';

const TITLE = 'Checkout answers 500';
const REVIEW = `---\ntemplate: short\n---\n\n# ${TITLE}\n\n## Summary\n\nNobody could pay.\n`;

describe('a review that is opened as a pull request', function () {
	this.timeout(180_000);
	let github: GitHubDouble;
	let hosted: Repository;
	let beside: Awaited<ReturnType<typeof incidentsBeside>>;
	let id = '';

	before(async () => {
		github = await GitHubDouble.start();
	});
	const window = shopWindow({
		get settings() {
			return {
				'faultline.analyzeOnCreate': false,
				'faultline.github.enterpriseUri': github.origin,
				'faultline.reviews.folder': 'notes/incidents/',
			};
		},
		before: (shop) => {
			hosted = github.state.addRepository('acme', 'shop', shop.folder);
			hosted.writers.add('robin');
			hosted.labels.set('post-incident', 'ededed');
			shop.git('config', 'user.name', 'Robin');
			shop.git('config', 'user.email', 'robin@example.com');
			shop.git('remote', 'add', 'origin', `${github.origin}/acme/shop.git`);
			shop.git('update-ref', 'refs/remotes/origin/main', 'main'); // a fetch would wait for this very process
			shop.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
			shop.write('src/checkout.js', '// edited, and not committed\n');
		},
	});
	afterEach(() => github.check());
	after(async () => {
		beside?.dispose();
		await github.close();
	});

	const pulls = () => [...hosted.issues.values()].filter(({ pull }) => pull !== undefined);
	const there = () => hosted.git.run('for-each-ref', '--format=%(refname:short)', 'refs/heads/faultline');
	const incident = async () => (await beside.incidents.get(id)) ?? assert.fail('it is gone');
	const picture = async (name: string) => {
		if (process.env.FAULTLINE_PICTURES) {
			await window.app.workbench.screenshot(`${process.env.FAULTLINE_PICTURES}/reviewRequest-${name}.png`);
		}
	};

	it('shows the file before a branch is made, and makes it without touching the checkout', async () => {
		const { app, page, shop } = window;
		beside = await incidentsBeside(app, { now: () => Date.now() });
		({ id } = await beside.incidents.create(aNewIncident({ title: TITLE })));
		await beside.incidents.writeReview(id, REVIEW);
		await app.workbench.openView('Faultline');
		await app.workbench.treeItem(TITLE).waitFor();
		await app.workbench.run('Faultline: Set GitHub Token…');
		await app.workbench.pick(github.host);
		await app.workbench.answer('Token for', github.token('robin'));
		await app.workbench.notification('knows you as robin').waitFor();
		const own = () =>
			Object.fromEntries(
				Object.entries(personsOwn(shop.folder)).filter(
					([path]) => !/^\.git\/(?:FETCH_HEAD|logs\/refs\/remotes)/.test(path),
				),
			);
		const before = own();
		await app.workbench.run('Faultline: Open Pull Request of Review…');
		await app.workbench.pick(TITLE);
		await app.workbench.pick('origin/main');
		await app.workbench.quickRow('Create Branch').waitFor();
		await page.locator('.monaco-diff-editor .view-line', { hasText: 'Nobody could pay.' }).waitFor();
		const path = /notes\/incidents\/\d{4}-\d\d-\d\d-inc-\w{5}-checkout-answers-500\.md/;
		await app.workbench.quickRows.filter({ hasText: path }).waitFor();
		await picture('preview');
		assert.equal(shop.git('branch', '--list', 'faultline/*'), '');
		await app.workbench.enter('Create Branch');
		await app.workbench.dialog.getByText(`${github.origin}/acme/shop.git`).waitFor();
		assert.equal(there(), '');
		await app.workbench.pressInDialog('Push');
		await app.workbench.quickRow(`Open Pull Request in ${github.host}/acme/shop`).waitFor();
		await app.workbench.quickRow('Labels…').getByText('post-incident').waitFor();
		await picture('draft');
		assert.match(there(), /^faultline\/review-inc-\w{5}-checkout-answers-500$/);
		assert.match(hosted.git.run('diff', '--name-only', 'main', there()), path);
		assert.deepEqual(own(), before);
		assert.deepEqual(pulls(), []);
	});

	it('goes on after the connection was cut, with one branch and one pull request, which the incident is linked to', async () => {
		const { app } = window;
		github.fail('cut', 1, ({ method, path }) => method === 'POST' && path.endsWith('/pulls'));
		await app.workbench.enter(`Open Pull Request in ${github.host}/acme/shop`);
		await app.workbench.notification('cannot be reached').waitFor();
		assert.deepEqual(pulls(), []);
		await app.workbench.pressInNotification('is kept in its editor', 'Continue…');
		await app.workbench.enter(`Open Pull Request in ${github.host}/acme/shop`);
		await app.workbench.notification('Opened pull request #').waitFor();
		const [made, ...more] = pulls();
		assert.deepEqual([more, there().split('\n').length], [[], 1]);
		assert.match(made?.title ?? '', /^Post-incident review of INC-\w{5}: Checkout answers 500$/);
		assert.match(made?.body ?? '', /## Summary\n\nNobody could pay\./);
		assert.deepEqual(made?.labels, ['post-incident']);
		const { links = [] } = await incident();
		assert.deepEqual(
			links.map(({ kind, url }) => [kind, url]),
			[['pullRequest', `${github.origin}/acme/shop/pull/${made?.number}`]],
		);
	});

	it('gets what was written since, and no second pull request', async () => {
		const { app, page } = window;
		const again = () => app.workbench.contextMenu(app.workbench.treeItem('Review'), 'Open Pull Request of Review…');
		await app.workbench.treeItem('Links').waitFor(); // the link that came with the pull request draws the rows anew
		await again();
		await app.workbench.notification('was open already').waitFor();
		await app.workbench.run('Notifications: Clear All Notifications');
		await beside.incidents.writeReview(id, `${REVIEW}\nIt took an hour.\n`);
		await app.workbench.contextMenu(app.workbench.treeItem('Review'), 'Edit Review as Markdown');
		await page.locator('.monaco-editor[data-uri^="faultline-review:"]').getByText('It took an hour.').waitFor();
		await again();
		await app.workbench.enter('Commit to the Branch');
		await app.workbench.pressInDialog('Push');
		await app.workbench.notification('was open already').waitFor();
		assert.equal(pulls().length, 1);
		assert.equal(hosted.git.run('rev-list', '--count', `main..${there()}`), '2');
		assert.match(hosted.git.run('show', there()), /\+It took an hour\./);
	});
});
