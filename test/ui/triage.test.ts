import assert from 'node:assert/strict';
import { eventually } from './eventually';
import { BREAKING, TRACE } from './shop';
import { shopWindow } from './shopWindow';

describe('from a pasted stack trace to the suspect change', function () {
	this.timeout(60_000);
	const window = shopWindow();

	const incident = () => window.page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'TypeError' }).first();

	it('leads a newcomer from the empty view to a first incident', async () => {
		const { app, page } = window;
		await app.workbench.openView('Faultline');
		await page.evaluate((text) => navigator.clipboard.writeText(text), TRACE);
		await page.getByRole('button', { name: 'Create Incident from Clipboard' }).last().click();
		await app.workbench.pick('v1.4.0');
		await incident().waitFor();
	});

	it('names the change that broke it, first and with a reason', async () => {
		const { app, page } = window;
		await app.workbench.notification(`Most likely change: “${BREAKING}”`).waitFor();
		const commits = page.locator('.monaco-list-row[aria-label^="Suspect commit "]');
		await eventually(async () =>
			assert.match(
				(await commits.first().getAttribute('aria-label')) ?? '',
				new RegExp(`^Suspect commit 1 of \\d: ${BREAKING}`),
			),
		);
		await page.locator('.monaco-list-row', { hasText: 'src/price.js' }).last().waitFor();
	});

	it('opens a frame on the line that ran, though it has moved since', async () => {
		const { app, page } = window;
		await app.workbench.treeItem('priceOf').click();
		await page.locator('.editor-instance .monaco-editor[data-uri$="src/price.js"]').waitFor();
		await page.locator('.statusbar-item', { hasText: 'Ln 7,' }).waitFor();
	});

	it('shows the suspect commit’s diff', async () => {
		const { app, page } = window;
		await app.workbench.pressInNotification('Most likely change', 'Show Diff');
		await page.locator('.tab', { hasText: BREAKING }).waitFor();
		await page.locator('.monaco-diff-editor .view-line', { hasText: 'item.address.country' }).waitFor(); // it takes the focus until then
	});

	it('keeps a person’s verdicts on suspects, also on a commit that was not named', async () => {
		const { app, page } = window;
		const commit = (words: string) =>
			page.locator('.monaco-list-row[aria-label^="Suspect commit "]', { hasText: words });
		await app.workbench.contextMenu(commit('Start the shop'), 'Dismiss Suspect');
		await page.locator('.monaco-list-row', { hasText: 'Dismissed (1)' }).waitFor();
		await app.workbench.contextMenu(commit(BREAKING), 'Confirm as Cause');
		await page.locator(`.monaco-list-row[aria-label*="${BREAKING}"][aria-label*="confirmed"]`).waitFor();
		await app.workbench.pressInNotification('is recorded as the cause of', 'Undo');
		await page
			.locator(`.monaco-list-row[aria-label*="${BREAKING}"][aria-label*="confirmed"]`)
			.waitFor({ state: 'detached' });
		await app.workbench.contextMenu(incident(), 'It Was Another Commit…');
		await app.workbench.pick('Say what the shop is');
		await page
			.locator('.monaco-list-row[aria-label^="Commit Say what the shop is"][aria-label*="confirmed"]')
			.waitFor();
	});

	it('moves the incident along its lifecycle', async () => {
		const { app, page } = window;
		await app.workbench.contextMenu(incident(), 'Set Status…');
		await app.workbench.pick('Investigating');
		await page.locator('.monaco-list-row', { hasText: 'Investigating' }).first().waitFor();
	});

	it('deletes without asking, and brings back', async () => {
		const { app } = window;
		await app.workbench.contextMenu(incident(), 'Delete Incident');
		await incident().waitFor({ state: 'detached' });
		await app.workbench.pressInNotification('Deleted INC-', 'Undo');
		await incident().waitFor();
	});

	it('edits an incident in the same form, and keeps its trace', async () => {
		const { app } = window;
		await app.workbench.contextMenu(incident(), 'Edit Incident…');
		const form = app.workbench.webview({ extension: 'faultline.faultline' });
		await form.getByLabel('Title').fill('Checkout is down');
		await form.getByRole('button', { name: 'Save' }).click();
		await app.workbench.treeItem('Checkout is down').waitFor();
		await app.workbench.treeItem('priceOf').waitFor();
	});

	it('keeps incidents when the window is reloaded', async () => {
		const { app, page } = window;
		await app.workbench.open(page.url());
		await app.workbench.openView('Faultline');
		await app.workbench.treeItem('Checkout is down').waitFor();
	});
});
