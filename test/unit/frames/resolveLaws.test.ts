import assert from 'node:assert/strict';
import fc from 'fast-check';
import { recorded, resolveFrame, resolveTraces } from '../../../src/core/frames/resolve';
import { indexTree } from '../../../src/core/frames/treeIndex';
import type { Frame, Trace } from '../../../src/core/trace/model';

const segment = fc.constantFrom(
	'a',
	'b',
	'src',
	'lib',
	'dist',
	'test',
	'app',
	'Cart',
	'café',
	'cafe\u0301',
	'node_modules',
);
const name = fc.constantFrom('x.js', 'x.ts', 'X.js', 'y.py', 'Cart.java', 'Main.kt', 'z.go', 'index.js', '100%.js');
const treePath = fc.tuple(fc.array(segment, { maxLength: 4 }), name).map((parts) => parts.flat().join('/'));
const printed = fc
	.tuple(
		fc.constantFrom(
			'',
			'/',
			'/app/',
			'/srv/x/',
			'C:\\b\\',
			'webpack://a/./',
			'http://h/',
			'/home/runner/work/a/a/',
			'/a/@fs/',
		),
		treePath,
		fc.constantFrom('', '?v=1', '#x'),
	)
	.map((parts) => parts.join(''));
const frame = fc
	.record({ file: fc.option(printed, { nil: undefined }), function: fc.constantFrom('f', 'a.b.Cart.run', 'A::B#c') })
	.map(
		({ file, ...rest }): Frame => ({ ...rest, ...(file && { file }), line: 1, inApp: true, raw: '', range: [0, 0] }),
	);
const trace = fc
	.tuple(fc.constantFrom('node', 'python', 'java', 'go', 'generic'), fc.array(frame, { minLength: 1, maxLength: 8 }))
	.map(
		([format, frames]): Trace => ({
			format,
			range: [0, 0],
			exceptions: [{ type: '', message: '', relation: 'thrown', frames, range: [0, 0] }],
		}),
	);
const tree = fc.uniqueArray(treePath, { maxLength: 30 });
const mapping = fc.record({
	from: fc.constantFrom('/app', '/srv', 'C:\\b', 'a'),
	to: fc.constantFrom('', 'a', 'src/lib'),
});
const choice = fc.record({ file: printed, path: treePath });

describe('resolution', () => {
	it('never drops a frame because of the others, of mappings or of choices', () => {
		fc.assert(
			fc.property(tree, trace, fc.array(mapping), fc.array(choice), (paths, one, mappings, choices) => {
				const source = { tree: indexTree(paths) };
				const together = recorded([one], resolveTraces([one], { ...source, mappings, choices })).locations[0]?.[0];
				for (const [i, frame] of (one.exceptions[0]?.frames ?? []).entries()) {
					if (resolveFrame(frame, one.format, source)) {
						assert.ok(together?.[i], `${frame.file} was dropped`);
					}
				}
			}),
			{ numRuns: 1000 },
		);
	});

	it('gives files of the tree and nothing else, or a reason', () => {
		fc.assert(
			fc.property(
				tree,
				fc.array(trace, { maxLength: 3 }),
				fc.array(mapping),
				fc.array(choice),
				(paths, traces, mappings, choices) => {
					const known = new Set(paths);
					const { locations, unresolved } = recorded(
						traces,
						resolveTraces(traces, { tree: indexTree(paths), mappings, choices }),
					);
					for (const [t, exceptions] of locations.entries()) {
						for (const [f, location] of (exceptions[0] ?? []).entries()) {
							assert.equal(location === null, unresolved[t]?.[0]?.[f] !== null);
							for (const path of location ? [location.path, ...location.alternatives] : []) {
								assert.ok(known.has(path), path);
							}
						}
					}
				},
			),
			{ numRuns: 1000 },
		);
	});

	it('finds every file of a tree by its own path', () => {
		fc.assert(
			fc.property(tree, (paths) => {
				const index = indexTree(`${paths.join('\0')}\0`);
				for (const path of paths) {
					assert.equal(index.spelled(path), path);
					assert.ok(index.named(path.slice(path.lastIndexOf('/') + 1)).includes(path));
					assert.ok(index.matching(path.split('/'), 1).some((match) => match.path === path && match.isWhole));
				}
			}),
			{ numRuns: 300 },
		);
	});
});
