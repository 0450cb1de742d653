import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { type Monitors, startMonitors } from '../support/monitors';
import { violations } from './axe';
import { TRACE } from './shop';
import { shopWindow } from './shopWindow';

const SHOTS = process.env.FAULTLINE_SHOTS;

describe('alerts of a real Alertmanager', function () {
	this.timeout(180_000);
	let monitors: Monitors;
	before(async () => {
		monitors = await startMonitors({ stacktrace: TRACE, runbook_url: 'https://runbooks.example/checkout' });
	});
	const window = shopWindow({ settings: { 'faultline.analyzeOnCreate': false, 'faultline.alerts.pollSeconds': 5 } });
	after(() => monitors.close());

	const shot = async (name: string) => {
		if (SHOTS) {
			await window.app.workbench.screenshot(`${SHOTS}/${name}.png`);
		}
	};
	const asked = async (path: string) => (await fetch(`${monitors.alertmanager}${path}`)).json() as Promise<unknown[]>;
	const until = async (fits: () => Promise<boolean>) => {
		for (let tries = 0; !(await fits()); tries++) {
			assert.ok(tries < 300, 'it did not happen within 30 seconds');
			await pause(100);
		}
	};

	it('open an incident, are silenced from it, and offer that it is mitigated once they are over', async () => {
		const { app, page } = window;
		const { workbench } = app;
		await workbench.openView('Faultline');
		await workbench.run('Faultline: Add Alert Source…');
		await workbench.pick('Alertmanager');
		await page.locator('.quick-input-widget:visible input[placeholder="https://"]').waitFor();
		await workbench.answer(`${monitors.prometheus}/`); // not the one that was meant
		await page.locator('.quick-input-widget:visible', { hasText: 'What it is called here' }).waitFor();
		await workbench.answer('Alerts of the shop');
		await page.locator('.quick-input-widget:visible input[type="password"]').waitFor();
		await shot('1-token');
		await workbench.answer('');
		await workbench.notification('Is the address right').waitFor();
		await workbench.pressInNotification('Is the address right', 'Correct It…');
		await page.locator('.quick-input-widget:visible input[placeholder="https://"]').waitFor();
		await workbench.answer(`${monitors.alertmanager}/`);
		await page.locator('.quick-input-widget:visible', { hasText: 'What it is called here' }).waitFor();
		await workbench.answer('Alerts of the shop');
		await page.locator('.quick-input-widget:visible input[type="password"]').waitFor();
		await workbench.answer('');
		await workbench.notification('Alerts of the shop answers: Alertmanager').waitFor();

		monitors.break(true);
		await workbench.notification('An alert opened INC-').waitFor();
		await shot('2-opened');
		await workbench.pressInNotification('An alert opened INC-', 'Open Incident');
		const document = workbench.webview({ extension: 'faultline.faultline' });
		await document.getByRole('heading', { name: 'Checkout fails' }).waitFor();
		await document.getByText('firing, began').waitFor();
		await document.getByText('priceOf').first().waitFor();
		await workbench.treeItem('Checkout fails').locator('.monaco-tl-twistie').click();
		await workbench.treeItem('Alerts').locator('.monaco-tl-twistie').click();
		await workbench.treeItem('Checkout fails').last().waitFor();
		await shot('3-page');
		assert.deepEqual(await violations(document.locator('main, #root, body').first()), []);

		await document.getByRole('button', { name: 'Acknowledge', exact: true }).click();
		await workbench.notification('Shall Alerts of the shop know?').waitFor();
		assert.deepEqual(await asked('/api/v2/silences'), [], 'nothing was sent unasked');
		await workbench.pressInNotification('Shall Alerts of the shop know?', 'Silence in Alerts of the shop');
		await until(async () => (await asked('/api/v2/silences')).length === 1);
		await document.locator('.timeline li', { hasText: 'was silenced in Alerts of the shop' }).waitFor();
		await shot('4-silenced');

		monitors.break(false);
		await workbench.notification('are resolved. Is it mitigated?').waitFor({ timeout: 60_000 });
		await shot('5-resolved');
		await workbench.pressInNotification('are resolved. Is it mitigated?', 'Mark Mitigated');
		await document.locator('.timeline li', { hasText: 'to mitigated' }).waitFor();

		await monitors.close();
		await workbench.run('Faultline: Fetch Alerts Now');
		await workbench.notification('Alerts of the shop cannot be reached').waitFor();
		await workbench.run('Faultline: Manage Alert Sources…');
		await page.locator('.quick-input-widget:visible', { hasText: 'cannot be reached' }).waitFor();
		await shot('6-offline');
	});
});
