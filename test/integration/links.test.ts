import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { aRepository, type RepositoryBuilder } from '../support/repository';
import { faultline, incidentFrom, listening, picking, setting } from './support';

const PRICE = `const rates = { DE: 0.19 };

function priceOf(item) {
	return item.price * (1 + rates[item.address.country]);
}

module.exports = { priceOf };
`;
const FAILING = 'return item.price * (1 + rates[item.address.country]);';
const LOG = `2026-11-20T09:14:06Z info listening
2026-11-20T09:14:07Z error TypeError: Cannot read properties of undefined (reading 'country')
    at priceOf (/srv/shop/src/price.js:4:48)
    at format (/srv/shop/src/format.js:2:1)
    at index (/srv/shop/index.js:1:1)
    at gone (/srv/shop/src/nowhere.js:1:1)
2026-11-20T09:14:08Z info https://example.com/
`;
const LINK = '/srv/shop/src/price.js:4:48';

describe('links in a log', () => {
	let repository: RepositoryBuilder;
	let incidentId: string;
	let document: vscode.TextDocument;
	const folder = mkdtempSync(join(tmpdir(), 'faultline-log-'));

	before(async () => {
		await setting('analyzeOnCreate', false);
		repository = aRepository()
			.commit('Start the shop', {
				files: {
					'src/price.js': PRICE,
					'src/format.js': '// Formats\nmodule.exports = String;\n',
					'index.js': 'start();\n',
					'admin/index.js': 'begin();\n',
				},
				tag: 'v1.0.0',
			})
			.commit('Explain prices', { files: { 'src/price.js': `// Prices include\n// VAT.\n\n${PRICE}` } })
			.commit('Format anew', {
				files: { 'src/format.js': '// Formats\nmodule.exports = (x) => String(x);\n' },
			});
		const { incidents } = await faultline();
		({ id: incidentId } = await incidentFrom(LOG));
		await incidents.edit(incidentId, { repository: repository.folder, release: 'v1.0.0' });
		const file = join(folder, 'app.log');
		writeFileSync(file, LOG);
		document = await vscode.workspace.openTextDocument(file);
		await vscode.window.showTextDocument(document);
	});
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await setting('analyzeOnCreate', undefined);
		await (await faultline()).incidents.delete(incidentId);
		repository.remove();
		rmSync(folder, { recursive: true });
	});

	const ours = async (of = document): Promise<vscode.DocumentLink[]> => {
		const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
			'vscode.executeLinkProvider',
			of.uri,
			100,
		);
		return links.filter(({ target }) => target?.scheme === 'command');
	};
	const linkOn = async (text: string) => {
		const link = (await ours()).find(({ range }) => document.getText(range) === text);
		assert.ok(link?.target, text);
		return link.target;
	};
	const follow = async (target: vscode.Uri, answer?: string) => {
		const [argument] = JSON.parse(target.query);
		return listening(() => vscode.commands.executeCommand(target.path, argument), answer);
	};
	const hoverOn = async (text: string): Promise<vscode.MarkdownString> => {
		const position = document.positionAt(document.getText().indexOf(text) + 3);
		const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
			'vscode.executeHoverProvider',
			document.uri,
			position,
		);
		const [content] = hovers[0]?.contents ?? [];
		assert.ok(content && typeof content === 'object');
		return content as vscode.MarkdownString;
	};
	const lineShown = () => {
		const editor = vscode.window.activeTextEditor;
		return (
			editor && { uri: editor.document.uri, text: editor.document.lineAt(editor.selection.active.line).text.trim() }
		);
	};

	it('are on each frame’s place, to the character', async () => {
		const texts = (await ours()).map(({ range }) => document.getText(range));
		assert.deepEqual(texts.sort(), [
			'/srv/shop/index.js:1:1',
			'/srv/shop/src/format.js:2:1',
			'/srv/shop/src/nowhere.js:1:1',
			LINK,
		]);
	});

	it('open the line where it is now, from the revision that is deployed in the incident of the same failure', async () => {
		await follow(await linkOn(LINK));
		const shown = lineShown();
		assert.equal(shown?.uri.fsPath, join(repository.folder, 'src/price.js'));
		assert.equal(shown?.text, FAILING);
		assert.equal(vscode.window.activeTextEditor?.selection.active.line, 6);
	});

	it('open the file at the root, though another one has its name', async () => {
		assert.deepEqual(await follow(await linkOn('/srv/shop/index.js:1:1')), []);
		assert.equal(lineShown()?.text, 'start();');
	});

	it('say why a frame is nowhere', async () => {
		const [said] = await follow(await linkOn('/srv/shop/src/nowhere.js:1:1'));
		assert.match(said?.sentence ?? '', /nowhere\.js/);
	});

	it('read no document that is not open', async () => {
		const [said] = await listening(() =>
			vscode.commands.executeCommand('faultline.openFrame', { uri: 'file:///etc/passwd', at: 0 }),
		);
		assert.match(said?.sentence ?? '', /not in/);
	});

	it('show the deployed code round the line when hovered over, with the line marked', async () => {
		const { value, isTrusted, supportHtml } = await hoverOn(LINK);
		assert.match(value, /```javascript\n/);
		assert.match(value, /➤ 4 +return item\.price/);
		assert.match(value, /v1\.0\.0/);
		assert.match(value, /Line 4 at \w{7} is line 7 now/);
		assert.notEqual(supportHtml, true);
		assert.notEqual(isTrusted, true);
		for (const title of ['Open in Working Tree', 'Open at Deployed Revision', 'Compare Both']) {
			assert.ok(value.includes(`[${title}](command:faultline.`), title);
		}
	});

	it('say in the hover which commit edited the line', async () => {
		const { value } = await hoverOn('/srv/shop/src/format.js:2:1');
		assert.match(value, /edited in .*Format anew/);
	});

	it('say in the hover why a frame is nowhere, in one line', async () => {
		const { value } = await hoverOn('/srv/shop/src/nowhere.js:1:1');
		assert.match(value, /nowhere/);
		assert.equal(value.trim().split('\n').length, 1);
	});

	it('open the deployed file, read-only and in its language', async () => {
		const { query } = await linkOn(LINK);
		await vscode.commands.executeCommand('faultline.openFrameAtRevision', JSON.parse(query)[0]);
		const shown = lineShown();
		assert.equal(shown?.uri.scheme, 'faultline-git');
		assert.equal(shown?.text, FAILING);
		assert.equal(vscode.window.activeTextEditor?.document.languageId, 'javascript');
	});

	it('lead from the deployed file back to the line in the working tree', async () => {
		const { query } = await linkOn(LINK);
		await vscode.commands.executeCommand('faultline.openFrameAtRevision', JSON.parse(query)[0]);
		await vscode.commands.executeCommand('faultline.openFrame', vscode.window.activeTextEditor?.document.uri);
		assert.equal(lineShown()?.uri.fsPath, join(repository.folder, 'src/price.js'));
		assert.equal(lineShown()?.text, FAILING);
	});

	it('compare the deployed file with the working tree, at the line', async () => {
		const { query } = await linkOn(LINK);
		await vscode.commands.executeCommand('faultline.compareFrame', JSON.parse(query)[0]);
		const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
		assert.ok(input instanceof vscode.TabInputTextDiff);
		assert.equal(input.original.scheme, 'faultline-git');
		assert.equal(input.modified.fsPath, join(repository.folder, 'src/price.js'));
		assert.equal(vscode.window.activeTextEditor?.selection.active.line, 6);
	});

	it('follow an edit of the log', async () => {
		const edited = await vscode.workspace.openTextDocument({ content: LOG, language: 'log' });
		assert.equal((await ours(edited)).length, 4);
		const edit = new vscode.WorkspaceEdit();
		edit.insert(edited.uri, new vscode.Position(0, 0), 'Error: y\n    at h (/srv/shop/src/h.js:1:1)\n');
		await vscode.workspace.applyEdit(edit);
		assert.equal((await ours(edited)).length, 5);
	});

	it('are not in source code, and nowhere when switched off', async () => {
		const code = await vscode.workspace.openTextDocument({ content: LOG, language: 'javascript' });
		assert.deepEqual(await ours(code), []);
		await setting('links.enabled', false);
		try {
			assert.deepEqual(await ours(), []);
		} finally {
			await setting('links.enabled', undefined);
		}
		assert.equal((await ours()).length, 4);
	});

	it('ask for a choice where nothing tells files apart, and remember it', async () => {
		const twins = aRepository().commit('Two of a name', {
			files: { 'one/src/twin.js': 'a();\n', 'two/src/twin.js': 'b();\n' },
		});
		const { incidents } = await faultline();
		const text = 'RangeError: twins\n    at twinOf (/x/src/twin.js:1:1)';
		const { id } = await incidentFrom(text);
		try {
			await incidents.edit(id, { repository: twins.folder, release: 'HEAD' });
			const log = await vscode.workspace.openTextDocument({ content: text, language: 'log' });
			const [link] = await ours(log);
			const open = () =>
				listening(() =>
					vscode.commands.executeCommand('faultline.openFrame', JSON.parse(link?.target?.query ?? '')[0]),
				);
			const offered = await picking('two/src/twin.js', open);
			assert.deepEqual(offered.sort(), ['one/src/twin.js', 'two/src/twin.js']);
			assert.equal(lineShown()?.text, 'b();');
			assert.deepEqual(await picking(undefined, open), []);
		} finally {
			await incidents.delete(id);
			twins.remove();
		}
	});
});
