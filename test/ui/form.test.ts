import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { violations } from './axe';
import { eventually } from './eventually';
import { TRACE } from './shop';
import { shopWindow } from './shopWindow';

describe('the incident form', function () {
	this.timeout(60_000);
	const window = shopWindow({ settings: { 'faultline.analyzeOnCreate': false } });
	let form: FrameLocator;

	before(async () => {
		form = window.app.workbench.webview({ extension: 'faultline.faultline' });
		await window.app.workbench.openView('Faultline');
	});

	const isFocused = (label: string) =>
		eventually(async () =>
			assert.ok(await form.getByLabel(label).evaluate((element) => element === document.activeElement)),
		);
	const open = async () => {
		await window.app.workbench.run('Faultline: New Incident…');
		await form.getByLabel('Title').waitFor();
	};

	it('parses a pasted trace as it comes, and names the incident after it', async () => {
		await open();
		await form.getByLabel('Stack trace').fill(TRACE);
		await form.getByText('1 exception, 4 frames, 2 of them in-app').waitFor();
		await eventually(async () => assert.match(await form.getByLabel('Title').inputValue(), /^TypeError: Cannot read/));
	});

	it('follows the settings for what is in-app while it is open', async () => {
		const folder = join(window.shop.folder, '.vscode');
		mkdirSync(folder);
		writeFileSync(join(folder, 'settings.json'), JSON.stringify({ 'faultline.inApp.exclude': ['src/checkout.js'] }));
		await form.getByText('1 exception, 4 frames, 1 of them in-app').waitFor();
		rmSync(folder, { recursive: true });
		await form.getByText('1 exception, 4 frames, 2 of them in-app').waitFor();
	});

	it('derives the priority live', async () => {
		await form.getByLabel('Impact').selectOption('Whole business');
		await form.getByLabel('Urgency').selectOption('Now');
		assert.match((await form.locator('p.priority').textContent()) ?? '', /Priority\s+P1/);
		const chosen = form.locator('[role="gridcell"][aria-selected="true"]');
		assert.equal(await chosen.textContent(), 'P1');
		await form.getByLabel('P4: Few people, Later').click();
		assert.match((await form.locator('p.priority').textContent()) ?? '', /Priority\s+P4/);
		await chosen.press('ArrowUp');
		await chosen.press('ArrowLeft');
		assert.equal(await chosen.getAttribute('aria-label'), 'P3: Many people, This week');
		assert.ok(await chosen.evaluate((element) => element === document.activeElement));
		assert.equal(await form.getByLabel('Impact').locator('option:checked').textContent(), 'Many people');
	});

	it('says where the frames are in the repository', async () => {
		await form.getByText('2 of 2 in-app frames found in the repository at HEAD').waitFor();
		await form.locator('.frames .found', { hasText: 'src/price.js:4' }).waitFor();
	});

	it('asks why the priority is another one', async () => {
		await form.getByLabel('Another priority').selectOption('P1');
		await form.getByLabel('Title').press('Control+Enter');
		await form.getByText('Say why it is another priority').waitFor();
		await isFocused('Why');
		await form.getByLabel('Another priority').selectOption({ index: 0 });
	});

	it('says at the field what is missing, and goes there', async () => {
		await form.getByLabel('Title').fill('');
		await form.getByLabel('Title').press('Control+Enter');
		await form.getByText('Say what is broken').waitFor();
		assert.equal(await form.getByLabel('Title').getAttribute('aria-invalid'), 'true');
		await isFocused('Title');
	});

	for (const theme of ['dark', 'light', 'high-contrast'] as const) {
		it(`has nothing for axe to complain about (${theme})`, async () => {
			await window.app.workbench.setTheme(theme);
			assert.deepEqual(await violations(form.locator('main')), []);
		});
	}

	it('keeps what was typed when it is closed, and offers it again', async () => {
		await form.getByLabel('Title').fill('Checkout is down');
		await form.getByRole('button', { name: 'Cancel' }).click();
		await open();
		await form.getByText('This is the draft you left unsent.').waitFor();
		assert.equal(await form.getByLabel('Title').inputValue(), 'Checkout is down');
		assert.equal(await form.getByLabel('Stack trace').inputValue(), TRACE);
	});

	it('starts over when the draft is not wanted', async () => {
		await form.getByRole('button', { name: 'Start over' }).click();
		await form.getByText('This is the draft you left unsent.').waitFor({ state: 'detached' });
		assert.equal(await form.getByLabel('Title').inputValue(), '');
	});

	it('suggests what is recorded already, opens that one instead, and keeps the draft', async () => {
		const { app, page } = window;
		await form.getByLabel('Title').fill('Checkout forgets the country');
		await form.getByLabel('Stack trace').fill(TRACE);
		await form.getByText('1 exception, 4 frames, 2 of them in-app').waitFor();
		await form.getByLabel('Title').press('Control+Enter');
		await app.workbench.treeItem('Checkout forgets the country').waitFor();
		await open();
		await form.getByLabel('Stack trace').fill(TRACE.replace('09:14:07', '11:30:00'));
		const suggested = form.locator('.duplicates li', { hasText: 'same stack trace' });
		await suggested.getByText('Checkout forgets the country').waitFor();
		await suggested.getByRole('button', { name: /^Open INC-\w+ instead$/ }).press('Enter');
		await page.locator('.tab.active', { hasText: 'Checkout forgets the country' }).waitFor();
		await form.getByRole('heading', { level: 1, name: 'Checkout forgets the country' }).waitFor();
		await app.workbench.run('View: Close All Editors');
		await open();
		await form.getByText('This is the draft you left unsent.').waitFor();
		await form.getByRole('button', { name: 'Start over' }).click();
		await form.getByText('This is the draft you left unsent.').waitFor({ state: 'detached' });
	});

	it('is filled in and sent by keyboard alone', async () => {
		const { app, page } = window;
		await form.getByLabel('Stack trace').focus();
		await page.keyboard.press('Tab');
		await page.keyboard.type('Payments fail');
		await page.keyboard.press('Tab');
		await page.keyboard.type('Cards are refused since noon.');
		await page.keyboard.press('Tab');
		await page.keyboard.press('ArrowUp');
		await page.keyboard.press('Control+Enter');
		await app.workbench.treeItem('Payments fail').waitFor();
		await page.locator('iframe.webview').waitFor({ state: 'detached' });
	});
});
