import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { aTeamsHistory, fillHome } from '../support/dashboardHistory';
import { violations } from './axe';
import { eventually } from './eventually';
import { shopWindow } from './shopWindow';

const INCIDENTS = 60;

describe('the dashboard', function () {
	this.timeout(60_000);
	const window = shopWindow();
	let dashboard: FrameLocator;

	before(() => {
		dashboard = window.app.workbench.webview({ extension: 'faultline.faultline' });
	});

	const value = (label: string) => dashboard.locator('.tile', { hasText: label }).locator('.value');
	const card = (title: string) => dashboard.getByRole('region', { name: title });
	/** What is said when a page breaks its policy, or throws. */
	const complaints = () =>
		window.app.workbench.messages
			.filter(({ text }) => /Content Security Policy|dist\/webviews/.test(text))
			.map(({ text }) => text);

	it('says what to do where there is nothing to count yet', async () => {
		await window.app.workbench.run('Faultline: Open Dashboard');
		await dashboard.getByText('Nothing to count yet').waitFor();
		assert.deepEqual(await violations(dashboard.locator('main')), []);
	});

	it('fills as another window records incidents', async () => {
		const { shop, app } = window;
		const made = { repository: shop.folder, sha: shop.sha('v1.4.0'), incidents: INCIDENTS, days: 80, now: Date.now() };
		fillHome(app.server.userData, aTeamsHistory(made));
		await value('Incidents')
			.filter({ hasText: `${INCIDENTS}` })
			.waitFor();
		await dashboard.locator('.card.wide canvas').waitFor();
		await dashboard.getByText('60 incidents in the last 90 days').waitFor();
	});

	it('names the files that confirmed causes changed, asked of git', async () => {
		const row = card('Hot files').getByRole('row', { name: /src\/price\.js/ });
		await row.filter({ hasText: /(?:5\d|60)$/ }).waitFor(); // frames alone are in fewer
	});

	for (const theme of ['dark', 'light', 'high-contrast'] as const) {
		it(`has nothing for axe to complain about, as charts and as tables (${theme})`, async () => {
			await window.app.workbench.setTheme(theme);
			const tables = dashboard.getByRole('button', { name: 'Tables', exact: true });
			assert.deepEqual(await violations(dashboard.locator('main')), []);
			await tables.click();
			await card('Incidents by week')
				.getByRole('button', { name: /, P3: \d/ })
				.first()
				.waitFor();
			assert.deepEqual(await violations(dashboard.locator('main')), []);
			await tables.click();
			await dashboard.locator('.card.wide canvas').waitFor();
		});
	}

	it('draws in the colours of the theme that is chosen', async () => {
		const pixel = () =>
			card('Open now by priority')
				.locator('canvas')
				.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
		const before = await pixel();
		await window.app.workbench.setTheme('light');
		await dashboard.locator('body.vscode-light').waitFor();
		await eventually(async () => assert.notEqual(await pixel(), before));
	});

	it('shows the incidents behind a bar', async () => {
		const canvas = card('Open now by priority').locator('canvas');
		const box = await canvas.boundingBox();
		assert.ok(box);
		await canvas.click({ position: { x: box.width * 0.16, y: box.height * 0.58 } });
		await window.page.locator('.quick-input-title', { hasText: 'Open now by priority · P3' }).waitFor();
		assert.match((await window.app.workbench.quickRows.first().textContent()) ?? '', /P3/);
		await window.page.keyboard.press('Escape');
	});

	it('is read and used by keyboard alone: a period, a table, the incidents behind a number', async () => {
		const { page } = window;
		await dashboard.getByRole('radio', { name: '90 days' }).focus();
		await page.keyboard.press('ArrowLeft');
		await dashboard.getByText(/incidents in the last 30 days/).waitFor();
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowRight');
		await dashboard.getByText('60 incidents in the last 12 months').waitFor();
		assert.ok(
			await dashboard.getByRole('radio', { name: '12 months' }).evaluate((one) => one === document.activeElement),
		);
		await card('Incidents by category').getByRole('button', { name: 'Incidents by category as a table' }).focus();
		await page.keyboard.press('Space');
		await card('Incidents by category').locator('div.table').waitFor();
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.locator('.quick-input-title', { hasText: 'Incidents by category · ' }).waitFor();
		await page.keyboard.press('Escape');
	});

	it('saves a picture of the charts, and all tables', async () => {
		const { shop } = window;
		for (const [button, title, name] of [
			['Export PNG', 'Export Picture', 'incident-dashboard.png'],
			['Export CSV', 'Export Tables', 'incident-dashboard.csv'],
		] as const) {
			await dashboard.getByRole('button', { name: button }).click();
			await window.app.workbench.chooseFile(title);
			await window.app.workbench.notification(`Saved ${name}`).waitFor();
		}
		const png = readFileSync(join(shop.folder, 'incident-dashboard.png'));
		assert.deepEqual([png.subarray(1, 4).toString('latin1'), png.readUInt32BE(16)], ['PNG', 2480]);
		const csv = readFileSync(join(shop.folder, 'incident-dashboard.csv'), 'utf8');
		assert.match(csv, /^\ufeff60 incidents in the last 12 months\r\n/);
		assert.match(csv, /\r\nHot files\r\nFile,Incidents\r\nsrc\/price\.js,(?:5\d|60)\r\n/);
	});

	it('keeps what is looked at when the window is reloaded', async () => {
		await window.page.reload();
		await dashboard.getByText('60 incidents in the last 12 months').waitFor({ timeout: 55_000 }); // another extension host starts first
		await card('Incidents by category').locator('div.table').waitFor();
	});

	it('fits a narrow column', async () => {
		await window.app.workbench.run('View: Toggle Primary Side Bar Visibility');
		await window.page.setViewportSize({ width: 348, height: 800 });
		const width = () =>
			dashboard.locator('main').evaluate(() => [document.documentElement.scrollWidth, globalThis.innerWidth] as const);
		await eventually(async () => {
			const [content, inside] = await width();
			assert.ok(inside < 348 && content <= inside, `${content} px in ${inside}`);
		});
		await window.page.setViewportSize({ width: 1280, height: 800 });
	});

	it('breaks no rule of its own', () => {
		assert.deepEqual(complaints(), []);
	});
});
