import assert from 'node:assert/strict';
import { eventually } from './eventually';
import { shopWindow } from './shopWindow';

describe('a major incident by keyboard, from declaration to review', function () {
	this.timeout(90_000);
	const window = shopWindow({
		settings: { 'faultline.analyzeOnCreate': false, 'faultline.closure.gates': { P1: [], P2: [] } },
	});

	const status = () => window.page.locator('.statusbar-item[id="faultline.faultline.faultline.active"]');
	const said = (text: string) => window.app.workbench.notification(text);
	const answer = (question: string, text?: string) => window.app.workbench.typeAnswer(question, text);
	const command = (title: string) => window.app.workbench.run(title);
	const update = async (known: string, doing: string, next: string) => {
		await command('Faultline: Write Update…');
		await answer('What do we know?', known);
		await answer('Who notices it', 'Nobody can pay');
		await answer('What are we doing?', doing);
		await answer('When is the next update?', next);
		await said('The update is in the timeline').waitFor();
	};

	before(async () => {
		const { app, page } = window;
		await app.workbench.openView('Faultline');
		await app.workbench.run('Faultline: New Incident…');
		const form = app.workbench.webview({ extension: 'faultline.faultline' });
		await form.getByLabel('Title').fill('Checkout is down');
		await page.keyboard.press('Control+Enter');
		await app.workbench.treeItem('Checkout is down').waitFor();
	});

	it('shows what is due in the status bar as soon as it is created', async () => {
		await status()
			.filter({ hasText: /INC-\w+ · 1 min · ack in \d+ min/ })
			.waitFor();
		assert.match(
			(await status().locator('a').getAttribute('aria-label')) ?? '',
			/^Active incident INC-.*To be acknowledged in/,
		);
	});

	it('is declared, and counts down to the next update', async () => {
		await command('Faultline: Declare Major Incident…');
		await answer('Why is it a major incident?', 'Nobody can pay');
		await answer('Who is told?', 'support and management');
		await answer('How often is an update promised?', '15');
		await answer('Who is incident commander?');
		await answer('Who leads communications?', 'Bo');
		await said('is a major incident now').waitFor();
		await status()
			.filter({ hasText: /update in 1[45] min/ })
			.waitFor();
	});

	it('goes back to a question that was answered before', async () => {
		const { page, app } = window;
		await command('Faultline: Write Update…');
		await answer('What do we know?', 'Crads fail');
		await app.workbench.question('Who notices it').waitFor();
		await page.keyboard.press('Control+Alt+Minus');
		await app.workbench.question('What do we know?').waitFor();
		assert.equal(await app.workbench.quickInput.inputValue(), 'Crads fail');
		await page.keyboard.press('Escape');
	});

	it('is told of in two updates', async () => {
		const { page } = window;
		await update('Cards fail since noon', 'Rolling back', '30');
		await status()
			.filter({ hasText: /update in (29|30) min/ })
			.waitFor();
		await update('Rolled back, watching', 'Watching', '3');
		await status()
			.filter({ hasText: /update in 3 min/ })
			.waitFor();
		await status().and(page.locator('.warning-kind')).waitFor(); // it is time to write
	});

	it('takes what was typed, where Enter comes before the list has followed', async () => {
		const { app, page } = window;
		/** In one turn of the page: nothing of the extension can come between. */
		const typeAtOnce = async (question: string, text: string) => {
			await app.workbench.question(question).locator('input.input:focus').waitFor();
			await page.evaluate((typed) => {
				const input = document.activeElement as HTMLInputElement;
				input.value = typed;
				input.dispatchEvent(new InputEvent('input', { bubbles: true }));
				input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 13, bubbles: true }));
			}, text);
		};
		await command('Faultline: Write Update…');
		await answer('What do we know?', 'It stays well');
		await answer('Who notices it', 'Nobody');
		await answer('What are we doing?', 'Watching');
		await typeAtOnce('When is the next update?', '4'); // which marks “In 4 hr” at first
		await status()
			.filter({ hasText: /update in [34] min/ })
			.waitFor();
	});

	it('is stood down, resolved and closed with a review', async () => {
		await command('Faultline: Stand Down from Major Incident…');
		await answer('How did the major incident end?', 'Rolled back to v1.3.0');
		await said('is no major incident any more').waitFor();
		await command('Faultline: Set Status…');
		await answer('Now: New. Change to…', 'Resolved');
		await status().filter({ hasText: 'Resolved' }).waitFor();
		await command('Faultline: Set Status…');
		await answer('Now: Resolved. Change to…', 'Closed');
		await answer('How was it verified', 'Payments went through for an hour');
		await answer('Post-incident review', 'The address may be missing, and no test said so.');
		await status().waitFor({ state: 'detached' });
	});

	it('is reopened, and that is undone', async () => {
		const { page } = window;
		await command('Faultline: Reopen…');
		await answer('Why is it being reopened?', 'Cards fail again');
		await status().filter({ hasText: /INC-/ }).waitFor();
		await command('Faultline: Undo Last Change');
		await said('undone: Status changed from closed to investigating').waitFor();
		await status().waitFor({ state: 'detached' });
		await page.locator('.monaco-list-row', { hasText: 'Closed' }).first().waitFor();
	});

	it('opens the review, ready to write', async () => {
		const { app } = window;
		await command('Faultline: Write Review…');
		const page = app.workbench.webview({ extension: 'faultline.faultline' });
		await page.getByLabel('Before the first section').waitFor();
		await eventually(async () =>
			assert.match(await page.getByLabel('Before the first section').inputValue(), /no test said so/),
		);
	});
});
