import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { aRepository, type RepositoryBuilder } from '../support/repository';
import { faultline, incidentFrom, listening, picking, setting } from './support';

const FRAME = { trace: 0, exception: 0, frame: 0 };
const TRACE = 'TypeError: x\n    at Object.<anonymous> (/srv/shop/src/cart.js:1:1)';

describe('where a person says a frame is', () => {
	let repository: RepositoryBuilder;

	before(async () => {
		await setting('analyzeOnCreate', false);
		repository = aRepository().commit('Start', {
			files: { 'a/src/cart.js': 'one();\n', 'b/src/cart.js': 'two();\n', 'lib/c/cart.js': 'three();\n' },
		});
	});
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await setting('pathMappings', undefined);
		await setting('analyzeOnCreate', undefined);
		repository.remove();
	});

	const analyzed = async () => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(TRACE);
		await incidents.edit(id, { repository: repository.folder, release: 'main' });
		await listening(() => vscode.commands.executeCommand('faultline.analyzeSuspects', id));
		return id;
	};
	const open = (id: string) => vscode.commands.executeCommand('faultline.openFrame', { incidentId: id, ...FRAME });
	const opened = () => vscode.workspace.asRelativePath(vscode.window.activeTextEditor?.document.uri ?? '');

	it('is asked once, remembered for later incidents, and taken back by Undo', async () => {
		const { incidents } = await faultline();
		const id = await analyzed();
		assert.deepEqual((await incidents.get(id))?.analysis?.locations[0]?.[0]?.[0]?.alternatives, ['b/src/cart.js']);
		let offered: string[] = [];
		await listening(async () => {
			offered = await picking('b/src', () => open(id));
		});
		assert.deepEqual(offered, ['a/src/cart.js', 'b/src/cart.js']);
		assert.match(opened(), /b\/src\/cart\.js$/);
		const later = await analyzed();
		assert.deepEqual(await picking(undefined, () => open(later)), []);
		assert.match(opened(), /b\/src\/cart\.js$/);
		const root = repository.folder;
		await incidents.chooseFrame(id, { file: '/srv/shop/src/cart.js', path: null });
		assert.equal(incidents.find(id)?.repository, root);
	});

	it('is read from the mappings in the settings, without another analysis', async () => {
		const id = await analyzed();
		await setting('pathMappings', [{ from: '/srv/shop/src', to: 'lib/c' }]);
		assert.deepEqual(await picking(undefined, () => open(id)), []);
		await setting('pathMappings', undefined);
	});
});
