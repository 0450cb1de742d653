// Drives VS Code's workbench with Playwright, in the words a person would use.
import { launchBrowser } from '../../scripts/vscode/browser.mjs';
import { startServer, workbenchUrl } from '../../scripts/vscode/server.mjs';
import { keepEvidence } from './evidence.mjs';

/** How long a command or a file is looked for that VS Code does not list yet. */
const FIND_TIMEOUT_MS = 25_000;

/** Colour themes that ship with VS Code: the name in the theme picker, the class of the window. */
export const THEMES = {
	dark: ['Dark Modern', 'vs-dark'],
	light: ['Light Modern', 'vs'],
	'high-contrast': ['Dark High Contrast', 'hc-black'],
	'high-contrast-light': ['Light High Contrast', 'hc-light'],
};

/** The class that the body of a webview has then. */
const WEBVIEW_THEMES = {
	dark: 'vscode-dark',
	light: 'vscode-light',
	'high-contrast': 'vscode-high-contrast',
	'high-contrast-light': 'vscode-high-contrast-light',
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
		await this.run('Developer: Reload Window');
		await this.page.waitForFunction('!globalThis.isBeforeReload');
		await this.isLoaded();
	}

	/** Runs a command by its title in the palette ("Probe: Open Form"), by keys alone. */
	async run(title) {
		await this.#find('F1', `>${title}`, title);
	}

	/** Runs a command that does nothing before it asks, and answers with the row `label`; again where something took the focus, which ends the question. */
	async runAndPick(title, label) {
		for (let tries = 3; ; tries--) {
			await this.run(title);
			try {
				return await this.quickRow(label).click({ timeout: 10_000 });
			} catch (error) {
				if (tries === 1 || (await this.quickRows.first().isVisible())) {
					throw error;
				}
			}
		}
	}

	/**
	 * Chooses `label` among what VS Code finds for `text` where `key` was pressed. As a person would, it presses the key again where no list came, or one
	 * without it: what is open does not hear of commands and files that come later. A click might be done and time out all the same, and then what is
	 * done again would be done twice; Enter is pressed once.
	 */
	async #find(key, text, label) {
		const row = this.quickRow(label).filter({ has: this.page.locator('.highlight') }); // others are of the list before, which is just being filtered
		for (const end = Date.now() + FIND_TIMEOUT_MS; ; ) {
			await this.page.keyboard.press(key);
			try {
				await this.quickInput.fill(text, { timeout: 1500 });
				await row.waitFor({ timeout: 1500 });
				for (
					let rows = await this.quickRows.count();
					!(await row.and(this.page.locator('.focused')).isVisible());
					rows--
				) {
					if (rows === 0) {
						throw new Error(`The keys never came to ${label}`);
					}
					await this.page.keyboard.press('ArrowDown');
				}
			} catch (error) {
				if (Date.now() > end) {
					throw error;
				}
				await this.page.keyboard.press('Escape');
				continue;
			}
			return this.page.keyboard.press('Enter');
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

	/** The quick input that is open and shows `text`: as its title, prompt, placeholder or in a row. */
	question(text) {
		const shown = this.page.getByText(text).or(this.page.getByPlaceholder(text)).filter({ visible: true });
		return this.page.locator('.quick-input-widget:visible').filter({ has: shown });
	}

	/** Chooses the row of the open quick pick whose label is `label`. */
	async pick(label) {
		await this.quickRow(label).click();
	}

	/** The same by the keyboard, of the row that is marked; a hover over a row may take clicks. */
	async enter(label) {
		await this.quickRow(label).and(this.page.locator('.focused')).waitFor();
		await this.quickInput.press('Enter');
	}

	/** Types `text` into the input that shows `question`, and accepts it: what was asked before may still be in sight, just closing. */
	async answer(question, text) {
		await this.question(question).locator('input.input').fill(text);
		await this.quickInput.press('Enter'); // what is asked may read differently by now
	}

	/** The same by keys alone, once the field has the focus; without `text` what is there already is accepted. */
	async typeAnswer(question, text) {
		await this.question(question).locator('input.input:focus').waitFor();
		if (text !== undefined) {
			await this.page.keyboard.press('Control+A');
			await this.page.keyboard.type(text);
		}
		await this.page.keyboard.press('Enter');
	}

	/** Accepts in VS Code's own dialog for files, titled `title`, the file that it proposes, or `file`. It proposes one once it lists the folder, whatever was typed until then. */
	async chooseFile(title, file) {
		const dialog = this.question(title);
		await dialog.locator('.quick-input-list .monaco-list-row').first().waitFor();
		const input = dialog.locator('input.input');
		if (file !== undefined) {
			await input.fill(file);
		}
		await input.press('Enter');
	}

	/** Opens a view container by its title in the activity bar. */
	async openView(title) {
		const tab = this.page.locator('.activitybar').getByRole('tab', { name: title });
		if ((await tab.getAttribute('aria-expanded')) !== 'true') {
			await tab.click();
		}
		await this.page.locator('.sidebar .composite.title', { hasText: title }).waitFor();
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

	/** Presses an action in the title of a view; they show on hover, and while the focus is in the view. */
	async viewAction(view, action) {
		await this.pane(view).locator('.pane-header').hover();
		await this.pane(view).locator('.pane-header').getByRole('button', { name: action }).click();
	}

	/** Opens the context menu of `target` and chooses an entry; again where the menu went away because what is below was drawn anew. */
	async contextMenu(target, entry) {
		const item = this.menuItem(entry);
		for (let tries = 3; ; tries--) {
			await target.click({ button: 'right' });
			try {
				await item.click({ timeout: 8000 });
				break;
			} catch (error) {
				if (tries === 1) {
					throw error;
				}
				await this.page.keyboard.press('Escape');
			}
		}
		const isOpen = () =>
			item.waitFor({ state: 'hidden', timeout: 300 }).then(
				() => false,
				() => true,
			);
		while (await isOpen()) {
			await item.click({ timeout: 500 }).catch(() => {}); // a menu takes no clicks in its first 100 ms
		}
	}

	menuItem(label) {
		return this.page.locator('.monaco-menu .action-item', {
			has: this.page.locator('.action-label', { hasText: exactly(label) }),
		});
	}

	/** The newest notification whose message holds `text`: a toast, or where all are listed; while they are listed, VS Code shows no toasts. */
	notification(text) {
		return this.page
			.locator(':is(.notifications-toasts, .notifications-center) .notification-list-item', { hasText: text })
			.filter({ visible: true })
			.first();
	}
	/** Presses a button of a notification; a toast that has hidden itself by now is looked for among all notifications. */
	async pressInNotification(text, button) {
		const item = this.notification(text);
		const press = () => item.locator('.monaco-button', { hasText: exactly(button) }).click({ timeout: 10_000 });
		try {
			await press();
		} catch {
			await this.run('Notifications: Show Notifications');
			await item.hover();
			await press();
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
			.frameLocator(`iframe.webview[src*="extensionId=${extension}" i]${purpose}:visible`)
			.frameLocator('iframe#active-frame');
	}

	async openFile(name) {
		await this.#find('Control+P', name, name.split('/').pop());
		await this.page.locator(`.editor-instance .monaco-editor.focused[data-uri$="${name}"]`).waitFor(); // keys go there from now on
	}

	/** Switches the colour theme to a key of THEMES. */
	async setTheme(theme) {
		const [label, mark] = THEMES[theme];
		await this.run('Preferences: Color Theme');
		await this.page.locator('.quick-input-widget:visible input[placeholder*="Theme"]').fill(label); // not the palette's field, which is just closing
		await this.quickRows.filter({ hasText: label }).first().click();
		await this.page.locator(`.monaco-workbench.${mark}`).waitFor();
		for (const webview of await this.page.locator('iframe.webview:visible').all()) {
			await webview
				.contentFrame()
				.locator('iframe#active-frame')
				.contentFrame()
				.locator(`body.${WEBVIEW_THEMES[theme]}`)
				.waitFor();
		}
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

	/** Of that, by the id of each extension, what is loading its code (`load`, with the wait for those before it) and what the call of `activate` (`call`), in ms. */
	async activationParts() {
		const size = this.page.viewportSize();
		await this.page.setViewportSize({ ...size, height: 6000 }); // the editor has only the lines in sight
		await this.run('Developer: Startup Performance');
		const cells = /^\|\s*([\w.-]+\.[\w.-]+)\s*\|\s*(?:true|false)\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|/;
		await this.page.locator('.view-line', { hasText: cells }).first().waitFor();
		const lines = await this.page.locator('.view-line').evaluateAll((all) => all.map((line) => line.textContent ?? ''));
		await this.page.setViewportSize(size);
		const rows = lines.flatMap((line) => cells.exec(line.replaceAll('\u00a0', ' ')) ?? []);
		return new Map(
			Array.from({ length: rows.length / 4 }, (_, row) => {
				const [, id, load, call] = rows.slice(4 * row, 4 * row + 4);
				return [id, { load: Number(load), call: Number(call) }];
			}),
		);
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
		const windows = [];
		const windowOf = (page) => {
			const window = new Workbench(page);
			windows.push(window);
			return window;
		};
		const newWindow = async (folder = workspace) => {
			const window = windowOf(await context.newPage());
			try {
				return await window.open(workbenchUrl(server, { folder, payload }));
			} catch (error) {
				await keepEvidence(windows, server, 'opening a window');
				throw error;
			}
		};
		const openedBy = async (act) => {
			const [page] = await Promise.all([context.waitForEvent('page'), act()]);
			const window = windowOf(page);
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
			keepEvidence: (name) => keepEvidence(windows, server, name),
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

const exactly = (text) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
