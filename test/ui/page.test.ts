import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { violations } from './axe';
import { incidentsBeside } from './otherWindow';
import { BREAKING, TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

describe('the incident page', function () {
	this.timeout(90_000);
	const window = shopWindow({ settings: { 'faultline.closure.gates': { P1: [], P2: [] } } });
	let page: FrameLocator;

	before(async () => {
		page = window.app.workbench.webview({ extension: 'faultline.faultline' });
		await incidentFrom(window, TRACE);
		await window.page.keyboard.press('Escape');
		await window.app.workbench.run('Faultline: Open Incident');
		await page.getByRole('heading', { level: 1 }).waitFor();
	});

	const press = async (...keys: readonly string[]) => {
		for (const key of keys) {
			await window.page.keyboard.press(key);
		}
	};
	const write = (text: string) => window.page.keyboard.type(text);
	/** Goes on by Tab until the focus is on what is called so, as somebody without a mouse does. */
	const tabTo = async (name: string | RegExp, key = 'Tab') => {
		const is = (label: string) => (typeof name === 'string' ? label === name : name.test(label));
		for (let steps = 0; steps < 120; steps++) {
			await press(key);
			const label = await page.locator(':focus').evaluateAll(([element]) => {
				const of = (element as HTMLInputElement | undefined)?.labels?.[0];
				return element?.getAttribute('aria-label') ?? (of ?? element)?.textContent?.trim() ?? '';
			});
			if (is(label)) {
				return;
			}
		}
		throw new Error(`Tab never came to ${name}`);
	};

	it('shows the state with its next steps, the clock and the suspect that did it', async () => {
		await page.locator('.suspect').first().getByText(BREAKING).waitFor();
		assert.equal(await page.locator('header.page .status').textContent(), 'New');
		assert.deepEqual(await page.getByRole('group', { name: 'Next steps' }).getByRole('button').allTextContents(), [
			'Acknowledge',
			'Investigate',
			'Mark Mitigated',
			'Resolve',
		]);
		await page.locator('.clock').getByText(/left$/).first().waitFor();
	});

	it('shows the source around the innermost frame at the deployed revision, and what became of the line', async () => {
		const source = page.locator('.source').first();
		await source.getByText('Line 4 at').waitFor();
		assert.match((await source.locator('.marked').textContent()) ?? '', /item\.address\.country/);
		await page.getByRole('button', { name: '2 vendor frames' }).click();
		await page.getByText('Layer.handle').waitFor();
	});

	it('leads from a reason of a suspect to its line, where that is now', async () => {
		await page
			.locator('.suspect')
			.first()
			.getByRole('button', { name: /^last changed line 4 of src\/price\.js/ })
			.click();
		await window.page.locator('.editor-instance .monaco-editor[data-uri$="src/price.js"]').waitFor();
		await window.page.locator('.statusbar-item', { hasText: 'Ln 7,' }).waitFor();
		await window.page.keyboard.press('Control+w');
		await page.getByRole('heading', { level: 1 }).waitFor();
	});

	for (const theme of ['dark', 'light', 'high-contrast'] as const) {
		it(`has nothing for axe to complain about (${theme})`, async () => {
			await window.app.workbench.setTheme(theme);
			for (const name of [
				'Add Note…',
				'Declare Major Incident…',
				'Write Update…',
				'Escalate…',
				'Add Link…',
				'Add Action Item…',
			]) {
				await page.getByRole('button', { name, exact: true, expanded: false }).click();
			}
			const found = await violations(page.locator('main'));
			while (await page.locator('form.inline').count()) {
				await page.locator('form.inline').first().getByRole('button', { name: 'Cancel' }).click();
			}
			assert.deepEqual(found, []);
		});
	}

	it('takes an incident from first look to closure by keyboard alone', async () => {
		await page.getByRole('heading', { level: 1 }).focus();
		await tabTo('Acknowledge');
		await press('Enter');
		await page.locator('.status', { hasText: 'Acknowledged' }).waitFor();
		await tabTo('Take over as Assignee');
		await press('Enter');
		await page.locator('.role', { hasText: 'Assignee' }).getByRole('button', { name: 'Change Assignee' }).waitFor();
		await page.locator('.role', { hasText: 'Assignee' }).getByText('nobody').waitFor({ state: 'detached' });

		await tabTo('Declare Major Incident…');
		await press('Enter');
		await write('Nobody can pay.');
		await press('Tab');
		await write('Support');
		await press('Control+Enter');
		await page.getByRole('heading', { name: 'Major Incident' }).waitFor();
		await page.locator('.clock').getByText('Next update').waitFor();
		await page.locator('#update-open:focus').waitFor();
		await press('Enter');
		await write('Carts with an address fail.');
		await press('Tab');
		await write('Every third order');
		await press('Control+Enter');
		await page.locator('.update').getByText('Every third order').waitFor();

		await tabTo(new RegExp(`^Confirm ${BREAKING}`));
		await press('Enter');
		await page.locator('.suspect', { hasText: BREAKING }).getByText('Confirmed').waitFor();
		await tabTo('Stand Down…', 'Shift+Tab');
		await press('Enter');
		await write('Rolled back; carts check out.');
		await press('Control+Enter');
		await page.getByRole('heading', { name: 'Communication' }).waitFor();

		await tabTo('Resolve', 'Shift+Tab');
		await press('Enter');
		await page.locator('.status', { hasText: 'Resolved' }).waitFor();
		await page.locator('#next-step :focus').waitFor();
		await press('Enter');
		await write('A cart with an address was checked out.');
		await press('Tab');
		await write('Addresses may lack a country; a test says so now.');
		await press('Control+Enter');
		await page.locator('.status', { hasText: 'Closed' }).waitFor();
	});

	it('takes the last change back', async () => {
		await page.getByRole('button', { name: /^Undo: / }).click();
		await page.locator('.status', { hasText: 'Resolved' }).waitFor();
	});

	it('asks before it takes back what somebody else did', async () => {
		const beside = await incidentsBeside(window.app, { now: () => Date.now() });
		try {
			const [incident] = beside.incidents.list();
			await beside.incidents.addNote(incident?.id ?? '', 'Looks like DNS');
			const note = page.locator('#timeline li:not(.undone)', { hasText: 'Looks like DNS' });
			await note.waitFor();
			const undo = page.getByRole('button', { name: /^Undo: .*Looks like DNS/ });
			await undo.click();
			await window.app.workbench.dialog.getByText('was not yours').waitFor();
			await window.app.workbench.pressInDialog('Cancel');
			await page.getByText('Nothing was undone.').waitFor({ state: 'attached' });
			await note.waitFor();
			await undo.click();
			await window.app.workbench.pressInDialog('Undo');
			await page.locator('#timeline li.undone', { hasText: 'Looks like DNS' }).waitFor();
		} finally {
			beside.dispose();
		}
	});

	it('says at the form what is missing, and keeps what was typed when the host refuses', async () => {
		await page.getByRole('button', { name: 'Add Link…' }).click();
		await press('Control+Enter');
		await page.getByText('Give the address.').waitFor();
		await write('javascript:alert(1)');
		await press('Control+Enter');
		await page.locator('#links .error', { hasText: /http/ }).waitFor();
		assert.equal(await page.getByLabel('Address', { exact: true }).inputValue(), 'javascript:alert(1)');
		await press('Escape');
		await page.locator('#link-open:focus').waitFor();
	});

	it('keeps focus, caret, open parts and typed text when another window changes the incident', async () => {
		const beside = await incidentsBeside(window.app, { now: () => Date.now() });
		try {
			await page.getByRole('button', { name: 'Add Note…' }).click();
			await write('The cache was cold');
			await press('Home');
			const [incident] = beside.incidents.list();
			await beside.incidents.setStatus(incident?.id ?? '', 'investigating', 'It is back.');
			await page.locator('.status', { hasText: 'Investigating' }).waitFor();
		} finally {
			beside.dispose();
		}
		await write('Noon: ');
		assert.equal(await page.getByLabel('What happened?').inputValue(), 'Noon: The cache was cold');
		await page.getByText('Layer.handle').waitFor();
	});

	it('is there again after a reload, with what was typed, without its secrets', async () => {
		await press('End');
		await write(' password=hunter2hunter2');
		await page.locator('#timeline').getByText('Draft kept').waitFor();
		await window.app.workbench.reload();
		await page.getByLabel('What happened?').waitFor();
		assert.match(await page.getByLabel('What happened?').inputValue(), /^Noon: The cache was cold password=\[redacted/);
	});

	it('is drawn in its document once one has been there, and its script goes on from that', async () => {
		const refused: string[] = [];
		window.page.on(
			'console',
			(message) => /Content Security Policy/i.test(message.text()) && refused.push(message.text()),
		);
		await window.app.workbench.run('View: Close All Editors');
		await page.locator('main').waitFor({ state: 'detached' });
		await window.page.locator('.monaco-list-row[role="treeitem"]', { hasText: 'priceOf' }).first().click();
		await page.locator('.role').first().waitFor();
		assert.match((await page.locator('head script[nonce]:not([src])').textContent()) ?? '', /^import\(/);
		await page.locator('#iconless').waitFor({ state: 'detached' });
		assert.equal(await page.locator('h1').count(), 1);
		assert.equal(
			await page
				.locator('.bar')
				.first()
				.evaluate((bar) => (bar as HTMLProgressElement).position >= 0),
			true,
		);
		await page.getByRole('button', { name: '2 vendor frames' }).click();
		await page.getByText('Layer.handle').waitFor();
		assert.deepEqual(await violations(page.locator('main')), []);
		assert.deepEqual(refused, []);
	});
});
