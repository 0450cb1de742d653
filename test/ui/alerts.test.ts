import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type Monitors, startMonitors } from '../support/monitors';
import { violations } from './axe';
import { eventually } from './eventually';
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

	it('open an incident, are silenced from it, and offer that it is mitigated once they are over', async () => {
		const { workbench } = window.app;
		await workbench.openView('Faultline');
		await workbench.run('Faultline: Add Alert Source…');
		await workbench.pick('Alertmanager');
		await workbench.answer('Address of Alertmanager', `${monitors.prometheus}/`); // not the one that was meant
		await workbench.answer('What it is called here', 'Alerts of the shop');
		await workbench.question('Leave it empty').waitFor();
		await shot('1-token');
		await workbench.answer('Leave it empty', '');
		await workbench.notification('Is the address right').waitFor();
		await workbench.pressInNotification('Is the address right', 'Correct It…');
		await workbench.answer('Address of Alertmanager', `${monitors.alertmanager}/`);
		await workbench.answer('What it is called here', 'Alerts of the shop');
		await workbench.answer('Leave it empty', '');
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
		await eventually(async () => assert.equal((await asked('/api/v2/silences')).length, 1));
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
		await workbench.question('cannot be reached').waitFor();
		await shot('6-offline');
	});

	it('open an incident out of the clipboard, where a monitor sent them to somebody else', async () => {
		const { app, page } = window;
		const { workbench } = app;
		const payload = readFileSync(join(__dirname, '../fixtures/payloads/sentry-event-webhook.json'), 'utf8');
		await page.evaluate((text) => navigator.clipboard.writeText(text), payload);
		for (const said of ['was opened for an alert of Sentry', 'has this alert of Sentry already']) {
			await workbench.run('Faultline: Create Incident from Alert Payload…');
			await workbench.quickRows.filter({ hasText: 'Clipboard' }).click();
			await workbench.notification(said).waitFor();
		}
		await shot('7-payload');
	});

	it('are taken in as well from who pastes them like a stack trace, who is told where they break off', async () => {
		const { app, page } = window;
		const { workbench } = app;
		const payload = readFileSync(join(__dirname, '../fixtures/payloads/alertmanager-webhook.json'), 'utf8');
		await page.evaluate((text) => navigator.clipboard.writeText(text), payload);
		await workbench.run('Faultline: Create Incident from Clipboard');
		await workbench.notification('alert of Alertmanager').waitFor();
		const cut = payload.split('\n').slice(0, 10).join('\n');
		await page.evaluate((text) => navigator.clipboard.writeText(text), cut);
		await workbench.run('Faultline: Create Incident from Clipboard');
		await workbench.notification('it breaks off at line 10').waitFor();
		await shot('8-pasted');
		await workbench.pressInNotification('it breaks off at line 10', 'Cancel');
	});

	it('say where a payload breaks off, and go there in an editor', async () => {
		const { app, page } = window;
		const { workbench } = app;
		const whole = readFileSync(join(__dirname, '../fixtures/payloads/alertmanager-webhook.json'), 'utf8');
		const cut = whole.split('\n').slice(0, 10).join('\n');
		await workbench.run('File: New Untitled Text File');
		await page.locator('.editor-instance .monaco-editor[data-uri^="untitled:"]').waitFor();
		await page.evaluate((text) => navigator.clipboard.writeText(text), cut);
		await page.keyboard.press('Control+V');
		await workbench.run('Faultline: Create Incident from Alert Payload…');
		await workbench.quickRows.filter({ hasText: 'The Open Editor' }).click();
		await workbench.notification('breaks off at line 10').waitFor();
		await shot('10-cut-off');
		await page.keyboard.press('Control+Home');
		await workbench.pressInNotification('breaks off at line 10', 'Show in Editor');
		await page.locator('.statusbar-item', { hasText: 'Ln 10,' }).waitFor();
	});

	it('come beside records of other tools, which are seen before they become incidents', async () => {
		const { app, page, shop } = window;
		const { workbench } = app;
		const file = join(shop.folder, 'incidents.csv');
		const lines = [
			'id,description,service_name,urgency,created_on,resolved_on',
			'1,Cart was empty – “once more”,cart,high,2026-11-01T10:00:00Z,2026-11-01T11:00:00Z',
			'2,Cart was slow,cart,low,11/12/2026 10:00,',
			'3,,cart,low,2026-11-01T10:00:00Z,',
		];
		writeFileSync(file, `\ufeff${lines.join('\r\n')}\r\n`, 'utf16le'); // as spreadsheets save it
		await workbench.run('Faultline: Import Records of Other Tools…');
		await workbench.chooseFile('Import Records of Other Tools', file);
		await workbench.quickRows.filter({ hasText: '← description' }).waitFor();
		await shot('8-mapping');
		await workbench.quickRows.filter({ hasText: 'Show What Becomes of It' }).click();
		await workbench.quickRows.filter({ hasText: 'Cart was empty – “once more”' }).waitFor();
		await workbench.quickRows.filter({ hasText: 'no start that can be read' }).waitFor();
		await shot('9-preview');
		await page.locator('.quick-input-widget:visible .quick-input-action', { hasText: 'OK' }).click();
		await workbench.notification('Incidents that were made of records: 2').waitFor();
		await workbench.run('Faultline: Import Records of Other Tools…');
		await workbench.chooseFile('Import Records of Other Tools', file);
		await workbench.quickRows.filter({ hasText: 'Show What Becomes of It' }).click();
		await workbench
			.notification('holds no new record, so nothing was imported. 2 are here already. 1 have no title')
			.waitFor();
	});
});

describe('monitors behind a proxy', function () {
	this.timeout(180_000);
	const asked: string[] = [];
	const proxy = createServer((request, response) => {
		asked.push(request.url ?? '');
		response.end(request.url?.includes('/alerts') ? '[]' : '{}');
	});
	before(() => new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve)));
	after(() => {
		proxy.closeAllConnections();
		proxy.close();
	});
	const window = shopWindow({
		get settings() {
			const address = proxy.address();
			const url = 'http://alertmanager.test';
			return {
				'http.proxy': `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
				'faultline.alerts.sources': [{ id: 'am-1', kind: 'alertmanager', name: 'Behind the proxy', url }],
			};
		},
	});

	it('are asked by way of the one that VS Code’s settings name', async () => {
		const { workbench } = window.app;
		await workbench.run('Faultline: Fetch Alerts Now');
		await workbench.notification('The monitors say nothing new').waitFor();
		assert.match(asked[0] ?? '', /^http:\/\/alertmanager\.test\/api\/v2\/alerts/);
	});
});
