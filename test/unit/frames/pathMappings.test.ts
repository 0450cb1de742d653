import assert from 'node:assert/strict';
import { mappingsFor } from '../../../src/core/frames/pathMappings';
import { foldersFor, previewMapping } from '../../../src/core/frames/previewMapping';
import { recorded, resolveTraces, type Source } from '../../../src/core/frames/resolve';
import { indexTree } from '../../../src/core/frames/treeIndex';
import type { Trace } from '../../../src/core/trace/model';

const aTrace = (...files: readonly string[]): Trace => ({
	format: 'node',
	range: [0, 0],
	exceptions: [
		{
			type: 'Error',
			message: '',
			relation: 'thrown',
			range: [0, 0],
			frames: files.map((file) => ({ file, line: 1, inApp: true, raw: '', range: [0, 0] })),
		},
	],
});
const tree = indexTree(['packages/shop/cart.js', 'packages/shop/deep/tax.ts', 'packages/web/cart.js', 'old/cart.js']);
const placed = (trace: Trace, more: Partial<Source>) =>
	recorded([trace], resolveTraces([trace], { tree, ...more })).locations[0]?.[0]?.map(
		(at) => at && `${at.path} ${at.by ?? ''}`,
	);

describe('a path mapping', () => {
	it('puts what is behind its prefix below its folder, compiled files too', () => {
		const mappings = mappingsFor([{ from: '/srv/x/', to: './packages/shop/' }], '/r');
		assert.deepEqual(placed(aTrace('/srv/x/cart.js', '/srv/x/deep/tax.js', '/srv/xy/cart.js'), { mappings }), [
			'packages/shop/cart.js mapping',
			'packages/shop/deep/tax.ts mapping',
			null,
		]);
	});

	it('counts before one of a shorter prefix, in its own repository, without regard to case on Windows', () => {
		const mappings = mappingsFor(
			[
				{ from: 'C:\\Build', to: 'old' },
				{ from: 'C:\\build\\Web', to: 'packages/web' },
				{ from: 'C:\\build\\web\\', to: 'packages/shop', repository: '/other' },
			],
			'/r',
		);
		assert.deepEqual(placed(aTrace('c:\\BUILD\\web\\cart.js', 'C:\\build\\cart.js'), { mappings }), [
			'packages/web/cart.js mapping',
			'old/cart.js mapping',
		]);
	});

	it('leads to nothing outside the tree', () => {
		const mappings = mappingsFor([{ from: '/srv', to: '../../etc' }], '/r');
		assert.deepEqual(placed(aTrace('/srv/../../passwd'), { mappings }), [null]);
	});

	it('is previewed: the folders it may mean, and the files that are then found', () => {
		const traces = [aTrace('/srv/x/cart.js', '/srv/x/deep/tax.js', '/srv/x/gone.js')];
		assert.deepEqual(
			foldersFor(traces, tree, '/srv/x', 5).map(({ folder, files }) => `${folder} ${files.length}`),
			['packages/shop 2', 'old 1', 'packages/web 1'],
		);
		assert.deepEqual(previewMapping(traces, tree, { from: '/srv/x', to: 'packages/shop' }), [
			{ file: '/srv/x/cart.js', line: 1, path: 'packages/shop/cart.js' },
			{ file: '/srv/x/deep/tax.js', line: 1, path: 'packages/shop/deep/tax.ts' },
		]);
		assert.deepEqual(foldersFor(traces, tree, '', 5), []);
	});
});

describe('a choice among files that fit', () => {
	it('settles its own frame, and teaches the others where the program was', () => {
		const both = indexTree(['a/src/cart.js', 'b/src/cart.js', 'a/src/tax.js', 'b/src/tax.js']);
		const choices = [{ file: '/srv/src/cart.js', path: 'b/src/cart.js' }];
		assert.deepEqual(placed(aTrace('/srv/src/cart.js', '/srv/src/tax.js'), { tree: both, choices }), [
			'b/src/cart.js choice',
			'b/src/tax.js ',
		]);
	});

	it('of a file that is not there any more counts for nothing', () => {
		const choices = [{ file: '/srv/deep/tax.js', path: 'gone/tax.js' }];
		assert.deepEqual(placed(aTrace('/srv/deep/tax.js'), { choices }), ['packages/shop/deep/tax.ts ']);
	});
});
