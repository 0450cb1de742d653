import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { RepositoryBuilder } from '../support/repository';
import { type App, openWorkbench } from '../support/workbench.mjs';
import { aShop } from './shop';

/** A window of VS Code with Faultline, on a shop of its own. */
export interface ShopWindow {
	readonly shop: RepositoryBuilder;
	readonly app: App;
	readonly page: Page;
}

/**
 * Opens one for all tests of the suite it is called in, and closes it after them; of a test that fails evidence is kept.
 *
 * @param options `before`: puts in the folder what it holds beside the repository's files; `extensions`: names in test/fixtures/extensions
 * @returns the window; there from the first test on
 */
export function shopWindow(
	options: {
		readonly settings?: Readonly<Record<string, unknown>>;
		readonly before?: (shop: RepositoryBuilder) => unknown;
		readonly extensions?: readonly string[];
	} = {},
): ShopWindow {
	let opened: { readonly shop: RepositoryBuilder; readonly app: App } | undefined;
	const window = () => {
		if (!opened) {
			throw new Error('The window is opened by the suite’s first hook.');
		}
		return opened;
	};
	before(async () => {
		const shop = aShop();
		try {
			await options.before?.(shop);
			const { settings = {}, extensions = [] } = options;
			const others = extensions.map((name) => join(__dirname, '../fixtures/extensions', name));
			const app = await openWorkbench({
				workspace: shop.folder,
				extensions: [join(__dirname, '../..'), ...others],
				settings,
			});
			opened = { shop, app };
		} catch (error) {
			shop.remove();
			throw error;
		}
	});
	afterEach(async function () {
		if (this.currentTest?.state === 'failed') {
			await window().app.keepEvidence(this.currentTest.title);
		}
	});
	after(async function () {
		let hasRun = false;
		this.test?.parent?.eachTest(({ state }) => {
			hasRun ||= state !== undefined;
		});
		if (opened && !hasRun) {
			await opened.app.keepEvidence(this.test?.parent?.title ?? ''); // what was to be done before the tests failed
		}
		await opened?.app.close();
		opened?.shop.remove();
	});
	return {
		get shop() {
			return window().shop;
		},
		get app() {
			return window().app;
		},
		get page() {
			return window().app.workbench.page;
		},
	};
}

/** Creates an incident of `trace` from the clipboard, deployed at v1.4.0, and waits for its suspects. */
export async function incidentFrom({ app, page }: ShopWindow, trace: string): Promise<void> {
	await app.workbench.openView('Faultline');
	await page.evaluate((text) => navigator.clipboard.writeText(text), trace);
	await app.workbench.run('Faultline: Create Incident from Clipboard');
	await app.workbench.pick('v1.4.0');
	await app.workbench.notification('Most likely change').waitFor();
}
