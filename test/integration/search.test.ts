import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { faultline, incidentFrom, setting, until } from './support';

type Pick = vscode.QuickPick<vscode.QuickPickItem>;

/** Runs the command and gives the quick pick it opens. */
async function searching(): Promise<{ readonly pick: Pick; readonly done: Thenable<unknown> }> {
	const window = vscode.window as unknown as { createQuickPick: () => Pick };
	const original = window.createQuickPick;
	let pick: Pick | undefined;
	window.createQuickPick = () => {
		pick = original();
		return pick;
	};
	try {
		const done = vscode.commands.executeCommand('faultline.searchIncidents');
		return { pick: await until(() => pick), done };
	} finally {
		window.createQuickPick = original;
	}
}

describe('a search for incidents', () => {
	before(() => setting('analyzeOnCreate', false));
	after(() => setting('analyzeOnCreate', undefined));

	it('finds by a word of the trace while it is typed, and brings what is chosen into sight', async () => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(
			'RangeError: Zeppelin overflowed\n    at inflate (/srv/shop/src/zeppelin.js:4:33)',
		);
		const { pick, done } = await searching();
		await until(() => pick.items[0]);
		pick.value = 'zeppel infl';
		await until(() => (pick.items.length === 1 ? pick.items : undefined));
		assert.match(pick.items[0]?.description ?? '', new RegExp(incidents.find(id)?.key ?? 'none'));
		assert.match(pick.items[0]?.label ?? '', /Zeppelin overflowed/);
		await until(() => pick.activeItems[0]);
		await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
		await done;
	});

	it('finds by the beginning of a key, and nothing by what is in no incident', async () => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom('RangeError: x\n    at y (/srv/z.js:1:1)');
		const key = incidents.find(id)?.key ?? '';
		const { pick, done } = await searching();
		pick.value = key.toLowerCase();
		await until(() => (pick.items[0]?.description?.startsWith(key) ? true : undefined));
		pick.value = 'nowheretobefoundword';
		await until(() => (pick.items.length === 0 ? true : undefined));
		pick.hide();
		await done;
	});
});
