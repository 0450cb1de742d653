import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { GitHubDouble } from '../support/github/double';
import type { Repository } from '../support/github/state';
import { aNewIncident } from '../support/incidents';
import { violations } from './axe';
import { eventually } from './eventually';
import { incidentsBeside } from './otherWindow';
import { shopWindow } from './shopWindow';

const HOUR = 3_600_000;
const TITLE = 'Checkout answers 500';

describe('a post-incident review, from the record to the repository', function () {
	this.timeout(120_000);
	let github: GitHubDouble;
	let hosted: Repository;

	before(async () => {
		github = await GitHubDouble.start();
	});
	const window = shopWindow({
		get settings() {
			return {
				'faultline.analyzeOnCreate': false,
				'faultline.github.enterpriseUri': github.origin,
				'files.autoSave': 'off',
				'faultline.reviews.timeZone': 'Europe/Berlin',
			};
		},
		before: (shop) => {
			hosted = github.state.addRepository('acme', 'shop', shop.folder);
			shop.git('remote', 'add', 'origin', `${github.origin}/acme/shop.git`);
		},
	});
	afterEach(() => github.check());
	after(async () => {
		beside?.dispose();
		await github.close();
	});
	let form: FrameLocator;
	let beside: Awaited<ReturnType<typeof incidentsBeside>>;
	let id = '';
	let now = Date.now() - 3 * HOUR;

	/** A command that asks which incident it is about. */
	const runOnIt = (title: string) => window.app.workbench.runAndPick(`Faultline: ${title}`, TITLE);
	const incident = async () => (await beside.incidents.get(id)) ?? assert.fail('it is gone');
	const isSaved = (text: RegExp) => eventually(async () => assert.match((await incident()).review?.text ?? '', text));
	const save = () => form.getByRole('button', { name: 'Save', exact: true }).click();
	const box = (name: string) => form.getByRole('textbox', { name, exact: true });
	/** Of the window, for who asked for pictures. */
	const picture = async (name: string) => {
		if (process.env.FAULTLINE_PICTURES) {
			await window.app.workbench.screenshot(`${process.env.FAULTLINE_PICTURES}/review-${name}.png`);
		}
	};
	const valuesOf = (name: string) =>
		box(name).evaluateAll((all) => all.map((one) => (one as HTMLInputElement | HTMLTextAreaElement).value));

	it('begins with an incident that is over', async () => {
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
		const { review } = await eventually(async () => {
			const found = await incident();
			assert.deepEqual(
				found.actions?.map(({ text, kind, due }) => [text, kind, due]),
				[['Alert on an empty pool', 'detect', '2026-01-31']],
			);
			return found;
		});
		assert.match(review?.text ?? '', /- Carts could not be paid\n {2}- The connection pool was empty\n/);
		assert.match(review?.text ?? '', /\| People affected \| 1,200 \|/);
	});

	it('shows an answer by what is chosen from the record, as a link that opens it', async () => {
		const { page } = window;
		await form.getByRole('button', { name: 'Evidence of “The connection pool was empty”' }).first().click();
		const choice = form.getByRole('combobox', { name: 'Choose from the record' });
		const event = await choice
			.locator('optgroup[label="Timeline"] option', { hasText: 'Status changed from new to acknowledged' })
			.getAttribute('value');
		await choice.selectOption(event);
		const link = form.getByRole('button', { name: /^\d{4}-\d\d-\d\d .* UTC Status changed from new to acknowledged$/ });
		await link.waitFor();
		await save();
		await isSaved(
			/ {4}- evidence: \[\d.* UTC Status changed .*\]\(vscode:\/\/faultline\.faultline\/incident\/INC-\w{5}\?event=\w{26}\)/,
		);
		await link.scrollIntoViewIfNeeded();
		await picture('evidence');
		await link.click();
		const entry = { hasText: 'Status changed from new to acknowledged' };
		await eventually(async () => {
			const counts = await Promise.all(page.frames().map((one) => one.locator('.timeline li:focus', entry).count()));
			assert.ok(counts.includes(1), 'the entry has the focus on the incident’s page');
		});
		await picture('evidence-opened');
		await window.app.workbench.run('View: Close Editor');
		await link.waitFor();
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
		await eventually(async () => assert.deepEqual(await valuesOf('Our own words'), ['Written as **Markdown**.']));
		await page.keyboard.press('Control+S');
		await isSaved(/## Our own words\n\nWritten as \*\*Markdown\*\*\./);
		await box('Our own words').fill('Written in the form.');
		await editor.getByText('Written in the form.').waitFor();
		await save();
		await isSaved(/Written in the form\./);
	});

	it('keeps what is typed while the incident changes', async () => {
		for (let n = 1; n <= 8; n++) {
			await Promise.all([
				beside.incidents.addNote(id, `Note ${n}`),
				box('What went well').fill(`Well ${n}`),
				beside.incidents.addNote(id, `Another ${n}`),
			]);
			await box('Where we were lucky').fill(`Lucky ${n}`);
		}
		const editor = window.page.locator('.editor-instance .monaco-editor[data-uri^="faultline-review:"]');
		await editor.getByText('Lucky 8').waitFor();
		await editor.getByText('Well 8').waitFor();
		assert.deepEqual(
			[await valuesOf('What went well'), await valuesOf('Where we were lucky')],
			[['Well 8'], ['Lucky 8']],
		);
	});

	it('asks before it is written over a review that was changed elsewhere', async () => {
		await box('Where we were lucky').fill('It was night.');
		await form.getByText('Not saved yet').waitFor();
		now = Date.now();
		const before = (await incident()).review?.text ?? '';
		const row = window.app.workbench.treeItem(TITLE);
		if ((await row.getAttribute('aria-expanded')) === 'false') {
			await row.locator('.monaco-tl-twistie').click();
		}
		const notes = window.app.workbench.treeItem('Notes');
		const count = Number(/\d+/.exec(await notes.innerText())?.[0]);
		await beside.incidents.writeReview(id, before.replace('It began', 'As others say, it began'));
		await beside.incidents.addNote(id, 'The review was written elsewhere');
		await notes.filter({ hasText: `${count + 1}` }).waitFor(); // so the review, which came before, has arrived
		await save();
		await window.app.workbench.dialog.getByText('was changed elsewhere').waitFor();
		assert.match((await incident()).review?.text ?? '', /As others say/);
		await window.app.workbench.pressInDialog('Overwrite');
		await isSaved(/It was night\./);
	});

	it('goes into the record once for all pauses in typing that VS Code saves at, and is in it after a reload', async () => {
		const { app, page } = window;
		const written = async () =>
			(await incident()).timeline.filter(({ type }) => type === 'review.written').map(({ eventId }) => eventId);
		const isHeld = () => form.getByText('Kept on this computer').waitFor();
		await app.workbench.run('File: Toggle Auto Save');
		const before = await written();
		for (const text of ['Somebody', 'Somebody called', 'Somebody called at once.']) {
			await box('What went well').fill(text);
			await form.getByText('Not saved yet').waitFor();
			await isHeld();
		}
		assert.deepEqual(await written(), before, 'nothing is in the record yet');
		await save();
		await isSaved(/Somebody called at once\./);
		await form.getByText('Kept on this computer').waitFor({ state: 'hidden' });
		assert.equal((await written()).length, before.length + 1);
		await box('What went well').fill('The bank called at once.');
		await isHeld();
		await form.getByRole('button', { name: 'Mark Complete' }).scrollIntoViewIfNeeded();
		await picture('kept');
		await app.workbench.reload();
		await isSaved(/The bank called at once\./);
		await app.workbench.openView('Faultline');
		await box('What went well').waitFor();
		await eventually(async () => assert.equal((await valuesOf('What went well'))[0], 'The bank called at once.'));
		await app.workbench.run('File: Toggle Auto Save');
		await page.keyboard.press('Escape');
	});

	it('is saved into the repository’s folder of reviews', async () => {
		await form.getByRole('button', { name: 'Mark Complete' }).click();
		await form.getByRole('button', { name: 'Save to Repository' }).click();
		const folder = join(window.shop.folder, 'docs/incidents');
		const name = await eventually(() => {
			const [only = '', ...more] = readdirSync(folder);
			assert.deepEqual(more, []);
			assert.match(only, /^\d{4}-\d\d-\d\d-inc-\w{5}-checkout-answers-500\.md$/);
			const text = readFileSync(join(folder, only), 'utf8');
			assert.match(text, /^---\nincident: INC-\w{5}\ntemplate: default\nstatus: complete\n/);
			assert.match(text, /It was night\./);
			return only;
		});
		await eventually(async () => assert.equal((await incident()).files?.[0]?.path, `docs/incidents/${name}`));
	});

	it('is exported as Markdown, as a page that needs nothing else, and for programs', async () => {
		const { app, shop } = window;
		const texts = new Map<string, string>();
		for (const [format, end] of [
			['Markdown', 'md'],
			['HTML', 'html'],
			['JSON', 'json'],
		] as const) {
			await form.getByRole('button', { name: 'Export…' }).click();
			await app.workbench.pick(format);
			await app.workbench.chooseFile('Export Review of');
			const text = await eventually(() => {
				const file = readdirSync(shop.folder).find((one) => one.endsWith(`-checkout-answers-500.${end}`));
				const written = readFileSync(join(shop.folder, file ?? ''), 'utf8');
				assert.notEqual(written, '');
				return written;
			});
			texts.set(end, text);
		}
		assert.equal(texts.get('md'), (await incident()).review?.text);
		assert.match(texts.get('html') ?? '', /^<!doctype html>[\s\S]*It was night\./i);
		assert.doesNotMatch(texts.get('html') ?? '', /<script|<link|src=/i);
		assert.match(JSON.stringify(JSON.parse(texts.get('json') ?? '')), /It was night\./);
	});

	it('is posted to the linked issue once a person has seen what is posted', async () => {
		const { app } = window;
		const issue = github.state.addIssue(hosted, { title: 'Nobody can pay' });
		await beside.incidents.addLink(id, {
			...{ kind: 'issue', url: `${github.origin}/acme/shop/issues/${issue.number}`, title: 'Nobody can pay' },
		});
		await app.workbench.run('Faultline: Set GitHub Token…');
		await app.workbench.pick(github.host);
		await app.workbench.answer('Token for', github.token('acme'));
		await app.workbench.notification('knows you as acme').waitFor();
		await form.getByRole('button', { name: 'Post to Issue…' }).click();
		const post = app.workbench.quickRow(`Post to ${github.host}/acme/shop#${issue.number}`);
		await post.waitFor();
		assert.equal(issue.comments.length, 0, 'nothing was posted');
		await picture('post');
		await post.click();
		await app.workbench.notification('is posted to').waitFor();
		assert.match(issue.comments[0]?.body ?? '', /It was night\./);
		assert.doesNotMatch(issue.comments[0]?.body ?? '', /^---/);
	});

	it('shows its action items in a view of all incidents, the overdue ones in the badge', async () => {
		const { page, app } = window;
		await runOnIt('Add Action Item…');
		await app.workbench.answer('What is to be done?', 'Write a runbook');
		await app.workbench.pick('Process');
		await app.workbench.pick('Nobody yet');
		await app.workbench.answer('When is it due?', '');
		await app.workbench.answer('Address of its issue', '');
		await eventually(async () => assert.equal((await incident()).actions?.length, 2));
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

	it('makes an issue of an action item once a person has seen it, and is done with it when the issue is closed', async () => {
		const { page, app } = window;
		const before = hosted.issues.size;
		const row = page.locator('.monaco-list-row', { hasText: 'Write a runbook' }).first();
		await app.workbench.contextMenu(row, 'Create Issue of Action Item…');
		const create = `Create Issue in ${github.host}/acme/shop`;
		await app.workbench.quickRow(create).waitFor();
		const draft = page.locator('.editor-instance .monaco-editor[data-uri^="untitled:"]');
		await draft.getByText('An action item of the incident').waitFor();
		assert.equal(hosted.issues.size, before, 'nothing was sent');
		await picture('action-issue');
		await app.workbench.enter(create);
		await app.workbench.notification('The action item is done once it is closed.').waitFor();
		const issue = [...hosted.issues.values()].at(-1) ?? assert.fail('there is none');
		assert.deepEqual([hosted.issues.size, issue.title], [before + 1, 'Write a runbook']);
		const action = async () => (await incident()).actions?.find(({ text }) => text === 'Write a runbook');
		await eventually(async () =>
			assert.equal((await action())?.issue, `${github.origin}/acme/shop/issues/${issue.number}`),
		);
		issue.state = 'closed';
		await runOnIt('Sync with Issue Now');
		await eventually(async () => assert.equal((await action())?.done?.by, 'issue'));
		await page.locator('.monaco-list-row', { hasText: 'Write a runbook' }).first().waitFor({ state: 'hidden' });
		issue.state = 'open';
		await runOnIt('Sync with Issue Now');
		await eventually(async () => assert.equal((await action())?.done, undefined));
	});

	for (const theme of ['light', 'dark'] as const) {
		it(`has nothing for axe to complain about (${theme})`, async () => {
			await window.app.workbench.setTheme(theme);
			assert.deepEqual(await violations(form.locator('main')), []);
			await picture(theme);
		});
	}

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
		await eventually(async () => assert.equal((await incident()).checks?.length, 5));
		await runOnIt('Set Status…');
		await app.workbench.pick('Closed');
		await app.workbench.answer('How was it verified', 'Payments went through for an hour');
		await eventually(async () => assert.equal((await incident()).status, 'closed'));
	});
});
