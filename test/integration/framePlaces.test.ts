import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
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

	const analyzed = async (trace = TRACE) => {
		const { incidents } = await faultline();
		const { id } = await incidentFrom(trace);
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

	it('is asked where a workspace folder beside the repository has the file as well, and remembered', async () => {
		const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
		assert.ok(folder);
		const git = (...args: string[]) =>
			execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=a@b', ...args], { cwd: folder });
		git('init', '--quiet');
		mkdirSync(join(folder, 'web'));
		writeFileSync(join(folder, 'web/main.js'), 'beside();\n');
		git('add', 'web');
		git('commit', '--quiet', '--message', 'Start');
		try {
			repository.commit('Add a page', { files: { 'web/main.js': 'own();\n' } });
			const trace = 'TypeError: x\n    at Object.<anonymous> (/srv/web/main.js:1:1)';
			const id = await analyzed(trace);
			let offered: string[] = [];
			const choosing = async (label: string | undefined) => {
				await listening(async () => {
					offered = await picking(label, () => open(id));
				});
				return [offered, vscode.window.activeTextEditor?.document.uri.fsPath];
			};
			assert.deepEqual(await choosing(basename(folder)), [['web/main.js', 'web/main.js'], join(folder, 'web/main.js')]);
			await vscode.commands.executeCommand('workbench.action.closeAllEditors');
			assert.deepEqual(await picking(undefined, () => open(id)), []);
			assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, join(folder, 'web/main.js'));
		} finally {
			rmSync(join(folder, '.git'), { recursive: true });
			rmSync(join(folder, 'web'), { recursive: true });
		}
	});

	it('is read from the mappings in the settings, without another analysis', async () => {
		const id = await analyzed();
		await setting('pathMappings', [{ from: '/srv/shop/src', to: 'lib/c' }]);
		assert.deepEqual(await picking(undefined, () => open(id)), []);
		await setting('pathMappings', undefined);
	});
});
