import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { aNewIncident } from '../support/incidents';
import { violations } from './axe';
import { incidentsBeside } from './otherWindow';
import { shopWindow } from './shopWindow';

const HOUR = 3_600_000;
const TITLE = 'Checkout answers 500';

describe('a post-incident review, from the record to the repository', function () {
	this.timeout(120_000);
	const window = shopWindow({
		settings: {
			'faultline.analyzeOnCreate': false,
			'files.autoSave': 'off',
			'faultline.reviews.timeZone': 'Europe/Berlin',
		},
	});
	let form: FrameLocator;
	let beside: Awaited<ReturnType<typeof incidentsBeside>>;
	let id = '';
	let now = Date.now() - 3 * HOUR;

	const run = (title: string) => window.app.workbench.run(`Faultline: ${title}`);
	/** A command that asks which incident it is about. */
	const runOnIt = async (title: string) => {
		await run(title);
		await window.app.workbench.pick(TITLE);
	};
	const incident = async () => (await beside.incidents.get(id)) ?? assert.fail('it is gone');
	const settled = async (isTrue: () => Promise<boolean>, what: string) => {
		for (let tries = 0; tries < 100; tries++) {
			if (await isTrue()) {
				return;
			}
			await window.page.waitForTimeout(100);
		}
		assert.fail(what);
	};
	const isSaved = (text: RegExp) =>
		settled(async () => text.test((await incident()).review?.text ?? ''), `${text} is in the record`);
	const save = () => form.getByRole('button', { name: 'Save', exact: true }).click();
	const box = (name: string) => form.getByRole('textbox', { name, exact: true });
	const valuesOf = (name: string) =>
		box(name).evaluateAll((all) => all.map((one) => (one as HTMLInputElement | HTMLTextAreaElement).value));

	before(async () => {
		beside = await incidentsBeside(window.app, { now: () => now });
		const { incidents } = beside;
		({ id } = await incidents.create(aNewIncident({ title: TITLE, service: 'shop' })));
		const later = async (minutes: number, work: () => Promise<unknown>) => {
			now += minutes * 60_000;
			await work();
		};
		await later(4, () => incidents.setStatus(id, 'acknowledged'));
		await later(6, () => incidents.addNote(id, 'The connection pool was empty'));
		await later(5, () =>
			incidents.writeUpdate(id, {
				...{ known: 'Payments time out', impact: 'Nobody can pay', doing: 'Rolling back', nextAt: null },
			}),
		);
		await later(20, () => incidents.setStatus(id, 'mitigated'));
		await later(40, () => incidents.setStatus(id, 'resolved'));
		now = Date.now();
		await window.app.workbench.openView('Faultline');
		await window.app.workbench.treeItem(TITLE).waitFor();
	});

	after(() => beside?.dispose());

	it('is drafted from what the record knows', async () => {
		await runOnIt('Write Review…');
		await window.app.workbench.pick('Default');
		form = window.app.workbench.webview({ extension: 'faultline.faultline' });
		await form.getByLabel('Title of the review').waitFor();
		assert.equal(await form.getByLabel('Value of Duration').inputValue(), '1 h 15 min');
		const told = await valuesOf('What happened');
		assert.ok(
			told.some((text) => text.includes('connection pool was empty')),
			told.join('\n'),
		);
		assert.deepEqual(await violations(form.locator('main')), []);
	});

	it('is edited as a form, and saved into the record', async () => {
		await form.getByLabel('Value of People affected').fill('1,200');
		await box('What was hard').fill('Nobody saw the *pool* in a graph.');
		await box('Problem').fill('Carts could not be paid');
		await form
			.getByRole('button', { name: /^Why\?/ })
			.first()
			.click();
		await box('Because').first().fill('The connection pool was empty');
		await form.getByRole('button', { name: 'Add Action Item' }).click();
		await box('What is to be done').fill('Alert on an empty pool');
		await form.getByLabel('Kind of action').selectOption('detect');
		await form.getByLabel('Due', { exact: true }).fill('2026-01-31');
		await form.getByText('Not saved yet').waitFor();
		await save();
		await isSaved(/Nobody saw the \*pool\* in a graph\./);
		const { actions = [], review } = await incident();
		assert.deepEqual(
			actions.map(({ text, kind, due }) => [text, kind, due]),
			[['Alert on an empty pool', 'detect', '2026-01-31']],
		);
		assert.match(review?.text ?? '', /- Carts could not be paid\n {2}- The connection pool was empty\n/);
		assert.match(review?.text ?? '', /\| People affected \| 1,200 \|/);
	});

	it('is edited as Markdown, and the form shows it', async () => {
		const { page } = window;
		await form.getByRole('button', { name: 'Edit as Markdown' }).click();
		const editor = page.locator('.editor-instance .monaco-editor[data-uri^="faultline-review:"]');
		await editor.waitFor();
		await editor.locator('.view-lines').click({ position: { x: 5, y: 5 } });
		await page.keyboard.press('Control+End');
		await page.keyboard.type('\n## Our own words\n\nWritten as **Markdown**.\n');
		await box('Our own words').waitFor();
		assert.deepEqual(await valuesOf('Our own words'), ['Written as **Markdown**.']);
		await page.keyboard.press('Control+S');
		await isSaved(/## Our own words\n\nWritten as \*\*Markdown\*\*\./);
		await box('Our own words').fill('Written in the form.');
		await editor.getByText('Written in the form.').waitFor();
		await save();
		await isSaved(/Written in the form\./);
	});

	it('asks before it is written over a review that was changed elsewhere', async () => {
		await box('Where we were lucky').fill('It was night.');
		await form.getByText('Not saved yet').waitFor();
		now = Date.now();
		const before = (await incident()).review?.text ?? '';
		await beside.incidents.writeReview(id, before.replace('It began', 'As others say, it began'));
		await window.app.workbench.treeItem(TITLE).waitFor();
		await window.page.waitForTimeout(2000); // the other window’s review arrives
		await save();
		await window.app.workbench.dialog.getByText('was changed elsewhere').waitFor();
		assert.match((await incident()).review?.text ?? '', /As others say/);
		await window.app.workbench.pressInDialog('Overwrite');
		await isSaved(/It was night\./);
	});

	it('is saved into the repository’s folder of reviews', async () => {
		await form.getByRole('button', { name: 'Mark Complete' }).click();
		await form.getByRole('button', { name: 'Save to Repository' }).click();
		const folder = join(window.shop.folder, 'docs/incidents');
		await settled(async () => existsSync(folder) && readdirSync(folder).length === 1, 'a file is there');
		const [name = ''] = readdirSync(folder);
		assert.match(name, /^\d{4}-\d\d-\d\d-inc-\w{5}-checkout-answers-500\.md$/);
		const text = readFileSync(join(folder, name), 'utf8');
		assert.match(text, /^---\nincident: INC-\w{5}\ntemplate: default\nstatus: complete\n/);
		assert.match(text, /It was night\./);
		await settled(
			async () => (await incident()).files?.[0]?.path === `docs/incidents/${name}`,
			'the incident has the file',
		);
	});

	it('shows its action items in a view of all incidents, the overdue ones in the badge', async () => {
		const { page, app } = window;
		await runOnIt('Add Action Item…');
		await app.workbench.answer('Write a runbook');
		await app.workbench.pick('Process');
		await app.workbench.pick('Nobody yet');
		await app.workbench.answer('');
		await app.workbench.answer('');
		await settled(async () => (await incident()).actions?.length === 2, 'it is on disk');
		await app.workbench.pane('Action Items').waitFor();
		await page.locator('.monaco-list-row', { hasText: 'Write a runbook' }).first().waitFor();
		await page.locator('.monaco-list-row', { hasText: 'overdue since' }).first().waitFor();
		await page
			.locator('.activitybar')
			.getByLabel(/1 action item is overdue/)
			.first()
			.waitFor();
		await box('What is to be done').nth(1).waitFor();
	});

	it('is not closed before all is verified, and says what is missing', async () => {
		const { page, app } = window;
		await runOnIt('Set Status…');
		await app.workbench.pick('Closed');
		await app.workbench.notification('was not closed. Not verified yet: The fix is deployed').waitFor();
		await app.workbench.pressInNotification('was not closed', 'Check Off…');
		await app.workbench.quickRow('The fix is deployed').waitFor();
		for (const row of await page.locator('.quick-input-list .monaco-list-row').all()) {
			await row.click();
		}
		await page.keyboard.press('Enter');
		await settled(async () => (await incident()).checks?.length === 5, 'all is verified');
		await runOnIt('Set Status…');
		await app.workbench.pick('Closed');
		await app.workbench.answer('Payments went through for an hour');
		await settled(async () => (await incident()).status === 'closed', 'it is closed');
	});
});
