import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { personsOwn } from '../support/reverting';
import type { Workbench } from '../support/workbench.mjs';
import { BREAKING, TRACE } from './shop';
import { incidentFrom, shopWindow } from './shopWindow';

/** Where a country has no rate, nothing is due: the line that the revert takes back is another one by now. */
const LATER = `// Prices include
// VAT.

const rates = { DE: 0.19 };

function priceOf(item) {
	return item.price * (1 + (rates[item.address.country] ?? 0));
}

module.exports = { priceOf };
`;

describe('from a suspect to a revert with conflicts', function () {
	this.timeout(240_000);
	const window = shopWindow({
		before: (shop) => {
			shop.git('config', 'user.name', 'Robin');
			shop.git('config', 'user.email', 'robin@example.com');
			shop.commit('Tax only where there is one', { files: { 'src/price.js': LATER } });
			shop.write('src/checkout.js', '// edited, and not committed\n');
		},
	});
	const suspect = () =>
		window.page.locator('.monaco-list-row[aria-label^="Suspect commit "]', { hasText: BREAKING }).first();
	const branches = () =>
		window.shop.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/faultline').split('\n').filter(Boolean);
	/** What there is of reverts beside their branches. */
	const left = () => [
		...readdirSync(join(window.app.server.userData, 'User/globalStorage/faultline.faultline/reverts')),
		...window.shop.git('worktree', 'list').split('\n').slice(1),
		...readdirSync(join(window.shop.folder, '.git')).filter((name) => name === 'faultline'),
	];

	/** Begins the revert, and gives the window that opens for its conflicts. */
	const conflictsWindow = async (): Promise<Workbench> => {
		const { workbench } = window.app;
		await workbench.contextMenu(suspect(), 'Revert Suspect…');
		await workbench.pick('main');
		return window.app.openedBy(() => workbench.enter('Resolve Conflicts in a New Window'));
	};
	const mergeEditorIn = async ({ page }: Workbench) => {
		await page.locator('.merge-editor').waitFor({ timeout: 60_000 });
		await page.locator('.merge-editor .view-line', { hasText: 'rates[item.country]' }).first().waitFor();
	};
	const statusBar = ({ page }: Workbench) => page.locator('.statusbar-item', { hasText: 'Continue Revert' });
	/** Closes its workspace as it offers to, and waits until what it was opened by is gone. */
	const closed = async (other: Workbench) => {
		await statusBar(other).waitFor({ state: 'hidden' });
		await other.pressInNotification('This window is not needed any more', 'Close Workspace');
		for (let tries = 0; left().length > 0 && tries < 100; tries++) {
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	};

	it('opens a window with the merge editor, continues there with what was resolved, and is a branch then', async () => {
		await incidentFrom(window, TRACE);
		const before = personsOwn(window.shop.folder);
		const other = await conflictsWindow();
		await mergeEditorIn(other);
		await statusBar(other).click();
		await other.notification('Still in conflict: src/price.js').waitFor();
		assert.deepEqual(branches(), []);
		await other.page.getByText('Accept Incoming', { exact: false }).first().click();
		await other.page.getByRole('button', { name: 'Complete Merge' }).click();
		await other.page.getByText('Staged Changes').waitFor(); // which VS Code does once the editor is closed
		await statusBar(other).click();
		await other.pick('Keep Local Branch');
		await other.notification('is in this repository').waitFor();
		await closed(other);
		const [branch = ''] = branches();
		assert.match(window.shop.git('show', `${branch}:src/price.js`), /rates\[item\.country\]/);
		assert.deepEqual(left(), []);
		assert.deepEqual(personsOwn(window.shop.folder), before);
	});

	it('leaves nothing behind when it is aborted there', async () => {
		const kept = branches();
		const before = personsOwn(window.shop.folder);
		const other = await conflictsWindow();
		await mergeEditorIn(other);
		await statusBar(other).waitFor();
		await other.run('Faultline: Abort Revert…');
		await other.pressInDialog('Abort Revert');
		await other.notification('is aborted').waitFor();
		await closed(other);
		assert.deepEqual([left(), branches()], [[], kept]);
		assert.deepEqual(personsOwn(window.shop.folder), before);
	});
});
