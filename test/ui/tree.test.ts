import assert from 'node:assert/strict';
import type { Incidents } from '../../src/app/incidents';
import { aNewIncident } from '../support/incidents';
import { eventually } from './eventually';
import { incidentsBeside } from './otherWindow';
import { TRACE } from './shop';
import { shopWindow } from './shopWindow';

const TITLES = ['Checkout is down', 'Search is slow', 'Mails are sent twice', 'Prices are old'] as const;
const [CHECKOUT, SEARCH, MAILS, PRICES] = TITLES;

describe('triage in the tree', function () {
	this.timeout(60_000);
	const window = shopWindow({
		before: (shop) => shop.write('console.log', TRACE),
		settings: { 'faultline.analyzeOnCreate': false },
	});
	let beside: Awaited<ReturnType<typeof incidentsBeside>>;
	let incidents: Incidents;

	before(async () => {
		beside = await incidentsBeside(window.app, { now: () => Date.now() });
		incidents = beside.incidents;
		for (const [index, title] of TITLES.entries()) {
			await incidents.create(aNewIncident({ title, impact: index === 0 ? 1 : 3, urgency: index === 0 ? 1 : 3 }));
		}
		await window.app.workbench.openView('Faultline');
		await row(CHECKOUT).waitFor();
	});
	after(() => beside.dispose());

	const row = (label: string) => window.app.workbench.treeItem(label);
	const labels = () => window.page.locator('.monaco-list-row[role="treeitem"] .label-name').allTextContents();
	const find = (title: string) => incidents.list().find((incident) => incident.title === title);
	/** Waits until the other window has the status: what was done here is on disk. */
	const hasStatus = (title: string, status: string) => eventually(() => assert.equal(find(title)?.status, status));
	const group = (name: string, count: number) =>
		window.page.locator(`.monaco-list-row[aria-label^="${name}, ${count} incident"]`);

	it('groups by status, and says how many are in each group', async () => {
		const { workbench } = window.app;
		await workbench.run('Faultline: Group By…');
		await workbench.pick('Status');
		await group('New', 4).waitFor();
		await eventually(async () =>
			assert.deepEqual(await labels(), [
				...['New', CHECKOUT, PRICES, MAILS, SEARCH],
				...['Acknowledged', 'Investigating', 'Mitigated', 'Resolved', 'Closed'],
			]),
		);
	});

	it('counts what is open and urgent on the view’s icon', async () => {
		await window.page.getByRole('tab', { name: 'Faultline - 1 open incident of priority P1 or P2' }).waitFor();
	});

	it('filters by text, says so, and shows all again', async () => {
		const { workbench } = window.app;
		await workbench.run('Faultline: Filter Incidents…');
		await workbench.pick('Text…');
		await workbench.answer('Filter Incidents by Text', 'slow');
		await window.page.getByText('1 of 4: “slow”').waitFor();
		await row(CHECKOUT).waitFor({ state: 'detached' });
		await row(SEARCH).waitFor();
		await workbench.viewAction('Incidents', 'Clear Filter');
		await row(CHECKOUT).waitFor();
	});

	it('says where the filter leaves nothing, with the way back as a button', async () => {
		const { workbench } = window.app;
		await workbench.run('Faultline: Filter Incidents…');
		await workbench.pick('Status…');
		await workbench.pick('Closed');
		await window.page.keyboard.press('Enter');
		await window.page.getByText('No incident fits the filter.').waitFor();
		await window.page.locator('.welcome-view').getByRole('button', { name: 'Clear Filter' }).click();
		await row(CHECKOUT).waitFor();
	});

	it('moves an incident that is dragged to a group, as the lifecycle has it', async () => {
		await row(MAILS).dragTo(row('Investigating'));
		await group('Investigating', 1).waitFor();
		await hasStatus(MAILS, 'investigating');
		await row(MAILS).dragTo(row('New'));
		await window.app.workbench.notification('is investigating and cannot become new from there').waitFor();
		assert.equal(find(MAILS)?.status, 'investigating');
	});

	it('asks for what a step needs before it is made', async () => {
		const { workbench } = window.app;
		await row(MAILS).dragTo(row('Resolved'));
		await group('Resolved', 1).waitFor();
		await row('Resolved').click(); // opens it
		await row(MAILS).dragTo(row('Closed'));
		await workbench.answer('How was it verified', 'No mail was sent twice since noon');
		await group('Closed', 1).waitFor();
		await hasStatus(MAILS, 'closed');
	});

	it('changes many at once, and says which were left and why', async () => {
		const { workbench } = window.app;
		await row('Closed').click();
		await row(SEARCH).click();
		await row(PRICES).click({ modifiers: ['Control'] });
		await row(MAILS).click({ modifiers: ['Control'] });
		await workbench.contextMenu(row(SEARCH), 'Set Status…');
		await workbench.pick('Acknowledged');
		await workbench
			.notification(`2 incidents are acknowledged now. ${find(MAILS)?.key}: what is closed cannot become acknowledged.`)
			.waitFor();
		await group('Acknowledged', 2).waitFor();
	});

	it('does nothing to another incident where the one whose menu is open goes away', async () => {
		const { workbench } = window.app;
		const { id } = await incidents.create(aNewIncident({ title: 'It was nothing' }));
		await row(CHECKOUT).click();
		await row('It was nothing').click({ button: 'right' });
		await workbench.menuItem('Delete Incident').waitFor();
		await incidents.delete(id);
		await row('It was nothing').waitFor({ state: 'detached' });
		await workbench.menuItem('Delete Incident').click();
		await workbench.notification('it is not known what you meant').waitFor();
		await row(CHECKOUT).waitFor();
	});

	it('takes a reason for a priority that impact and urgency do not give', async () => {
		const { workbench } = window.app;
		await workbench.run('Faultline: Group By…');
		await workbench.pick('Priority');
		await group('P3', 3).waitFor();
		await row(CHECKOUT).click(); // else all that is selected would be dragged
		await row(SEARCH).dragTo(row('P1'));
		await workbench.answer('Why is it another priority', 'The campaign begins today');
		await group('P1', 2).waitFor();
		await eventually(async () => {
			const whole = await incidents.get(find(SEARCH)?.id ?? '');
			assert.equal(whole?.priorityOverride?.reason, 'The campaign begins today');
		});
	});

	it('attaches a file that is dragged to an incident, and opens it from there', async () => {
		const { workbench } = window.app;
		await workbench.openFile('src/price.js');
		await window.page.locator('.tab', { hasText: 'price.js' }).dragTo(row(CHECKOUT));
		await row('Attached Files').waitFor();
		await row('Attached Files').click();
		await window.page.keyboard.press('Escape');
		await workbench.run('View: Close All Editors');
		await row('price.js').click();
		await window.page.locator('.editor-instance .monaco-editor[data-uri$="src/price.js"]').waitFor();
	});

	it('offers a log with a stack trace as evidence', async () => {
		const { workbench } = window.app;
		await workbench.openFile('console.log');
		await window.page.locator('.tab', { hasText: 'console.log' }).dragTo(row(CHECKOUT));
		await workbench.pick('Add Its Stack Trace as Evidence');
		await window.page.locator('.monaco-list-row', { hasText: 'Cannot read properties of undefined' }).first().waitFor();
	});

	describe('opens an incident’s page', () => {
		const areOpen = (count: number) =>
			eventually(async () => assert.equal((await window.page.locator('.tab').allTextContents()).length, count));
		const tab = (title: string) => window.page.locator('.tab.active', { hasText: title });
		const view = () => window.app.workbench.webview({ extension: 'faultline.faultline' });

		before(() => window.app.workbench.run('View: Close All Editors'));

		it('by a click, in place of the one that was only looked at', async () => {
			await row(CHECKOUT).click();
			await tab(CHECKOUT).waitFor();
			await view().getByRole('heading', { level: 1, name: CHECKOUT }).waitFor();
			await view()
				.locator('body')
				.evaluate(() => Object.assign(globalThis, { wasCheckout: true }));
			await row(PRICES).click();
			await tab(PRICES).waitFor();
			await view().getByRole('heading', { level: 1, name: PRICES }).waitFor();
			await window.page.locator('.tab', { hasText: CHECKOUT }).waitFor({ state: 'detached' });
			await areOpen(1);
			assert.ok(
				await view()
					.locator('body')
					.evaluate(() => 'wasCheckout' in globalThis),
				'it is the same document',
			);
			assert.equal(await view().getByText(CHECKOUT).count(), 0);
		});

		it('and leaves the status bar with the incident that is worked on', async () => {
			const status = window.page.locator('.statusbar-item', { hasText: find(PRICES)?.key ?? '' });
			assert.equal(await status.count(), 0);
			await view().getByRole('button', { name: 'Investigate' }).click();
			await status.waitFor();
		});

		it('beside the one that somebody has worked on', async () => {
			await row(SEARCH).click();
			await tab(SEARCH).waitFor();
			await areOpen(2);
		});

		it('to stay, when it is clicked twice', async () => {
			await row(SEARCH).dblclick();
			await row(CHECKOUT).click();
			await tab(CHECKOUT).waitFor();
			await areOpen(3);
		});

		it('by Enter, with the focus on it', async () => {
			await window.app.workbench.run('View: Close All Editors');
			await row(SEARCH).click({ modifiers: ['Control'] }); // selects, and opens nothing
			await window.page.keyboard.press('Enter');
			await tab(SEARCH).waitFor();
			await view().getByRole('heading', { level: 1, name: SEARCH }).waitFor();
			await window.page.waitForFunction(() => document.activeElement?.classList.contains('webview'));
			await window.app.workbench.run('View: Close All Editors');
		});

		it('while something is being typed on the one that was looked at, which is kept', async () => {
			await row(CHECKOUT).click();
			await view().getByRole('button', { name: 'Add Note…', exact: true }).click();
			await view().getByLabel('What happened?').fill('The queue is full');
			await row(PRICES).click();
			await view().getByRole('heading', { level: 1, name: PRICES }).waitFor();
			await row(CHECKOUT).click();
			await view().getByRole('heading', { level: 1, name: CHECKOUT }).waitFor();
			assert.equal(await view().getByLabel('What happened?').inputValue(), 'The queue is full');
			await window.app.workbench.run('View: Close All Editors');
		});
	});

	describe('when the window is reloaded', () => {
		it('is arranged as it was, with those groups closed that were', async () => {
			await row('P1').click();
			await row(CHECKOUT).waitFor({ state: 'detached' });
			await window.app.workbench.reload();
			await group('P1', 2).waitFor();
			await row(PRICES).waitFor();
			assert.equal(await row(CHECKOUT).count(), 0);
		});
	});
});
