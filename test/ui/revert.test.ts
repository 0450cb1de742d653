import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { personsOwn } from '../support/reverting';
import { BREAKING, TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

describe('from a suspect to a branch that reverts it', function () {
	this.timeout(120_000);
	const remote = mkdtempSync(join(tmpdir(), 'faultline-remote-'));
	const window = shopWindow({
		before: (shop) => {
			shop.git('config', 'user.name', 'Robin');
			shop.git('config', 'user.email', 'robin@example.com');
			execFileSync('git', ['init', '--quiet', '--bare', remote]);
			shop.git('remote', 'add', 'origin', remote);
			shop.git('push', '--quiet', 'origin', 'main');
			shop.write('src/checkout.js', '// edited, and not committed\n');
		},
	});
	after(() => rmSync(remote, { recursive: true, force: true }));

	const suspect = () =>
		window.page.locator('.monaco-list-row[aria-label^="Suspect commit "]', { hasText: BREAKING }).first();
	const atRemote = (...args: readonly string[]) => execFileSync('git', args, { cwd: remote, encoding: 'utf8' }).trim();

	it('shows what would change before anything is done', async () => {
		const { app, page } = window;
		await incidentFrom(window, TRACE);
		await app.workbench.contextMenu(suspect(), 'Revert Suspect…');
		await app.workbench.pick('origin/main');
		await app.workbench.quickRow('Create Branch').waitFor();
		await page.locator('.monaco-diff-editor .view-line', { hasText: 'item.address.country' }).waitFor();
		await app.workbench.quickRow(`Revert "${BREAKING}"`).waitFor();
		await page.locator('.quick-input-list').getByText('on origin/main', { exact: false }).first().waitFor();
		assert.equal(window.shop.git('branch', '--list', 'faultline/*'), '');
	});

	it('makes the branch, pushes it once the address was seen, and leaves the checkout alone', async () => {
		const { app, shop } = window;
		const own = () =>
			Object.fromEntries(
				Object.entries(personsOwn(shop.folder)).filter(
					([path]) => !/^\.git\/(?:FETCH_HEAD|logs\/refs\/remotes)/.test(path),
				),
			);
		const before = own();
		await app.workbench.enter('Create Branch');
		await app.workbench.enter('Push…');
		await app.workbench.dialog.getByText(remote).waitFor();
		assert.equal(atRemote('branch', '--list', 'faultline/*'), '');
		await app.workbench.pressInDialog('Push');
		await app.workbench.notification('is on origin now').waitFor();
		const branch = atRemote('for-each-ref', '--format=%(refname:short)', 'refs/heads/faultline');
		assert.match(branch, /^faultline\/revert-inc-\w+-take-the-country-from-the-address$/);
		assert.match(
			atRemote('log', '-1', '--format=%B', branch),
			new RegExp(`^Revert "${BREAKING}"\n\nThis reverts commit [0-9a-f]{40}\\.\n\nIncident: INC-\\w+$`),
		);
		assert.match(atRemote('show', `${branch}:src/price.js`), /item\.country/);
		assert.deepEqual(own(), before);
		assert.equal(readFileSync(join(shop.folder, 'src/checkout.js'), 'utf8'), '// edited, and not committed\n');
	});

	it('tells both in the incident’s timeline', async () => {
		const { app, page } = window;
		await page.keyboard.press('Escape');
		const row = page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'Cannot read properties of undefined' });
		await row.first().click(); // what is selected is opened without a question
		await app.workbench.run('Faultline: Open Incident');
		const incident = app.workbench.webview({ extension: 'faultline.faultline' });
		await incident
			.getByText(/Prepared branch faultline\/revert-.* on origin\/main, which reverts/)
			.first()
			.waitFor();
		await incident
			.getByText(/Pushed branch faultline\/revert-.* to origin/)
			.first()
			.waitFor();
	});
});
