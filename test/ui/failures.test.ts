import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually';
import { shopWindow } from './shopWindow';

/** Runs into what v1.4.0 broke, again and again, whenever the debugger is ready. */
const PROGRAM = `const { priceOf } = require('./src/price');

function checkout(cart) {
	return cart.map((item) => priceOf(item));
}

process.on('uncaughtException', () => {});
setInterval(() => checkout([{ price: 2 }]), 200);
`;
const LAUNCH = {
	version: '0.2.0',
	configurations: [{ type: 'node', request: 'launch', name: 'shop', program: `\${workspaceFolder}/run.js` }],
};

describe('an incident from a failure in front of one', function () {
	this.timeout(120_000);
	const window = shopWindow({
		extensions: ['failing-tests'],
		settings: { 'faultline.analyzeOnCreate': false },
		before: ({ folder }) => {
			mkdirSync(join(folder, '.vscode'));
			writeFileSync(join(folder, 'run.js'), PROGRAM);
			writeFileSync(join(folder, '.vscode/launch.json'), JSON.stringify(LAUNCH));
		},
	});

	const spoken = () =>
		window.page
			.locator('.monaco-list-row[role="treeitem"]')
			.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));

	it('is created beside a failed test’s message', async () => {
		const { app, page } = window;
		await app.workbench.run('Testing: Focus on Test Explorer View');
		await page.locator('.test-explorer .monaco-list-row', { hasText: 'prices an order' }).waitFor(); // before, there is nothing to run
		await app.workbench.run('Test: Run All Tests');
		await app.workbench.run('Test Results: Focus on Test Results View');
		await page
			.locator('.monaco-list-row', { hasText: 'prices an order' })
			.filter({ hasText: 'Cannot read' })
			.last()
			.click();
		await page.getByText('Create Incident from This Failure').first().click();
		await app.workbench.treeItem('Stack Trace').waitFor();
		await eventually(async () =>
			assert.match((await spoken()).join('\n'), /prices an order: Cannot read properties of undefined/),
		);
	});

	it('is created from what a debugged program stopped for, the runtime’s calls as vendor frames', async () => {
		const { app, page } = window;
		await app.workbench.contextMenu(
			page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'prices an order' }).first(),
			'Delete Incident',
		);
		await app.workbench.run('View: Show Run and Debug');
		await app.workbench.run('Debug: Start Debugging');
		const uncaught = page.locator('.debug-breakpoints .monaco-list-row', { hasText: 'Uncaught Exceptions' });
		await uncaught.locator('input, .monaco-custom-toggle, .checkbox').first().click();
		const call = page.locator('.debug-call-stack .monaco-list-row', { hasText: 'priceOf' }).first();
		await call.waitFor();
		await app.workbench.contextMenu(call, 'Create Incident from This Failure');
		await page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'vendor frames' }).first().waitFor();
		await eventually(async () => {
			const rows = (await spoken()).join('\n');
			assert.match(rows, /TypeError: Cannot read properties of undefined/);
			assert.doesNotMatch(rows, /node_internals/);
		});
	});
});
