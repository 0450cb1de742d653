import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { openRepositoryEventLog } from '../../src/adapters/store/repository/eventLog';
import { anchorOf } from '../../src/core/notes/anchor';
import { anEvent, created, silentLog } from '../support/incidents';
import type { RepositoryBuilder } from '../support/repository';
import { incidentsBeside } from './otherWindow';
import { TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

const SAID = 'An address may have no country.';

describe('root-cause notes', function () {
	this.timeout(120_000);
	const window = shopWindow();
	// Each goes on where the one before ended. Mocha's own `bail` would leave all of them out, unsaid, where a test elsewhere failed.
	let hasFailed = false;
	beforeEach(() => assert.ok(!hasFailed, 'the one before failed'));
	afterEach(function () {
		hasFailed ||= this.currentTest?.state === 'failed';
	});

	const thread = () => window.page.locator('.review-widget').filter({ hasText: SAID });
	const lens = () => window.page.locator('.codelens-decoration', { hasText: 'Root cause of INC-' });
	const row = () =>
		window.app.workbench.pane('Root-Cause Notes').locator('.monaco-list-row', { hasText: SAID }).first();
	const code = (text: string) => window.page.locator('.editor-instance .view-line', { hasText: text });
	const at = (line: number) => window.page.locator('.statusbar-item', { hasText: `Ln ${line},` }).waitFor();
	const picture = async (name: string) => {
		if (process.env.FAULTLINE_PICTURES !== undefined) {
			await window.app.workbench.page.screenshot({ path: `${process.env.FAULTLINE_PICTURES}/${name}.png` });
		}
	};
	const goTo = async (line: number) => {
		await window.page.locator('.editor-instance .monaco-editor .view-line').first().click();
		await window.page.keyboard.press('Control+g');
		await window.app.workbench.quickInput.fill(`:${line}`);
		await window.app.workbench.quickInput.press('Enter');
		await at(line);
	};

	it('are asked for in no store while there is none', async () => {
		const { app } = window;
		await app.workbench.openFile('src/price.js');
		const activated = async () => (await app.workbench.activationTimes()).some(({ name }) => name === 'Faultline');
		assert.ok(await activated(), 'a file is in sight');
		assert.ok(!existsSync(join(app.server.userData, 'User/globalStorage/faultline.faultline')));
	});

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

	it('are listed in a view, from which they are opened, and reopened there or in the thread', async () => {
		const { app } = window;
		await app.workbench.openView('Faultline');
		await app.workbench.pane('Root-Cause Notes').locator('.pane-header').click();
		await row().waitFor();
		await app.workbench.inlineAction(SAID, 'Reopen Note');
		await lens().waitFor();
		await app.workbench.inlineAction(SAID, 'Resolve Note');
		await lens().waitFor({ state: 'detached' });
		await goTo(1);
		await row().click();
		await at(7);
		await picture('resolved-thread');
		await thread().getByRole('button', { name: 'Reopen Note' }).click();
		await lens().waitFor();
		await picture('reopened');
	});

	it('are shown on hover, with the incident', async () => {
		const { page } = window;
		await code('return item.price').locator('span > span').last().hover();
		const hover = page.locator('.monaco-hover', { hasText: 'Open Incident' });
		await hover.waitFor();
		await picture('hover');
		assert.match(
			(await hover.textContent()) ?? '',
			/Root cause of INC-\w+: TypeError.*An address may have no country/s,
		);
	});

	it('are edited where they stand', async () => {
		const { app, page } = window;
		await app.workbench.setTheme('light');
		await row().click();
		await thread().getByRole('button', { name: 'Edit Note' }).first().click();
		const form = thread().locator('.edit-container .monaco-editor');
		await form.click();
		await page.keyboard.press('Control+End');
		await page.keyboard.type(' Ask first.');
		await picture('editing');
		// That the note changes takes nothing from who is typing.
		await app.workbench.inlineAction(SAID, 'Resolve Note');
		await app.workbench.pressInDialog('Cancel'); // VS Code asks before it folds a thread in which somebody types
		await lens().waitFor({ state: 'detached' });
		assert.match((await form.textContent()) ?? '', /Ask.first\./);
		await app.workbench.inlineAction(SAID, 'Reopen Note');
		await lens().waitFor();
		await thread().getByRole('button', { name: 'Save Note' }).click();
		await form.waitFor({ state: 'detached' });
		await app.workbench.treeItem(`${SAID} Ask first.`).waitFor();
		await picture('edited');
	});

	it('keep what is typed in one that another window edits, or deletes, meanwhile', async () => {
		const { app, page } = window;
		const beside = await incidentsBeside(app, { now: () => Date.now() });
		try {
			const [incident] = beside.incidents.list();
			const id = incident?.id ?? '';
			const [note] = (await beside.incidents.get(id))?.rootCauseNotes ?? [];
			await row().click();
			const own = page.locator('.review-widget').filter({ has: page.locator('.edit-container') });
			await thread().getByRole('button', { name: 'Edit Note' }).first().click();
			const form = own.locator('.edit-container .monaco-editor');
			await form.click();
			await page.keyboard.press('Control+End');
			await page.keyboard.type(' Twice.');
			const edit = (text: string) => beside.incidents.editRootCauseNote(id, { note: note?.id ?? '', text });
			await edit(`${SAID} Elsewhere.`);
			await app.workbench.treeItem(`${SAID} Elsewhere.`).waitFor();
			await own.getByRole('button', { name: 'Save Note' }).click();
			await app.workbench.pressInDialog('Cancel'); // it asks before it is written over
			assert.match((await form.textContent()) ?? '', /Twice\./);
			await edit(note?.text ?? '');
			await beside.incidents.deleteRootCauseNote(id, note?.id ?? '');
			await row().waitFor({ state: 'detached' });
			await own.getByText('This note was deleted while you were editing it.').waitFor();
			assert.match((await form.textContent()) ?? '', /Twice\./);
			await picture('deleted-meanwhile');
			await own.getByRole('button', { name: 'Save Note' }).click();
			await app.workbench.notification('is not there any more').waitFor();
			assert.match((await form.textContent()) ?? '', /Twice\./);
			await own.getByRole('button', { name: 'Cancel' }).click();
			await own.waitFor({ state: 'detached' });
			await beside.incidents.undo(id);
			await row().waitFor();
			await lens().waitFor();
		} finally {
			beside.dispose();
		}
	});

	it('are deleted, and brought back', async () => {
		const { app } = window;
		await app.workbench.contextMenu(row(), 'Delete Note');
		await row().waitFor({ state: 'detached' });
		await thread().waitFor({ state: 'detached' });
		await picture('deleted');
		await app.workbench.pressInNotification('Deleted a root-cause note', 'Undo');
		await row().waitFor();
		await lens().waitFor();
	});

	it('follow their lines while something is typed above, and say that a change touches them', async () => {
		const { app, page } = window;
		await goTo(1);
		await page.keyboard.press('Home');
		await page.keyboard.type('const one = 1;\n');
		await goTo(3);
		await row().click();
		await at(8);
		await page.keyboard.press('End');
		await page.keyboard.type(' // now');
		await app.workbench.treeItem('Touched by Your Changes').waitFor();
		await app.workbench.run('Problems: Focus on Problems View');
		const problem = page.locator('.markers-panel').getByText('this change touches its lines');
		await problem.waitFor();
		await picture('touched');
		assert.match((await problem.textContent()) ?? '', /^Root cause of INC-\w+ “TypeError.*Ask first\.$/s);
	});

	it('stay on their lines after a commit that renames the file, and are not touched any more', async () => {
		const { app, page, shop } = window;
		await page.locator('.tab.active:not(.dirty)', { hasText: 'price.js' }).waitFor(); // saved by itself
		shop.commit('Name it after what it does', { renames: { 'src/price.js': 'src/pricing.js' } });
		await app.workbench.treeItem('Touched by Your Changes').waitFor({ state: 'detached' });
		await row().click();
		await page.locator('.editor-instance .monaco-editor[data-uri$="src/pricing.js"]').waitFor();
		await at(8);
		await lens().waitFor();
		await picture('renamed');
	});

	it('are on the page of their incident, which leads to their lines', async () => {
		const { app } = window;
		await goTo(1);
		await app.workbench.run('Faultline: Open Incident');
		const about = app.workbench
			.webview({ extension: 'faultline.faultline' })
			.getByRole('region', { name: 'Root-Cause Notes' });
		await about.getByText(`${SAID} Ask first.`).scrollIntoViewIfNeeded();
		await about.getByText('Also for guests.').waitFor();
		await picture('page');
		await about.getByRole('button').first().click();
		await at(8);
	});

	it('keep what was typed where one cannot be saved', async () => {
		const { app, page, shop } = window;
		await app.workbench.openFile('src/checkout.js');
		await goTo(4);
		await app.workbench.run('Faultline: Add Root-Cause Note…');
		await app.workbench.pick('Guard');
		const draft = page.locator('.review-widget').filter({ hasText: 'Guard of INC-' });
		await draft.locator('.monaco-editor').last().click();
		await page.keyboard.type('Typed.');
		const [here, away] = [join(shop.folder, '.git'), join(shop.folder, '.git-away')];
		renameSync(here, away);
		try {
			await draft.getByRole('button', { name: 'Add Note' }).click();
			await page.locator('.notification-list-item', { hasText: 'Git' }).first().waitFor();
			await picture('unsaved');
			assert.match((await draft.locator('.monaco-editor').last().textContent()) ?? '', /Typed\./);
		} finally {
			renameSync(away, here);
		}
		await draft.getByRole('button', { name: 'Add Note' }).click();
		await app.workbench.treeItem('Typed.').waitFor();
	});

	it('open their thread also in a file that was not open', async () => {
		const { app, page } = window;
		await app.workbench.run('View: Close All Editors');
		await page.locator('.editor-instance').waitFor({ state: 'detached' });
		await row().click();
		await thread().waitFor();
		await picture('opened');
	});
});

/** A note on the call in `checkout`, in the home that the repository is. */
async function noteOfTeam(shop: RepositoryBuilder): Promise<void> {
	const path = 'src/checkout.js';
	const text = readFileSync(join(shop.folder, path), 'utf8');
	const incident = created({}, 'Carts were not priced');
	const anchor = anchorOf({ commit: shop.sha(), path, committed: text, text, chosen: { first: 4, last: 4 } });
	const note = anEvent({
		...{ incident: incident.incident, type: 'rootCauseNote.added' },
		payload: { kind: 'guard', text: 'Each item is priced by itself.', anchor },
	});
	const log = openRepositoryEventLog({ workTree: shop.folder, isTrusted: () => true }, silentLog);
	await log.append([incident, note]);
	log.dispose();
	shop.commit('Share what was learned', {
		files: { '.vscode/settings.json': '{ "faultline.home": "repository" }', [path]: `// Carts.\n${text}` },
	});
}

describe('root-cause notes of a team', function () {
	this.timeout(120_000);
	const window = shopWindow({ before: noteOfTeam });

	it('are seen by who has never opened Faultline, in the file that they are on', async () => {
		const { app, page } = window;
		await app.workbench.openFile('src/checkout.js');
		await page.locator('.codelens-decoration', { hasText: /^Guard of INC-\w+: Carts were not priced/ }).waitFor();
		await page.locator('.comment-thread-range, .comment-range-glyph').first().waitFor();
	});
});
