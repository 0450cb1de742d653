import assert from 'node:assert/strict';
import { eventually } from './eventually';
import { TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

const CAUSED = `Error: The checkout failed
    at serve (/srv/shop/src/checkout.js:4:14) {
  [cause]: ${TRACE.slice(TRACE.indexOf('TypeError')).replaceAll('\n', '\n  ')}
}`;

describe('stepping through a trace with the debugger’s own views and keys', function () {
	this.timeout(60_000);
	const window = shopWindow();

	const atLine = (line: number) => window.page.locator('.statusbar-item', { hasText: `Ln ${line},` }).waitFor();

	it('opens the call stack from the trace, with the exception shown at its line', async () => {
		const { app, page } = window;
		await incidentFrom(window, CAUSED);
		await app.workbench.contextMenu(app.workbench.treeItem('Stack Trace'), 'Step Through Trace');
		await page.locator('.exception-widget', { hasText: 'Cannot read properties of undefined' }).waitFor();
		await atLine(7);
	});

	it('reads the threads and frames out to a screen reader', async () => {
		const { page } = window;
		const labels = page.locator('.debug-call-stack .monaco-list-row');
		await page.locator('.monaco-list-row[aria-label^="Stack Frame checkout"]').waitFor();
		await eventually(async () => {
			const spoken = await labels.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label') ?? ''));
			assert.ok(
				spoken.some((label) => label.includes('TypeError: Cannot read properties') && label.includes('frame 1 of 4')),
				spoken.join('\n'),
			);
			assert.ok(spoken.includes('Stack Frame priceOf, line 7, price.js'), spoken.join('\n'));
		});
	});

	it('goes to the next and the previous frame by keyboard', async () => {
		const { page } = window;
		await page.keyboard.press('Control+F10');
		await page.locator('.editor-instance .monaco-editor[data-uri$="src/checkout.js"]').waitFor();
		await atLine(4);
		await page.keyboard.press('Control+F9');
		await page.locator('.editor-instance .monaco-editor[data-uri$="src/price.js"]').waitFor();
		await atLine(7);
	});
});
