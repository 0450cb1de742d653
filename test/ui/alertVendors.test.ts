import assert from 'node:assert/strict';
import type { SourceKind } from '../../src/core/alerts/kinds';
import { type Asked, VendorDouble } from '../support/vendors/double';
import { TOKEN, type VendorState, without } from '../support/vendors/guard';
import { VENDORS, type Vendor } from '../support/vendors/table';
import { violations } from './axe';
import { shopWindow } from './shopWindow';

const SHOTS = process.env.FAULTLINE_SHOTS;
const ACCOUNT = 'Where is your account?';

describe('monitors that can do more than tell', function () {
	this.timeout(240_000);
	const doubles: VendorDouble[] = [];
	const started = async (kind: SourceKind, state: VendorState): Promise<{ vendor: Vendor; double: VendorDouble }> => {
		const vendor = VENDORS.find((one) => one.kind === kind);
		assert.ok(vendor);
		const double = await VendorDouble.start(kind, vendor.routes(state));
		doubles.push(double);
		return { vendor, double };
	};
	const aState = (more: Partial<VendorState> = {}): VendorState => ({
		...{ isAcknowledged: false, isResolved: false, told: 0 },
		...more,
	});
	const window = shopWindow({
		settings: {
			'faultline.analyzeOnCreate': false,
			'faultline.alerts.pollSeconds': 3600,
			'faultline.alerts.annotate': 'ask',
		},
	});
	before(() => window.app.workbench.openView('Faultline'));
	after(() => {
		for (const double of doubles) {
			double.close();
			double.check();
		}
	});

	const shot = async (name: string) => {
		if (SHOTS) {
			await window.app.workbench.screenshot(`${SHOTS}/${name}.png`);
		}
	};
	/** Goes through the guided set-up. @param where asks for the address, @param token is asked for by its own words */
	const add = async (label: string, where: string, url: string, token: string) => {
		const { workbench } = window.app;
		await workbench.run('Faultline: Add Alert Source…');
		await workbench.pick(label);
		await answer(where, url, token);
	};
	const answer = async (where: string, url: string, token: string) => {
		const { workbench } = window.app;
		await workbench.answer(where, url);
		await workbench.typeAnswer('What it is called here');
		if (where === ACCOUNT && token.startsWith('key:')) {
			await workbench.question('What of it opens incidents?').waitFor();
			await shot('vendor-parts');
			await workbench.question('What of it opens incidents?').locator('.quick-input-action', { hasText: 'OK' }).click();
		}
		await workbench.answer('It is kept in the secret storage', token);
	};

	it('name exactly what the keys of Datadog lack, then open incidents of its monitors, incidents and errors', async () => {
		const { double } = await started('datadog', aState());
		const { workbench } = window.app;
		await add('Datadog', ACCOUNT, double.base, `key:${without('incident_read')}`);
		await workbench.notification('lacks the permission “incident_read”').waitFor();
		await shot('vendor-1-lacks');
		await workbench.pressInNotification('lacks the permission “incident_read”', 'Correct It…');
		await answer(ACCOUNT, double.base, `key:${TOKEN}`);
		await workbench.notification('Datadog answers: Datadog').waitFor();
		for (const title of ['Checkout fails', 'Checkout is down', 'TypeError: x is undefined']) {
			await workbench.treeItem(title).first().waitFor();
		}
		await shot('vendor-2-datadog');
	});

	it('call people in by the policy that a person chose, once, and have it in the timeline', async () => {
		const state = aState();
		const { double } = await started('opsgenie', state);
		const { app, page } = window;
		const { workbench } = app;
		await add('Opsgenie', ACCOUNT, double.base, TOKEN);
		await workbench.notification('Opsgenie answers: Opsgenie').waitFor();
		const [key = ''] = /INC-\w+/.exec(await workbench.notification('An alert opened').innerText()) ?? [];
		const incident = page.locator('.monaco-list-row[role="treeitem"]', { hasText: key });
		await incident.locator('.monaco-tl-twistie').click();
		const alerts = workbench.treeItem('Alerts').first();
		await alerts.locator('.monaco-tl-twistie').click();
		const alert = page.locator('.monaco-list-row[role="treeitem"][aria-level="3"]', { hasText: 'Opsgenie' }).first();
		await alert.waitFor();
		await workbench.contextMenu(alert, 'Escalate Alert at Its Source…');
		await workbench.question('Whom shall Opsgenie call in?').waitFor();
		await workbench.pick('Shop');
		await workbench.question('Opsgenie calls in “Shop” at once').waitFor();
		assert.equal(state.escalatedTo, undefined, 'nobody is called before the last answer');
		await shot('vendor-3-escalate');
		await workbench.answer('Why is it escalated?', 'Nobody has looked for ten minutes');
		await workbench.notification('is escalated to Shop').waitFor();
		assert.deepEqual(state.escalatedTo, ['p-1']);
		await incident.click();
		await workbench.run('Faultline: Open Incident');
		const document = workbench.webview({ extension: 'faultline.faultline' });
		await document.locator('.timeline li', { hasText: 'Nobody has looked for ten minutes' }).waitFor();
		await document.getByRole('button', { name: 'Escalate “Checkout fails” where it is from' }).waitFor();
		assert.deepEqual(await violations(document.locator('main, #root, body').first()), []);
		await shot('vendor-4-escalated');
	});

	it('are read beside our own suspects, where they name a commit themselves', async () => {
		const { app, page, shop } = window;
		const { workbench } = app;
		const { double } = await started('sentry', aState({ suspect: shop.sha('HEAD~2') }));
		await add('Sentry', 'Address of Sentry', `${double.base}/organizations/shop`, TOKEN);
		await workbench.notification('Sentry answers: Sentry, organization Shop').waitFor();
		const row = page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'TypeError: x is undefined (2 alerts)' });
		await workbench.contextMenu(row, 'Analyze Suspects');
		await workbench.notification('Most likely change').waitFor();
		await workbench.contextMenu(row, 'Second Opinion'); // what is selected by now is not what this is about
		await page.locator('.quick-input-list', { hasText: 'Sentry itself' }).waitFor();
		await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Say what the shop is' }).first().waitFor();
		await shot('vendor-7-opinion');
		await page.keyboard.press('Escape');
	});

	it('show an incident on graphs once a person has seen what is sent, and until when it lasted', async () => {
		const { double } = await started('grafana', aState());
		const marks: unknown[] = [];
		double.onAsked = ({ method, body }: Asked) => {
			if (method !== 'GET') {
				marks.push(body);
			}
		};
		const { workbench } = window.app;
		await add('Grafana', 'Address of Grafana', double.base, TOKEN);
		await workbench.notification('Grafana answers: Grafana 12').waitFor();
		await workbench.run('Faultline: New Incident…');
		const form = workbench.webview({ extension: 'faultline.faultline' });
		await form.getByLabel('Title').fill('Cart is empty');
		await form.getByRole('button', { name: 'Create Incident' }).click();
		await workbench.notification('Shall graphs of Grafana show it?').waitFor();
		assert.deepEqual(marks, [], 'nothing is sent unseen');
		await workbench.pressInNotification('Shall graphs of Grafana show it?', 'Annotate…');
		await workbench.question('Nothing else is sent').waitFor();
		await shot('vendor-5-annotate');
		await workbench.typeAnswer('Nothing else is sent');
		await workbench.notification('Annotated on graphs of Grafana').waitFor();
		const [mark] = marks as readonly { readonly text: string; readonly tags: readonly string[] }[];
		assert.match(mark?.text ?? '', /^INC-\w+: Cart is empty$/);
		assert.equal(mark?.tags[0], 'faultline');
		await workbench.run('Faultline: Manage Alert Sources…');
		await workbench.quickRows.filter({ hasText: 'Grafana' }).first().click();
		await workbench.question('Show Alerting Rules…').waitFor();
		await workbench.quickRows.filter({ hasText: 'Show Alerting Rules…' }).click();
		await window.page.locator('.quick-input-list .monaco-list-row', { hasText: 'cannot be evaluated' }).waitFor();
		await shot('vendor-6-rules');
		await window.page.keyboard.press('Escape');
	});
});
