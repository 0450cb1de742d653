import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { Incident } from '../../src/core/incident/record';
import { faultline, incidentFrom, setting } from './support';

const TRACE = `TypeError: Cannot read properties of undefined (reading 'country')
    at priceOf (/srv/shop/src/generated/price.js:4:33)
    at route (/srv/shop/node_modules/@acme/router/index.js:9:1)
    at checkout (/srv/shop/src/checkout.js:6:12)`;

describe('the settings for what is in-app', () => {
	before(() => setting('analyzeOnCreate', false));
	after(async () => {
		await setting('inApp.include', undefined);
		await setting('inApp.exclude', undefined);
		await setting('analyzeOnCreate', undefined);
	});

	/** What a screen reader says of the incident's frames. */
	async function frames({ id }: Incident): Promise<string[]> {
		const tree = (await faultline()).exports.test?.tree;
		assert.ok(tree);
		const below = async (node?: unknown) => (await tree.getChildren(node)) ?? [];
		const nodes = await below();
		const incident = nodes.find((node) => (node as { id: string }).id === id);
		const [trace] = await below(incident);
		const items = (await below(trace)).map((node) => tree.getTreeItem(node) as vscode.TreeItem);
		return items.map((item) => item.accessibilityInformation?.label ?? '');
	}

	it('move frames between the person’s code and vendor code at once, and the tree is told', async () => {
		const incident = await incidentFrom(TRACE);
		const plain = await frames(incident);
		assert.deepEqual(
			plain.map((label) => label.includes('vendor frame')),
			[false, true, false],
			plain.join('\n'),
		);
		const tree = (await faultline()).exports.test?.tree;
		let told = 0;
		const listening = tree?.onDidChangeTreeData?.(() => told++);
		try {
			await setting('inApp.include', ['node_modules/@acme']);
			await setting('inApp.exclude', ['src/generated']);
		} finally {
			listening?.dispose();
		}
		assert.ok(told >= 2, `${told}`);
		assert.deepEqual(
			(await frames(incident)).map((label) => label.includes('vendor frame')),
			[true, false, false],
		);
		await setting('inApp.include', 'not a list');
		assert.equal((await frames(incident)).length, 2, 'a list that is none is unset, and two vendor frames are folded');
	});
});
