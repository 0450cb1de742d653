import assert from 'node:assert/strict';
import { eventually } from './eventually';
import { incidentsBeside } from './otherWindow';
import { shopWindow } from './shopWindow';

const MINUTE = 60_000;
/** What is answered in 100 minutes is nearly due after 95. */
const TARGETS = { P1: { acknowledge: 100 } };
const LONG_AGO = 95 * MINUTE;

describe('warnings of targets', function () {
	this.timeout(90_000);
	const window = shopWindow({ settings: { 'faultline.targets': TARGETS } });

	const created = async (...titles: readonly string[]): Promise<readonly string[]> => {
		const beside = await incidentsBeside(window.app, { now: () => Date.now() - LONG_AGO });
		const draft = { description: '', category: 'availability', impact: 1, urgency: 1, evidence: [] } as const;
		try {
			const keys: string[] = [];
			for (const title of titles) {
				keys.push((await beside.incidents.create({ ...draft, title })).key);
			}
			return keys;
		} finally {
			beside.dispose();
		}
	};

	it('are one message where much is due at once, and it leads to the incidents', async () => {
		const { workbench } = window.app;
		const keys = await created('Checkout is down', 'Search is down', 'Sign-in is down');
		await workbench.openView('Faultline');
		const told = workbench.notification('3 things are nearly due or overdue');
		await told.waitFor();
		const text = await told.innerText();
		for (const key of keys) {
			assert.ok(text.includes(key), text);
		}
		assert.equal(await workbench.page.locator('.notifications-toasts .notification-list-item').count(), 1);
	});

	it('are said once: a window that opens afterwards does not say them again', async () => {
		const other = await window.app.newWindow();
		try {
			await other.openView('Faultline');
			const rows = other.page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'is down' });
			await rows.nth(2).waitFor();
			await other.page.waitForTimeout(5000); // longer than a window waits for others to say it
			assert.equal(await other.notification('nearly due').count(), 0);
		} finally {
			await other.page.close();
		}
	});

	it('are of one incident where that is all, with what to do about it as a button', async () => {
		const { workbench } = window.app;
		const [key = ''] = await created('Payments are down');
		await workbench.notification('Payments are down').waitFor();
		await workbench.pressInNotification('Payments are down', 'Acknowledge');
		await workbench.notification('Payments are down').waitFor({ state: 'detached' });
		const row = workbench.page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'Payments are down' });
		await row.and(workbench.page.locator('[aria-label*="Acknowledged" i]')).waitFor();
		await eventually(async () => assert.match((await row.getAttribute('aria-label')) ?? '', new RegExp(key)));
	});
});
