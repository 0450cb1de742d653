import assert from 'node:assert/strict';
import { TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

const SAID = 'An address may have no country.';

describe('root-cause notes', function () {
	this.timeout(120_000);
	this.bail(true); // each goes on where the one before ended
	const window = shopWindow();

	const thread = () => window.page.locator('.review-widget').filter({ hasText: SAID });
	const lens = () => window.page.locator('.codelens-decoration', { hasText: 'Root cause of INC-' });
	const at = (line: number) => window.page.locator('.statusbar-item', { hasText: `Ln ${line},` }).waitFor();
	const picture = async (name: string) => {
		if (process.env.FAULTLINE_PICTURES !== undefined) {
			await window.app.workbench.screenshot(`${process.env.FAULTLINE_PICTURES}/${name}.png`);
		}
	};
	const goTo = async (line: number) => {
		await window.page.locator('.editor-instance .monaco-editor .view-line').first().click();
		await window.page.keyboard.press('Control+g');
		await window.app.workbench.quickInput.waitFor();
		await window.page.keyboard.type(String(line)); // behind the colon that is there
		await window.page.keyboard.press('Enter');
		await at(line);
	};

	it('are written on the lines that are selected, and seen there as a thread', async () => {
		const { app, page } = window;
		await incidentFrom(window, TRACE);
		await app.workbench.openFile('src/price.js');
		await goTo(7);
		await page.keyboard.press('Home');
		await page.keyboard.press('Shift+End');
		await app.workbench.run('Faultline: Add Root-Cause Note…');
		await app.workbench.pick('Root cause');
		const draft = page.locator('.review-widget').filter({ hasText: 'Root cause of INC-' });
		await draft.waitFor();
		await draft.locator('.monaco-editor').last().click();
		await page.keyboard.type(SAID);
		await picture('draft');
		await draft.getByRole('button', { name: 'Add Note' }).click();
		await thread().waitFor();
		await lens().waitFor();
		await picture('thread');
		assert.match((await lens().textContent()) ?? '', /^Root cause of INC-\w+: TypeError/);
	});

	it('are answered and resolved in the thread, and then say nothing above the line', async () => {
		const { page } = window;
		await thread().locator('.comment-form .monaco-editor').click();
		await page.keyboard.type('Also for guests.');
		await thread().getByRole('button', { name: 'Reply to Note' }).click();
		await thread().getByText('Also for guests.').waitFor();
		await picture('answered');
		await thread().getByRole('button', { name: 'Resolve Note' }).click();
		await lens().waitFor({ state: 'detached' });
	});
});
