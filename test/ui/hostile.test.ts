import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { corpus } from '../support/hostileTexts';
import { aNewIncident } from '../support/incidents';
import { eventually } from './eventually';
import { incidentsBeside } from './otherWindow';
import { shopWindow } from './shopWindow';

/** What a hostile text would call, and where it would ask for something, if it could. */
const OUTSIDE = 'evil.example';

describe('hostile texts in webviews', function () {
	this.timeout(120_000);
	const window = shopWindow({ settings: { 'faultline.analyzeOnCreate': false } });
	const asked: string[] = [];
	let view: FrameLocator;

	before(async () => {
		const { app, page } = window;
		view = app.workbench.webview({ extension: 'faultline.faultline' });
		app.context.on('request', (request) => {
			if (request.url().includes(OUTSIDE)) {
				asked.push(request.url());
			}
		});
		page.on('dialog', (dialog) => {
			asked.push(`dialog: ${dialog.message()}`);
			void dialog.dismiss();
		});
		await app.workbench.openView('Faultline');
	});

	/** Scripts of the corpus leave a mark in their own frame and in those above. */
	const ran = async () => {
		const marks = await Promise.all(
			window.page.frames().map((frame) => frame.evaluate('globalThis.hostileRan ?? 0').catch(() => 0)),
		);
		return marks.filter(Boolean).length;
	};

	const isHarmless = async () => {
		assert.equal(await ran(), 0, 'a script ran');
		assert.deepEqual(asked, []);
		const made = view.locator(
			'main :is(script, iframe, img, svg, object, embed, style, link, base, meta, video, audio)',
		);
		assert.equal(await made.count(), 0, 'an element was made of a text');
		const links = await view
			.locator('main a')
			.evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).protocol));
		assert.deepEqual(
			links.filter((protocol) => !['http:', 'https:', 'mailto:'].includes(protocol)),
			[],
		);
		const isWide = await view.locator('body').evaluate((body) => body.scrollWidth > body.clientWidth + 1);
		assert.equal(isWide, false, 'the page is wider than its window');
	};

	it('are text in the form, while they are typed', async () => {
		await window.app.workbench.run('Faultline: New Incident…');
		await view.getByLabel('Title').waitFor();
		for (const { title, description, trace } of corpus) {
			await view.getByLabel('Stack trace').fill(trace);
			await view.getByLabel('Title').fill(title.slice(0, 200));
			await view.getByLabel('Description').fill(description);
			await isHarmless();
		}
		await view.getByRole('button', { name: 'Create Incident' }).click();
		await window.page.locator('.monaco-list-row[role="treeitem"]').first().waitFor();
	});

	it('are text on a page that is drawn in its document, before and after its script has come', async () => {
		const { workbench } = window.app;
		await workbench.run('Faultline: Open Incident');
		await view.getByRole('heading', { level: 1 }).waitFor();
		const beside = await incidentsBeside(window.app, { now: () => Date.now() });
		try {
			const id = beside.incidents.list()[0]?.id ?? '';
			const short = corpus.filter(({ description }) => description.length < 5000); // what is long is drawn by the script
			assert.equal(short.length, corpus.length - 1);
			for (const { title, description } of short) {
				await beside.incidents.edit(id, { title, description });
				await view.getByRole('heading', { level: 1, name: title.slice(0, 20) }).waitFor();
				await workbench.run('View: Close All Editors');
				await view.locator('main').waitFor({ state: 'detached' });
				await workbench.run('Faultline: Open Incident');
				await view.getByRole('heading', { level: 1, name: title.slice(0, 20) }).waitFor();
				assert.match((await view.locator('head script[nonce]:not([src])').textContent()) ?? '', /^import\(/);
				await isHarmless();
				await view.locator('#iconless').waitFor({ state: 'detached' });
				await isHarmless();
			}
		} finally {
			beside.dispose();
		}
	});

	it('are text on the page, in every section', async () => {
		await window.app.workbench.run('Faultline: Open Incident');
		await view.getByRole('heading', { level: 1 }).waitFor();
		const fill = async (opener: string, fields: Readonly<Record<string, string>>) => {
			await view.getByRole('button', { name: opener, exact: true }).click();
			for (const [label, text] of Object.entries(fields)) {
				await view.getByLabel(label, { exact: true }).fill(text);
			}
			await view.getByLabel(Object.keys(fields)[0] ?? '', { exact: true }).press('Control+Enter');
			await view.locator('form.inline').waitFor({ state: 'detached' });
		};
		for (const { title, description } of corpus) {
			await fill('Add Note…', { 'What happened?': `${title}\n${description}` });
			await fill('Write Update…', { 'What we know': title, Impact: description, 'What we do': title });
			await fill('Escalate…', { 'To whom?': title, 'Why?': description });
			await fill('Add Action Item…', { 'What is to be done': title, Owner: title.slice(0, 100) });
			await isHarmless();
		}
		const beside = await incidentsBeside(window.app, { now: () => Date.now() });
		for (const { description } of corpus) {
			await beside.incidents.writeReview(beside.incidents.list()[0]?.id ?? '', `${description}\n\nSeen.`);
			await view.locator('#review-section').getByText('Seen.').last().waitFor();
			await isHarmless();
		}
		beside.dispose();
		await fill('Add Link…', {
			Address: `https://${OUTSIDE}/"><img src=x onerror=alert(1)>`,
			'What it is called': corpus[0]?.title ?? '',
		});
		await isHarmless();
	});

	it('are text in the status bar’s tooltip, whose links are ours alone', async () => {
		const status = window.page.locator('.statusbar-item[id="faultline.faultline.faultline.active"]');
		await window.app.workbench.run('Faultline: Open Incident');
		const beside = await incidentsBeside(window.app, { now: () => Date.now() });
		try {
			const [incident] = beside.incidents.list();
			for (const { title } of corpus) {
				await beside.incidents.edit(incident?.id ?? '', { title });
				await view.getByRole('heading', { level: 1, name: title.slice(0, 20) }).waitFor();
				await window.page.mouse.move(600, 300);
				await window.page.locator('.monaco-hover:visible').waitFor({ state: 'detached' });
				await status.hover();
				const links = window.page.locator('.monaco-hover:visible a');
				await eventually(async () =>
					assert.deepEqual(await links.allTextContents(), [
						...['Open', 'Set Status…', 'Write Update…', 'Escalate…', 'Choose Another…'],
					]),
				);
				assert.equal(await window.page.locator('.monaco-hover:visible :is(img, svg, iframe, script)').count(), 0);
			}
			await isHarmless();
		} finally {
			beside.dispose();
		}
	});

	it('are text in a list to choose from, and make no icon', async () => {
		const { app, page } = window;
		const beside = await incidentsBeside(app, { now: () => Date.now() });
		try {
			const [incident] = beside.incidents.list();
			await beside.incidents.edit(incident?.id ?? '', { title: '$(bug) Totals' });
			await view.getByRole('heading', { level: 1, name: '$(bug) Totals' }).waitFor();
			await app.workbench.run('Faultline: Search Incidents');
			const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Totals' });
			await row.waitFor();
			assert.match((await row.textContent()) ?? '', /\$\u2060\(bug\) Totals/);
			assert.equal(await row.locator('.codicon-bug').count(), 0);
			await page.keyboard.press('Escape');
			await row.waitFor({ state: 'hidden' });
		} finally {
			beside.dispose();
		}
	});

	it('are text on the dashboard, as charts, as tables and in the list of services', async () => {
		const { workbench } = window.app;
		const beside = await incidentsBeside(window.app, { now: () => Date.now() });
		try {
			for (const { title, description, trace } of corpus) {
				for (const again of [1, 2]) {
					const { id } = await beside.incidents.create(
						aNewIncident({
							title,
							description,
							service: title,
							category: title,
							evidence: [{ text: `${trace}\n${again}` }],
						}),
					);
					await beside.incidents.recordAnalysis(id, {
						...{ revision: 'a'.repeat(40), commits: [], excluded: [], problems: [] },
						files: [{ path: title, score: 0.5, reasons: [] }],
						locations: [[[{ path: title, line: 4, confidence: 1, alternatives: [] }]]],
					});
				}
			}
		} finally {
			beside.dispose();
		}
		await workbench.run('View: Close All Editors');
		await workbench.run('Faultline: Open Dashboard');
		await view
			.locator('.tile .value', { hasText: `${2 * corpus.length + 1}` })
			.first()
			.waitFor();
		await view.locator('.card.wide canvas').waitFor();
		await isHarmless();
		await view.getByRole('button', { name: 'Tables', exact: true }).click();
		await view.getByRole('cell').first().waitFor();
		await isHarmless();
		await view.getByLabel('Service', { exact: true }).selectOption({ index: 2 });
		await view.locator('[aria-busy="false"]').first().waitFor();
		await isHarmless();
	});
});
