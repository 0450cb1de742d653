// Drives VS Code's workbench with Playwright, in the words a person would use.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../scripts/setup.mjs';
import { launchBrowser } from '../../scripts/vscode/browser.mjs';
import { startServer, workbenchUrl } from '../../scripts/vscode/server.mjs';

const OUTPUT = path.join(ROOT, 'test/output');

/** Colour themes that ship with VS Code: the name in the theme picker, the class of the window. */
export const THEMES = {
	dark: ['Dark Modern', 'vs-dark'],
	light: ['Light Modern', 'vs'],
	'high-contrast': ['Dark High Contrast', 'hc-black'],
	'high-contrast-light': ['Light High Contrast', 'hc-light'],
};

/** One window. Locators wait on their own. */
export class Workbench {
	/** @param {import('playwright-core').Page} page */
	constructor(page) {
		this.page = page;
		this.messages = [];
		page.on('console', (message) => this.messages.push({ type: message.type(), text: message.text() }));
	}

	async open(url) {
		await this.page.goto(url);
		await this.isLoaded();
		return this;
	}

	async isLoaded() {
		await this.page.locator('.monaco-workbench').waitFor();
		await this.page.waitForFunction(() => performance.getEntriesByName('code/didLoadExtensions').length); // their commands, views and themes are known now
	}

	/** Reloads the window by VS Code's own command: unlike the browser's, it lets VS Code write down what it keeps. */
	async reload() {
		await this.page.evaluate('globalThis.isBeforeReload = true');
		await this.page.keyboard.press('F1');
		await this.quickInput.fill('>Developer: Reload Window');
		await this.quickRow('Developer: Reload Window').waitFor();
		await this.page.keyboard.press('Enter'); // a click would wait for a page that is going away
		await this.page.waitForFunction('!globalThis.isBeforeReload');
		await this.isLoaded();
	}

	/** Runs a command by its title in the palette ("Probe: Open Form"); asks again while extensions still load. */
	async run(title) {
		const row = this.quickRow(title);
		for (let tries = 1; ; tries++) {
			await this.page.keyboard.press('F1');
			try {
				await this.quickInput.fill(`>${title}`, { timeout: 1500 });
				return await row.click({ timeout: 1500 });
			} catch (error) {
				if (tries === 8) {
					throw error;
				}
				await this.page.keyboard.press('Escape');
			}
		}
	}

	/** The text field of the open quick pick or input box. */
	get quickInput() {
		return this.page.locator('.quick-input-widget:visible input.input');
	}
	get quickInputMessage() {
		return this.page.locator('.quick-input-widget:visible .quick-input-message');
	}
	get quickRows() {
		return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
	}

	quickRow(label) {
		return this.quickRows.filter({ has: this.page.locator('.label-name', { hasText: exactly(label) }) }).first();
	}

	/** Chooses the row of the open quick pick whose label is `label`. */
	async pick(label) {
		await this.quickRow(label).click();
	}

	/** Types into the open input box and accepts it. */
	async answer(text) {
		await this.quickInput.fill(text);
		await this.page.keyboard.press('Enter');
	}

	/** Opens a view container by its title in the activity bar. */
	async openView(title) {
		const tab = this.page.locator('.activitybar').getByRole('tab', { name: title });
		if ((await tab.getAttribute('aria-expanded')) !== 'true') {
			await tab.click();
		}
	}

	/** A view's pane by the title in its header. */
	pane(title) {
		return this.page.locator('.pane').filter({ has: this.page.locator(`.pane-header[aria-label^="${title}"]`) });
	}

	/** A tree item by its label, in any tree that is showing. */
	treeItem(label) {
		return this.page
			.locator('.monaco-list-row[role="treeitem"]')
			.filter({ has: this.page.locator('.label-name, .monaco-highlighted-label', { hasText: exactly(label) }) });
	}

	/** Presses an inline action of a tree item; they show on hover. */
	async inlineAction(label, action) {
		await this.treeItem(label).hover();
		await this.treeItem(label).locator(`.actions .action-label[aria-label^="${action}"]`).click();
	}

	/** Opens the context menu of `target` and chooses an entry; again where the menu went away because what is below was drawn anew. */
	async contextMenu(target, entry) {
		for (let tries = 3; ; tries--) {
			await target.click({ button: 'right' });
			try {
				await this.menuItem(entry).hover({ timeout: 8000 });
				await this.page.waitForTimeout(150); // a menu takes no clicks in its first 100 ms
				await this.menuItem(entry).click({ timeout: 8000 });
				return;
			} catch (error) {
				if (tries === 1) {
					throw error;
				}
				await this.page.keyboard.press('Escape');
			}
		}
	}

	menuItem(label) {
		return this.page.locator('.monaco-menu .action-item', {
			has: this.page.locator('.action-label', { hasText: exactly(label) }),
		});
	}

	/** A notification toast whose message holds `text`. */
	notification(text) {
		return this.page.locator('.notifications-toasts .notification-list-item', { hasText: text });
	}
	/** Presses a button of a notification; a toast that has hidden itself by now is looked for among all notifications. */
	async pressInNotification(text, button) {
		const press = (item) => item.locator('.monaco-button', { hasText: exactly(button) }).click({ timeout: 10_000 });
		try {
			await press(this.notification(text));
		} catch {
			await this.run('Notifications: Show Notifications');
			const item = this.page.locator('.notifications-center .notification-list-item', { hasText: text }).first();
			await item.hover();
			await press(item);
		}
	}

	/** The modal dialog that is open. */
	get dialog() {
		return this.page.locator('.monaco-dialog-box');
	}
	async pressInDialog(button) {
		await this.dialog.locator('.monaco-button', { hasText: exactly(button) }).click();
	}

	/**
	 * The document inside a webview: the workbench nests the extension's page two frames deep.
	 * @param {object} which `extension` id; `view: true` for a side bar view, false for an editor panel
	 */
	webview({ extension, view = false }) {
		const purpose = view ? '[src*="purpose=webviewView"]' : ':not([src*="purpose=webviewView"])';
		return this.page
			.frameLocator(`iframe.webview[src*="extensionId=${extension}" i]${purpose}`)
			.frameLocator('iframe#active-frame');
	}

	async openFile(name) {
		await this.page.keyboard.press('Control+P');
		await this.quickInput.fill(name);
		await this.pick(name.split('/').pop());
		await this.page.locator(`.editor-instance .monaco-editor[data-uri$="${name}"]`).waitFor();
	}

	/** Switches the colour theme to a key of THEMES. */
	async setTheme(theme) {
		const [label, mark] = THEMES[theme];
		await this.run('Preferences: Color Theme');
		await this.page.locator('.quick-input-widget:visible input[placeholder*="Theme"]').fill(label); // not the palette's field, which is just closing
		await this.quickRows.filter({ hasText: label }).first().click();
		await this.page.locator(`.monaco-workbench.${mark}`).waitFor();
	}

	async screenshot(file) {
		await this.page.mouse.move(0, 0);
		return this.page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
	}

	/** How long each running extension took to activate, as VS Code itself measured it: [{name, text, ms}]. */
	async activationTimes() {
		const size = this.page.viewportSize();
		await this.page.setViewportSize({ ...size, height: 4000 }); // the list renders only the rows in sight
		await this.run('Developer: Show Running Extensions');
		const rows = this.page.locator('.runtime-extensions-editor .monaco-list-row');
		await rows.first().waitFor();
		const found = await rows.evaluateAll((elements) =>
			elements.map((element) =>
				['.name', '.activation-time'].map((part) => element.querySelector(part)?.textContent ?? ''),
			),
		);
		await this.page.setViewportSize(size);
		return found.map(([name, text]) => ({ name, text, ms: Number(/(\d+)ms/.exec(text)?.[1]) }));
	}
}

/**
 * Starts VS Code and opens one window on `workspace`.
 * @returns {Promise<{server, browser, context, workbench: Workbench, newWindow: (folder?: string) => Promise<Workbench>, openedBy: (act: () => Promise<void>) => Promise<Workbench>, close: () => Promise<void>}>}
 */
export async function openWorkbench({
	workspace,
	extensions = [],
	viewport = { width: 1280, height: 800 },
	payload,
	timeout,
	...options
}) {
	const server = await startServer({ linked: extensions, ...options });
	let browser;
	try {
		browser = await launchBrowser();
		const context = await browser.newContext({ viewport, permissions: ['clipboard-read', 'clipboard-write'] });
		if (timeout !== undefined) {
			context.setDefaultTimeout(timeout);
		}
		const newWindow = async (folder = workspace) => {
			const window = new Workbench(await context.newPage());
			try {
				return await window.open(workbenchUrl(server, { folder, payload }));
			} catch (error) {
				await keepEvidence(window, server, 'opening a window');
				throw error;
			}
		};
		const openedBy = async (act) => {
			const [page] = await Promise.all([context.waitForEvent('page'), act()]);
			const window = new Workbench(page);
			await window.isLoaded();
			return window;
		};
		const workbench = await newWindow();
		return {
			server,
			browser,
			context,
			newWindow,
			openedBy,
			workbench,
			keepEvidence: (name) => keepEvidence(workbench, server, name),
			close: async () => {
				await browser.close();
				await server.stop();
			},
		};
	} catch (error) {
		await browser?.close();
		await server.stop();
		throw error;
	}
}

async function keepEvidence(workbench, server, name) {
	const folder = path.join(OUTPUT, name.replace(/[^\w-]+/g, '-').slice(0, 80));
	fs.mkdirSync(folder, { recursive: true });
	fs.copyFileSync(server.logFile, path.join(folder, 'server.log'));
	fs.writeFileSync(path.join(folder, 'messages.json'), JSON.stringify(workbench.messages, undefined, '\t'));
	await workbench.screenshot(path.join(folder, 'window.png')).catch((error) => {
		console.error(`No picture of the window: ${error.message}`); // it must not hide why the test failed
	});
}

const exactly = (text) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
