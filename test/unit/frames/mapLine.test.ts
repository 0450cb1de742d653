import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mapLine } from '../../../src/core/frames/mapLine';

const text = (...lines: readonly string[]) => `${lines.join('\n')}\n`;
const before = text('a', 'b', 'c', 'd', 'e');

describe('a line of the deployed revision in the text of now', () => {
	it('is exact where nothing changed above it', () => {
		assert.deepEqual(mapLine(before, text('a', 'b', 'c', 'X', 'e'), 2), { kind: 'exact', line: 2 });
	});

	it('moved by what was put in and taken out above it', () => {
		assert.deepEqual(mapLine(before, text('new', 'a', 'b', 'c', 'd', 'e'), 4), { kind: 'moved', line: 5 });
		assert.deepEqual(mapLine(before, text('c', 'X', 'd', 'e', 'f'), 4), { kind: 'moved', line: 3 });
	});

	it('changed when it was edited in place', () => {
		assert.deepEqual(mapLine(before, text('0', 'a', 'b', 'C!', 'd', 'e'), 3), { kind: 'changed', line: 4 });
	});

	it('is gone when it was deleted, with the line before where it stood', () => {
		assert.deepEqual(mapLine(before, text('a', 'b', 'd', 'e', 'f'), 3), { kind: 'gone', line: 2 });
		assert.deepEqual(mapLine(before, '', 3).line, 1);
	});

	it('does not see line ends', () => {
		assert.deepEqual(mapLine(before, before.replaceAll('\n', '\r\n'), 4), { kind: 'exact', line: 4 });
	});

	it('is found by its text in a file that changed beyond recognition', () => {
		const old = text(...Array.from({ length: 6000 }, (_, i) => `old ${i}`), 'the line');
		const now = text('the line', ...Array.from({ length: 6000 }, (_, i) => `new ${i}`));
		assert.deepEqual(mapLine(old, now, 6001), { kind: 'moved', line: 1 });
	});

	it('has the same text wherever it is said to be exact or moved, and is always inside the file', () => {
		const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '}'), { maxLength: 12 });
		fc.assert(
			fc.property(lines, lines, fc.integer({ min: 1, max: 12 }), (old, now, line) => {
				const from = old.length === 0 ? [''] : old;
				const to = now.length === 0 ? [''] : now;
				const found = mapLine(from.join('\n'), to.join('\n'), line);
				assert.ok(found.line >= 1 && found.line <= to.length, JSON.stringify(found));
				if (found.kind === 'exact' || found.kind === 'moved') {
					assert.equal(to[found.line - 1], from[Math.min(line, from.length) - 1]);
				}
			}),
		);
	});
});
