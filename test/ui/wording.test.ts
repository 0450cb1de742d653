import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { violations } from './axe';
import { eventually } from './eventually';
import { TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

const REVIEW = `---
title: Checkout is down
---

# Checkout is down

The on-call engineer should have checked the replica lag.

The outage was due to human error. The deploy failed to start.
`;

describe('wording that blames a person', function () {
	this.timeout(90_000);
	const window = shopWindow({
		settings: { 'faultline.wording.phrases': ['cowboy deploy'] },
		before: ({ folder }) => {
			mkdirSync(join(folder, 'docs/incidents'), { recursive: true });
			writeFileSync(join(folder, 'docs/incidents/2026-checkout.md'), REVIEW);
			writeFileSync(join(folder, 'NOTES.md'), REVIEW);
		},
	});
	const press = (key: string) => window.page.keyboard.press(key);
	const squiggles = () => window.page.locator('.editor-instance:visible .squiggly-info');

	it('is underlined in Markdown files of the reviews folder, and rewritten by a quick fix', async () => {
		const { workbench } = window.app;
		await workbench.openFile('2026-checkout.md');
		await squiggles().nth(1).waitFor();
		await eventually(async () => assert.equal(await squiggles().count(), 2));
		await workbench.run('Go to Next Problem (Error, Warning, Info)');
		await window.page.getByText('what somebody should have done explains nothing').first().waitFor();
		if (process.env.FAULTLINE_PICTURES) {
			await workbench.screenshot(join(process.env.FAULTLINE_PICTURES, 'wording-editor.png'));
		}
		await press('Escape');
		const fix = window.page.locator('.action-widget').getByText('There was no prompt to check');
		await eventually(async () => {
			await workbench.run('Quick Fix...'); // its list may be gone again before it is read
			await fix.waitFor({ timeout: 3000 });
		});
		await fix.click();
		await window.page.locator('.view-line', { hasText: 'There was no prompt to check the replica lag.' }).waitFor();
		await squiggles().nth(1).waitFor({ state: 'detached' });
	});

	it('is left alone in other Markdown files', async () => {
		const { workbench } = window.app;
		await workbench.openFile('NOTES.md');
		await window.page.locator('.editor-instance:visible .view-line', { hasText: 'due to human error' }).waitFor();
		await workbench.openFile('2026-checkout.md'); // its check comes after the other’s
		await squiggles().first().waitFor();
		await workbench.openFile('NOTES.md');
		await eventually(async () => assert.equal(await squiggles().count(), 0));
	});

	it('is listed below the fields of the incident page, and rewritten by keyboard', async () => {
		const { workbench } = window.app;
		await incidentFrom(window, TRACE);
		await press('Escape');
		await workbench.run('Faultline: Open Incident');
		const page: FrameLocator = workbench.webview({ extension: 'faultline.faultline' });
		await page.getByRole('heading', { level: 1 }).waitFor();
		await page.getByRole('button', { name: 'Add Note…' }).click();
		const field = page.getByLabel('What happened?');
		await field.fill('Bob should have checked the cart. It was a cowboy deploy.');
		await page.getByText('2 wordings point at a person').waitFor();
		await page.getByText('your team does not want to read this').waitFor();
		assert.deepEqual(await violations(page.locator('body')), []);
		if (process.env.FAULTLINE_PICTURES) {
			await field.scrollIntoViewIfNeeded();
			await workbench.screenshot(join(process.env.FAULTLINE_PICTURES, 'wording-page.png'));
		}
		await field.press('Tab');
		await press('Enter');
		await page.getByText('One wording points at a person').waitFor();
		await eventually(async () =>
			assert.equal(await field.inputValue(), 'There was no prompt to check the cart. It was a cowboy deploy.'),
		);
		await page.locator('textarea:focus').waitFor();
	});

	it('is pointed out in the quick input of a note, which is taken all the same', async () => {
		const { workbench } = window.app;
		await workbench.run('Faultline: Add Note…');
		const note = workbench.question('What happened, or what you found out').locator('input.input');
		await note.fill('Bob forgot to warm the cache.');
		await window.page.getByText('Or: “There was no prompt').waitFor();
		await press('Enter');
		await workbench.answer('When did it happen?', '');
		await workbench.treeItem('Notes').waitFor();
	});

	it('is listed below the description in the form, until it is switched off', async () => {
		const { workbench } = window.app;
		await workbench.run('View: Close All Editors');
		await workbench.run('Faultline: New Incident…');
		const form = workbench.webview({ extension: 'faultline.faultline' });
		await form.getByLabel('Description').fill('Checkout is down. It is human error.');
		await form.getByText('One wording points at a person').waitFor();
		await form.getByRole('button', { name: 'Show “human error” in the text' }).click();
		const chosen = await form
			.getByLabel('Description')
			.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
		assert.equal(chosen, 'human error');
		if (process.env.FAULTLINE_PICTURES) {
			await workbench.screenshot(join(process.env.FAULTLINE_PICTURES, 'wording-form.png'));
		}
		mkdirSync(join(window.shop.folder, '.vscode'), { recursive: true });
		writeFileSync(join(window.shop.folder, '.vscode/settings.json'), '{ "faultline.wording.check": false }');
		await form.getByText('One wording points at a person').waitFor({ state: 'detached' });
	});
});
