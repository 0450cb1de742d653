import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { faultline } from './support';

// Last in the alphabet: it ends the extension.
describe('the end', () => {
	it('closes a form as often as it opens one', async () => {
		const before = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length;
		for (let round = 0; round < 20; round++) {
			await vscode.commands.executeCommand('faultline.newIncident');
			await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
		}
		assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, before);
	});

	it('leaves no command behind when it is deactivated', async () => {
		const { exports } = await faultline();
		exports.test?.dispose();
		const left = (await vscode.commands.getCommands(true)).filter((id) => /^faultline\.\w+Incident/.test(id));
		assert.deepEqual(left, []);
	});
});
