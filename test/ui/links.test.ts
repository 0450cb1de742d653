import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually';
import { TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

describe('frames as links', function () {
	this.timeout(120_000);
	const window = shopWindow({
		before: ({ folder }) => {
			mkdirSync(join(folder, 'logs'));
			writeFileSync(join(folder, 'logs/crash.log'), `2026-11-20T09:14:06Z info checkout 3 items\n${TRACE}\n`);
		},
	});

	/** What is underlined in the log, from the top. */
	const links = () => window.page.locator('.monaco-editor[data-uri$="crash.log"] .detected-link');
	const link = (text: string) => links().filter({ hasText: text }).first();

	it('are in a log although nothing but the log woke the extension', async () => {
		await window.app.workbench.openFile('logs/crash.log');
		await link('price.js').waitFor();
		await eventually(async () => {
			const shown = (await links().allTextContents()).join('\n');
			assert.match(shown, /src\/price\.js:4:48/);
			assert.match(shown, /src\/checkout\.js:4:14/);
		});
	});

	it('show on hover the code as it was deployed, and what became of the line', async () => {
		await incidentFrom(window, TRACE);
		await window.app.workbench.openFile('logs/crash.log');
		await link('price.js').hover();
		const hover = window.page.locator('.monaco-hover:visible');
		await hover.getByText('src/price.js:4').waitFor();
		const text = ((await hover.textContent()) ?? '').replaceAll('\u00a0', ' ');
		assert.match(text, /deployed in v1\.4\.0 \([0-9a-f]+\) · INC-\w+/);
		assert.match(text, /➤\s*4\s+return item\.price \* \(1 \+ rates\[item\.address\.country\]\);/);
		assert.match(text, /Line 4 at [0-9a-f]+ is line 7 now\./);
		assert.match(text, /Open in Working Tree.*Open at Deployed Revision.*Compare Both/);
	});

	it('open the file at the line it is now, with Ctrl and a click', async () => {
		const { keyboard, mouse } = window.page;
		await mouse.move(0, 0);
		const box = await link('price.js').boundingBox(); // it is drawn anew while the key is held
		assert.ok(box);
		await keyboard.down('Control');
		await mouse.move(box.x + box.width / 2, box.y + box.height / 2);
		await window.page.locator('.detected-link-active').first().waitFor();
		await mouse.click(box.x + box.width / 2, box.y + box.height / 2);
		await keyboard.up('Control');
		await window.page.locator('.editor-instance .monaco-editor[data-uri$="src/price.js"]').waitFor();
		await window.page.locator('.statusbar-item', { hasText: 'Ln 7,' }).waitFor();
	});

	/** Runs a command in a terminal of its own, and opens the frame of price.js that it printed last. */
	const openPrinted = async (command: string) => {
		const { app, page } = window;
		await app.workbench.run('View: Close All Editors');
		await app.workbench.run('Terminal: Kill All Terminals');
		await app.workbench.run('Terminal: Create New Terminal');
		const rows = page.locator('.terminal-wrapper .xterm-rows > div');
		// The mark beside a prompt says that shell integration tells of commands; it has no neutral colour any more once one has ended.
		const mark = page.locator('.terminal-wrapper .terminal-command-decoration');
		await mark.first().waitFor({ timeout: 50_000 }); // a shell starts when it does
		await page.locator('.terminal-wrapper .xterm-screen').click();
		await page.keyboard.type(`${command}\n`);
		await mark.and(page.locator(':not(.default-color)')).first().waitFor();
		const row = rows.filter({ hasText: '/srv/shop/src/price.js' }).last();
		await row.waitFor();
		const box = await row.boundingBox();
		assert.ok(box);
		const y = box.y + box.height / 2;
		await page.mouse.move(box.x + 150, y);
		await page.mouse.move(box.x + 180, y, { steps: 8 });
		await page.locator('.monaco-hover', { hasText: 'Open where this line is now' }).waitFor();
		await page.keyboard.down('Control');
		await page.mouse.move(box.x + 200, y, { steps: 3 });
		await page.mouse.click(box.x + 200, y);
		await page.keyboard.up('Control');
		await page.locator('.editor-instance .monaco-editor[data-uri$="src/price.js"]').waitFor();
		await page.locator('.statusbar-item', { hasText: 'Ln 7,' }).waitFor();
	};

	it('are in a terminal for paths of another machine, too', async () => {
		await openPrinted('cat logs/crash.log');
	});

	it('are in a terminal on a line without the rest of its trace, as in the selected incident that has it', async () => {
		await openPrinted('grep priceOf logs/crash.log');
	});
});
