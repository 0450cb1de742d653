import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { aRepository, type RepositoryBuilder } from '../support/repository';
import { encodedMappings } from '../support/sourceMaps';
import { faultline, incidentFrom, setting } from './support';

const SOURCE = 'export function priceOf(line) {\n\treturn line.price.amount;\n}\n';
const LIBRARY = 'export const sum = (a, b) =>\n\ta + b();\n';
const TRACE = `TypeError: b is not a function
    at e (https://shop.example/static/app.js:1:101)
    at t (https://shop.example/static/app.js:1:11)
`;

describe('a trace of a bundle', () => {
	let repository: RepositoryBuilder;
	let folder: string;

	before(async () => {
		await setting('analyzeOnCreate', false);
		repository = aRepository().commit('Sell things', { files: { 'src/price.js': SOURCE }, tag: 'v1.0.0' });
		folder = mkdtempSync(join(tmpdir(), 'faultline-maps-'));
		await setting('sourceMaps.folders', [folder]);
	});
	after(async () => {
		await vscode.commands.executeCommand('workbench.action.closeAllEditors');
		await setting('sourceMaps.folders', undefined);
		await setting('analyzeOnCreate', undefined);
		repository.remove();
		rmSync(folder, { recursive: true });
	});

	it('opens its sources, in the work tree or out of the map itself', async () => {
		const map = {
			version: 3,
			sources: ['webpack://shop/./src/price.js', 'webpack://shop/./node_modules/sum/index.js'],
			sourcesContent: [SOURCE, LIBRARY],
			names: ['sum'],
			mappings: encodedMappings([
				[
					[10, 0, 1, 8, 0],
					[100, 1, 1, 5],
				],
			]),
		};
		writeFileSync(join(folder, 'app.js.map'), JSON.stringify(map));
		const { incidents } = await faultline();
		const { id: incidentId } = await incidentFrom(TRACE);
		await incidents.edit(incidentId, { repository: repository.folder, release: 'v1.0.0' });
		await vscode.commands.executeCommand('faultline.analyzeSuspects', { incidentId });
		const { analysis } = (await incidents.get(incidentId)) ?? {};
		assert.deepEqual(
			analysis?.locations.flat(2).map((location) => location && `${location.path}:${location.line}`),
			[null, 'src/price.js:2'],
		);

		const open = async (frame: number) => {
			await vscode.commands.executeCommand('faultline.openFrame', { incidentId, trace: 0, exception: 0, frame });
			const editor = vscode.window.activeTextEditor;
			assert.ok(editor);
			return editor;
		};
		const own = await open(1);
		assert.deepEqual(
			[own.document.uri.fsPath, own.selection.active.line],
			[join(repository.folder, 'src/price.js'), 1],
		);
		const library = await open(0);
		assert.deepEqual(
			[library.document.uri.scheme, library.document.getText(), library.selection.active.line],
			['faultline-source', LIBRARY, 1],
		);
	});
});
