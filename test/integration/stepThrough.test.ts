import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { aRepository, type RepositoryBuilder } from '../support/repository';
import { faultline, incidentFrom, listening, setting } from './support';

const PRICE = `const rates = { DE: 0.19 };

function priceOf(item) {
	return item.price * (1 + rates[item.address.country]);
}
`;
const CHECKOUT = `const { priceOf } = require('./price');

function checkout(cart) {
	return cart.map(priceOf);
}
`;
const TRACE = `TypeError: Cannot read properties of undefined (reading 'country')
    at priceOf (/srv/shop/src/price.js:4:48)
    at Array.map (<anonymous>)
    at checkout (/srv/shop/src/checkout.js:4:14)
    at legacy (/srv/shop/src/legacy.js:1:1)
    at next (/srv/shop/node_modules/express/lib/router/route.js:149:13)`;

interface Shown {
	readonly name: string;
	readonly line: number;
	readonly presentationHint: string;
	readonly source?: { readonly name: string; readonly path?: string };
}

describe('stepping through a trace', () => {
	let repository: RepositoryBuilder;
	let incidentId: string;

	before(async () => {
		await setting('analyzeOnCreate', false);
		repository = aRepository()
			.commit('Start the shop', {
				files: { 'src/price.js': PRICE, 'src/checkout.js': CHECKOUT, 'src/legacy.js': 'checkout();\n' },
				tag: 'v1.0.0',
			})
			.commit('Drop the old cart', { files: { 'src/legacy.js': null } })
			.commit('Explain prices', { files: { 'src/price.js': `// Prices include\n// VAT.\n\n${PRICE}` } });
		const { incidents } = await faultline();
		incidentId = (await incidentFrom(TRACE)).id;
		await incidents.edit(incidentId, { repository: repository.folder, release: 'v1.0.0' });
	});
	after(async () => {
		await vscode.debug.stopDebugging();
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await setting('analyzeOnCreate', undefined);
		repository.remove();
	});

	/** Waits for VS Code to show a frame, after `act` made it. */
	const showing = async (act: () => PromiseLike<unknown>, fits: (editor: vscode.TextEditor) => boolean) => {
		const owned: vscode.Disposable[] = [];
		try {
			const shown = new Promise<vscode.TextEditor>((resolve) => {
				const look = () => {
					const editor = vscode.window.activeTextEditor;
					const item = vscode.debug.activeStackItem;
					if (editor && item instanceof vscode.DebugStackFrame && fits(editor)) {
						resolve(editor);
					}
				};
				owned.push(
					vscode.window.onDidChangeActiveTextEditor(look),
					vscode.window.onDidChangeTextEditorSelection(look),
					vscode.debug.onDidChangeActiveStackItem(look),
				);
			});
			await act();
			return await shown;
		} finally {
			for (const one of owned) {
				one.dispose();
			}
		}
	};
	const at = (file: string, text: string) => (editor: vscode.TextEditor) =>
		editor.document.uri.path.endsWith(file) && editor.document.lineAt(editor.selection.active.line).text.includes(text);
	const start = (about: object = { incidentId }) => vscode.commands.executeCommand('faultline.stepThroughTrace', about);
	const session = () => {
		const { activeDebugSession } = vscode.debug;
		assert.equal(activeDebugSession?.type, 'faultline-trace');
		return activeDebugSession as vscode.DebugSession;
	};

	it('analyses first, then shows the innermost own frame where its line is now', async () => {
		const editor = await showing(() => listening(() => start()), at('price.js', 'item.address.country'));
		assert.equal(editor.document.uri.fsPath, join(repository.folder, 'src/price.js'));
		assert.equal(editor.selection.active.line, 6);
	});

	it('lists the frames as a call stack: moved lines, what is gone as it was deployed, vendor frames subdued', async () => {
		const { stackFrames } = (await session().customRequest('stackTrace', { threadId: 1 })) as { stackFrames: Shown[] };
		assert.deepEqual(
			stackFrames.map(({ name, line, presentationHint }) => `${name}:${line} ${presentationHint}`),
			['priceOf:7 normal', 'Array.map:3 subtle', 'checkout:4 normal', 'legacy:1 normal', 'next:6 subtle'],
		);
		assert.match(stackFrames[3]?.source?.path ?? '', /^faultline-git:/);
	});

	it('steps to the caller with VS Code’s own keys, into the deployed text where the file is gone, and back', async () => {
		const step = (command: string) => () => vscode.commands.executeCommand(command);
		await showing(step('workbench.action.debug.stepOver'), at('checkout.js', 'cart.map'));
		const gone = await showing(step('workbench.action.debug.stepOver'), at('legacy.js', 'checkout()'));
		assert.equal(gone.document.uri.scheme, 'faultline-git');
		await showing(step('faultline.previousFrame'), at('checkout.js', 'cart.map'));
		await showing(step('faultline.previousFrame'), at('price.js', 'item.address.country'));
		await showing(step('faultline.nextFrame'), at('checkout.js', 'cart.map'));
		await showing(step('workbench.action.debug.restart'), at('price.js', 'item.address.country'));
	});

	it('shows a frame without a file in the trace itself', async () => {
		const editor = await showing(
			() => vscode.commands.executeCommand('workbench.action.debug.stepOut'),
			({ document, selection }) => document.lineAt(selection.active.line).text.includes('Array.map'),
		);
		assert.equal(editor.document.uri.scheme, 'debug');
	});

	it('follows a line through an edit that is not saved', async () => {
		const document = await vscode.workspace.openTextDocument(join(repository.folder, 'src/price.js'));
		const edit = new vscode.WorkspaceEdit();
		edit.insert(document.uri, new vscode.Position(0, 0), '// One\n// two\n');
		await vscode.workspace.applyEdit(edit);
		const { stackFrames } = (await session().customRequest('stackTrace', { threadId: 1 })) as { stackFrames: Shown[] };
		assert.equal(stackFrames[0]?.line, 9);
		await vscode.window.showTextDocument(document);
		await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
	});

	it('evaluates nothing', async () => {
		await assert.rejects(async () => session().customRequest('evaluate', { expression: '1 + 1' }), /stands still/);
	});

	it('opens a second time in place of the first, at the frame it was asked for', async () => {
		const first = session().id;
		await showing(() => start({ incidentId, trace: 0, exception: 0, frame: 2 }), at('checkout.js', 'cart.map'));
		assert.notEqual(session().id, first);
	});

	it('ends when its incident is deleted', async () => {
		const ended = new Promise<vscode.DebugSession>((resolve) => {
			const listening = vscode.debug.onDidTerminateDebugSession((one) => {
				listening.dispose();
				resolve(one);
			});
		});
		const { id } = session();
		await listening(() => vscode.commands.executeCommand('faultline.deleteIncident', { incidentId }));
		assert.equal((await ended).id, id);
	});
});
