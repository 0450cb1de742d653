import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { aRepository, type RepositoryBuilder } from '../support/repository';
import { aShop, BREAKING, TRACE } from '../ui/shop';
import { faultline, incidentFrom, listening, picking, setting, until } from './support';

describe('what else is said of suspects', () => {
	let shop: RepositoryBuilder;

	before(async () => {
		await setting('analyzeOnCreate', false);
		shop = aShop();
	});
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		shop.remove();
		await setting('analyzeOnCreate', undefined);
	});

	const analyzed = async (repository = shop) => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(TRACE);
		await incidents.edit(id, { repository: repository.folder, startedAt: Date.parse('2026-01-10T12:00:00Z') });
		await vscode.commands.executeCommand('faultline.analyzeSuspects', id, { revision: 'v1.4.0' });
		return id;
	};
	const treeOf = async (id: string) => {
		const { tree } = (await faultline()).exports.test ?? {};
		assert.ok(tree);
		const incident = (await tree.getChildren())?.find((node) => (node as { incidentId: string }).incidentId === id);
		return { tree, children: (await tree.getChildren(incident)) as { kind: string }[] };
	};

	it('lists what other products’ rules would name, and opens the change', async () => {
		const id = await analyzed();
		const offered = await picking(BREAKING, () => vscode.commands.executeCommand('faultline.secondOpinion', id));
		assert.equal(offered.filter((label) => label === BREAKING).length, 2);
		assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', new RegExp(BREAKING));
	});

	it('opens into the rules in the tree, each with its reason', async () => {
		const { tree, children } = await treeOf(await analyzed());
		const node = children.find(({ kind }) => kind === 'secondOpinion');
		const items = ((await tree.getChildren(node)) ?? []).map((one) => tree.getTreeItem(one) as vscode.TreeItem);
		assert.deepEqual(
			items.map(({ label }) => label),
			[`Sentry’s rule: ${BREAKING}`, `Datadog’s rule: ${BREAKING}`],
		);
	});

	it('leads from a reason to the line that it speaks of, where that is now, and from others to the change and its message', async () => {
		const { incidents } = await faultline();
		const id = await analyzed();
		await incidents.edit(id, { lastGood: 'v1.3.0' });
		await vscode.commands.executeCommand('faultline.analyzeSuspects', id);
		const { tree, children } = await treeOf(id);
		const section = children.find(({ kind }) => kind === 'commits');
		const [commit] = (await tree.getChildren(section)) ?? [];
		const items = ((await tree.getChildren(commit)) ?? []).map((one) => tree.getTreeItem(one) as vscode.TreeItem);
		const follow = async (words: RegExp) => {
			const { command } = items.find(({ label }) => words.test(String(label))) ?? {};
			assert.ok(command);
			await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
			return command.title;
		};
		assert.equal(await follow(/^last changed line 4 of src\/price\.js/), 'Go to Line');
		const editor = vscode.window.activeTextEditor;
		assert.match(editor?.document.lineAt(editor.selection.active.line).text ?? '', /item\.address\.country/);
		assert.equal(editor?.selection.active.line, 6);
		assert.equal(await follow(/^is new since v1\.3\.0/), 'Show Diff');
		assert.match(vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '', new RegExp(BREAKING));
		const message = await until(() =>
			vscode.workspace.textDocuments.find(
				({ uri }) => uri.scheme === 'faultline-git' && uri.path === '/Commit Message',
			),
		);
		assert.equal(message.getText().trim(), BREAKING);
	});

	it('answers why a commit is no suspect, or which one it is', async () => {
		const incidentId = await analyzed();
		const why = async (revision: string) => {
			const ref = { incidentId, sha: shop.sha(revision) };
			const [said] = await listening(() => vscode.commands.executeCommand('faultline.whyNotThisCommit', ref));
			return said?.sentence.replaceAll(/[0-9a-f]{7,8}/g, 'SHA') ?? '';
		};
		assert.match(await why('v1.4.0'), /It is suspect 1 of 2\. \d+%: it last changed line 4 of src\/price\.js/);
		assert.equal(await why('HEAD'), 'SHA “Explain prices”: It cannot be it: it is not in the deployed revision SHA.');
		assert.match(await why('HEAD~2'), /No evidence points at it: it changed no file of the stack trace\.$/);
	});

	it('lists commits that were ruled out, with the reason', async () => {
		const { incidents } = await faultline();
		const id = await analyzed();
		await incidents.edit(id, { lastGood: 'v1.3.0' });
		await vscode.commands.executeCommand('faultline.analyzeSuspects', id);
		const { tree, children } = await treeOf(id);
		const node = children.find(({ kind }) => kind === 'ruledOut');
		const [first] = (await tree.getChildren(node)) ?? [];
		const { label, description } = tree.getTreeItem(first) as vscode.TreeItem;
		assert.deepEqual(
			[label, String(description).split(' · ')[0]],
			['Start the shop', 'already in v1.3.0, the last good revision'],
		);
	});

	it('says that nothing can be told before an analysis', async () => {
		const empty = aRepository().commit('Start', { files: { a: 'a' } });
		try {
			const { incidents } = await faultline();
			const { id } = await incidentFrom(TRACE);
			await incidents.edit(id, { repository: empty.folder });
			for (const command of ['faultline.secondOpinion', 'faultline.whyNotThisCommit']) {
				const [said] = await listening(() => vscode.commands.executeCommand(command, id));
				assert.deepEqual(said?.buttons, ['Analyze Suspects']);
			}
		} finally {
			empty.remove();
		}
	});
});
