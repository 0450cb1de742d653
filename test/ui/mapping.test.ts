import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually';
import { TRACE } from './shop';
import { shopWindow } from './shopWindow';

/** As a build printed it that kept the sources in a folder of another name. */
const ELSEWHERE = TRACE.replaceAll('/srv/shop/src/', '/build/out/');

describe('mapping a printed folder to one of the repository', function () {
	this.timeout(60_000);
	const window = shopWindow({ settings: { 'faultline.analyzeOnCreate': false } });

	const items = () =>
		window.page
			.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row')
			.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));

	it('begins with the folder of a frame, and shows what would be found', async () => {
		const { app, page } = window;
		await app.workbench.openView('Faultline');
		await page.evaluate((text) => navigator.clipboard.writeText(text), ELSEWHERE);
		await page.getByRole('button', { name: 'Create Incident from Clipboard' }).last().click();
		await app.workbench.treeItem('priceOf').waitFor();
		await app.workbench.run('Faultline: Map Frame Path…');
		await app.workbench.quickRow('src').waitFor();
		assert.equal(await app.workbench.quickInput.inputValue(), '/build/out');
		await eventually(async () =>
			assert.match((await items()).join('\n'), /src.*2 files are found.*src\/price\.js:4.*src\/checkout\.js:4/s),
		);
	});

	it('follows what is typed', async () => {
		const { app } = window;
		await app.workbench.quickInput.fill('/build/other');
		await app.workbench.quickRow('src').waitFor({ state: 'detached' });
		await app.workbench.quickInput.fill('/build/out');
		await app.workbench.quickRow('src').waitFor();
	});

	it('is kept in the settings of the workspace, and frames are found by it', async () => {
		const { app, page, shop } = window;
		await app.workbench.pick('src');
		await app.workbench.contextMenu(
			page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'TypeError' }).first(),
			'Analyze Suspects',
		);
		await app.workbench.pick('v1.4.0');
		await app.workbench.notification('Most likely change').waitFor();
		await page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'src/price.js' }).first().waitFor();
		const settings: unknown = JSON.parse(readFileSync(join(shop.folder, '.vscode/settings.json'), 'utf8'));
		assert.deepEqual(settings, { 'faultline.pathMappings': [{ from: '/build/out', to: 'src' }] });
	});
});
