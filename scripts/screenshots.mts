// npm run screenshots: pictures of every view of the demo in real VS Code, in each kind of theme, into screenshots/ (which git ignores).
//   -- THEME...     some of them: dark, light, high-contrast
//   -- --readme     also puts the best ones where the README has them
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Frame } from 'playwright-core';
import { aTeamsHistory, fillHome } from '../test/support/dashboardHistory';
import { aMajorIncident, MAJOR } from '../test/support/majorIncident';
import { openWorkbench, THEMES, type Theme } from '../test/support/workbench.mjs';
import { makeDemoRepository } from './demo/repository.mjs';
import { ensureBuild, ensureChromium, ensureDependencies, ensureGit, ensureNode, ROOT } from './setup.mjs';

const OUT = join(ROOT, 'screenshots');
const FULL = { width: 1440, height: 960 };
/** Of a webview; the activity bar is beside it. */
const NARROW = 300;
const ACTIVITY_BAR = 48;
/** What goes into the README, by name of the picture. */
const README: Readonly<Record<string, string>> = { 'dark-page': 'incident.png' };

ensureNode();
ensureGit();
ensureDependencies();
ensureChromium();
ensureBuild('--release');

const { values, positionals } = parseArgs({ options: { readme: { type: 'boolean' } }, allowPositionals: true });
const themes = (positionals.length > 0 ? positionals : ['dark', 'light', 'high-contrast']) as Theme[];
if (themes.some((theme) => !(theme in THEMES))) {
	throw new Error(`There are these themes: ${Object.keys(THEMES).join(', ')}.`);
}
const folder = mkdtempSync(join(tmpdir(), 'faultline-pictures-'));
const now = Date.now();
const demo = await makeDemoRepository(join(folder, 'checkout'), { now });
const app = await openWorkbench({
	timeout: 120_000, // nobody waits for pictures
	...{ workspace: demo.folder, extensions: [ROOT], viewport: FULL, payload: [['openFile', demo.logFile]] },
	settings: { 'editor.occurrencesHighlight': 'off', 'editor.fontSize': 13, 'faultline.inApp.exclude': [] },
});
const { workbench } = app;
const { page } = workbench;
/** The webview in sight; others keep what they show in hidden ones. */
const webview = () => page.frameLocator('iframe.webview:visible').frameLocator('iframe#active-frame');
const tab = (text: string | RegExp) => page.locator('.tabs-container .tab', { hasText: text });

try {
	await prepare();
	for (const theme of themes) {
		await workbench.setTheme(theme);
		await takeAll(theme);
	}
	for (const [name, file] of values.readme ? Object.entries(README) : []) {
		copyFileSync(join(OUT, `${name}.png`), join(ROOT, 'media/readme', file));
	}
	console.log(`The pictures are in ${OUT}.`);
} catch (error) {
	await picture('failed');
	throw error;
} finally {
	await app.close();
	rmSync(folder, { recursive: true, force: true });
}

/** A team's incidents, one that is major, and the one that the demo is about: with its suspects, in the tree and on its page. */
async function prepare(): Promise<void> {
	rmSync(OUT, { recursive: true, force: true });
	mkdirSync(OUT, { recursive: true });
	const repository = demo.folder;
	const history = aTeamsHistory({ now, repository, sha: demo.breakingCommit, incidents: 140, days: 88 });
	fillHome(app.server.userData, [...history, ...aMajorIncident({ now })]);
	const failure = /^.*HttpError[\s\S]*?^\}$/m.exec(readFileSync(demo.logFile, 'utf8'))?.[0] ?? '';
	await page.evaluate((text) => navigator.clipboard.writeText(text), failure);
	await workbench.openView('Faultline');
	await workbench.treeItem(MAJOR).first().waitFor();
	await workbench.run('Faultline: Create Incident from Clipboard');
	await workbench.pick(demo.deployTag);
	await workbench.notification('Most likely change').waitFor();
	await workbench.run('Notifications: Clear All Notifications');

	await workbench.run('Faultline: Open Dashboard');
	await webview().locator('.card.wide canvas').waitFor();
	await workbench.run('Faultline: Open Incident');
	await webview()
		.getByRole('heading', { name: /could not be checked out/ })
		.waitFor();
	await openIncident(MAJOR);
	await workbench.run('Faultline: New Incident…');
	const form = webview();
	await form.getByLabel('Title').fill('Vouchers are refused');
	await form.getByLabel('Stack trace').fill(failure);
	await form.getByText('could not be checked out').first().waitFor();
	await workbench.run('Welcome: Open Walkthrough...');
	await workbench.quickInput.fill('Faultline');
	await page.keyboard.press('Enter');
	await page.locator('.getting-started').waitFor();
}

async function openIncident(title: string): Promise<void> {
	await workbench.contextMenu(workbench.treeItem(title).first(), 'Open Incident');
	await webview().getByRole('heading', { name: title }).waitFor();
}

async function takeAll(theme: Theme): Promise<void> {
	const name = (view: string) => `${theme}-${view}`;
	await tab('production.log').click();
	await page.locator('.view-line').first().waitFor();
	await picture(name('tree'));
	await page.locator('.detected-link').first().hover();
	await page.locator('.monaco-hover:visible').first().waitFor();
	await page.screenshot({ path: join(OUT, `${name('hover')}.png`) });
	await page.keyboard.press('Escape');
	await workbench.run('Faultline: Group By…');
	await workbench.quickRows.first().waitFor();
	await picture(name('pick'));
	await page.keyboard.press('Escape');

	for (const [view, title] of [
		['page', 'TypeError'],
		['major', MAJOR],
		['form', 'New Incident'],
		['dashboard', 'Incident Dashboard'],
	] as const) {
		await tab(title).click();
		await drawn(view);
		await picture(name(view));
		await scroll('bottom');
		await picture(name(`${view}-lower`));
		await scroll('top');
	}
	await tab('Walkthrough').or(tab('Welcome')).first().click();
	await picture(name('walkthrough'));
	await takeNarrow(theme);
}

async function takeNarrow(theme: Theme): Promise<void> {
	await workbench.run('View: Toggle Primary Side Bar Visibility');
	for (const [view, title] of [
		['page', 'TypeError'],
		['form', 'New Incident'],
		['dashboard', 'Incident Dashboard'],
	] as const) {
		await tab(title).click();
		await page.setViewportSize({ width: NARROW + ACTIVITY_BAR, height: 1800 });
		await drawn(view);
		await picture(`${theme}-${view}-narrow`);
		await page.setViewportSize(FULL);
	}
	await workbench.run('View: Toggle Primary Side Bar Visibility');
}

/** A view that comes to the front is made anew: until its last part is there. */
async function drawn(view: string): Promise<void> {
	await webview().getByRole('heading', { level: 1 }).waitFor();
	if (view === 'dashboard') {
		await webview().locator('.card.wide canvas').waitFor();
		await page.waitForTimeout(1500); // charts are drawn after their places
	}
}

/** What is in webviews, those in sight and the others. */
function documents(): Frame[] {
	return page.frames().filter((frame) => frame.url().includes('fake.html'));
}

async function scroll(to: 'top' | 'bottom'): Promise<void> {
	await Promise.all(
		documents().map((frame) =>
			frame.evaluate((end) => window.scrollTo(0, end === 'top' ? 0 : document.body.scrollHeight), to),
		),
	);
}

/** Taken once nothing moves any more. */
async function picture(name: string): Promise<void> {
	await page.waitForTimeout(400); // charts and codicons are drawn
	await workbench.screenshot(join(OUT, `${name}.png`));
	console.log(name);
}
