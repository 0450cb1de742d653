import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { faultline, incidentFrom, setting, until } from './support';

const TRACE = `TypeError: Cannot read properties of undefined (reading 'country')
    at priceOf (/srv/shop/src/price.js:4:33)
    at checkout (/srv/shop/src/checkout.js:6:12)`;

const pages = () =>
	vscode.window.tabGroups.all
		.flatMap(({ tabs }) => tabs)
		.filter(
			({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('faultline.incidentPage'),
		);

describe('incident pages', () => {
	before(() => setting('analyzeOnCreate', false));
	after(async () => {
		await setting('analyzeOnCreate', undefined);
		await vscode.window.tabGroups.close(pages());
	});

	it('are one for each incident, named after it, and brought to the front when asked for again', async () => {
		const one = await incidentFrom(TRACE);
		const other = await incidentFrom(TRACE.replace('country', 'city'));
		for (const { id } of [one, other, one]) {
			await vscode.commands.executeCommand('faultline.openIncident', { incidentId: id });
		}
		await until(() => (pages().length === 2 ? true : undefined));
		const active = await until(() => pages().find(({ isActive, label }) => isActive && label.startsWith(one.key)));
		assert.match(active.label, /Cannot read properties/);
	});

	it('are called by the title that the incident has now', async () => {
		const { incidents } = await faultline();
		const incident = await incidentFrom(TRACE);
		await vscode.commands.executeCommand('faultline.openIncident', incident.key);
		await until(() => pages().find(({ label }) => label.startsWith(incident.key)));
		await incidents.edit(incident.id, { title: 'Checkout is down' });
		await until(() => pages().find(({ label }) => label === `${incident.key} Checkout is down`));
	});

	it('open for incidents only that are there', async () => {
		const before = pages().length;
		await vscode.commands.executeCommand('faultline.openIncident', { incidentId: 'INC-NONE0' });
		assert.equal(pages().length, before);
	});
});
