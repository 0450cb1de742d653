import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineMap } from '../../../src/core/frames/lineMap';

const text = (...lines: readonly string[]) => `${lines.join('\n')}\n`;
const at = (before: string, after: string, line: number) => lineMap(before, after).at(line);
const before = text('a', 'b', 'c', 'd', 'e');

describe('a line of the deployed revision in the text of now', () => {
	it('is exact where nothing changed above it', () => {
		assert.deepEqual(at(before, text('a', 'b', 'c', 'X', 'e'), 2), { kind: 'exact', line: 2 });
	});

	it('moved by what was put in and taken out above it', () => {
		const moved = (line: number) => ({ kind: 'moved', line, confidence: 1 });
		assert.deepEqual(at(before, text('new', 'a', 'b', 'c', 'd', 'e'), 4), moved(5));
		assert.deepEqual(at(before, text('c', 'X', 'd', 'e', 'f'), 4), moved(3));
	});

	it('changed into the line that is like it, though more was put in around it', () => {
		const old = text('function total(cart) {', '\treturn cart.lines.reduce(add, 0);', '}');
		const now = text(
			'// What a cart costs.',
			'function total(cart) {',
			'\tlog.debug(cart.id);',
			'\treturn cart.lines.filter(isPaid).reduce(add, 0);',
			'}',
		);
		assert.deepEqual(at(old, now, 2), { kind: 'changed', line: 4 });
	});

	it('is gone when it was deleted, with the line before where it stood', () => {
		assert.deepEqual(at(before, text('a', 'b', 'd', 'e', 'f'), 3), { kind: 'gone', line: 2 });
		assert.deepEqual(at(before, '', 3).line, 1);
	});

	it('is gone, and not changed, when something else stands in its place', () => {
		const old = text('first', 'sendReceipt(customer.email);', 'last');
		assert.equal(at(old, text('first', 'const rates = loadRates();', 'last'), 2).kind, 'gone');
	});

	it('does not see line ends, and not how far a line is indented', () => {
		assert.deepEqual(at(before, before.replaceAll('\n', '\r\n'), 4), { kind: 'exact', line: 4 });
		const old = text('if (a) {', '\tpay(cart.total);', '}');
		assert.deepEqual(at(old, text('try {', '\tif (a) {', '\t\tpay(cart.total);', '\t}', '} finally {}'), 2), {
			kind: 'moved',
			line: 3,
			confidence: 1,
		});
	});

	it('moved with its function to another place in the file, less certainly', () => {
		const functionOf = (name: string) => [
			`function ${name}(line) {`,
			`\tconst ${name}Rate = line.${name};`,
			`\treturn ${name}Rate * 2;`,
			'}',
			'',
		];
		const [price, tax, total] = ['price', 'taxes', 'totals'].map(functionOf) as [string[], string[], string[]];
		const found = at(text(...price, ...tax, ...total), text(...tax, ...total, ...price), 2);
		assert.deepEqual([found.kind, found.line], ['moved', 12]);
	});

	it('is not taken for a brace or a blank line that stands elsewhere', () => {
		const old = text('a {', 'x();', '}', 'b {', 'y();', '}');
		assert.equal(at(old, text('b {', 'y();', '}'), 3).kind, 'gone');
	});

	it('has the same text wherever it is said to be exact or moved, and is always inside the file', () => {
		const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '}', 'return total;', '\treturn  total;'), {
			maxLength: 14,
		});
		fc.assert(
			fc.property(lines, lines, (old, now) => {
				const from = old.length === 0 ? [''] : old;
				const to = now.length === 0 ? [''] : now;
				const map = lineMap(from.join('\n'), to.join('\n'));
				const said = new Set<number>();
				for (const [row, line] of from.entries()) {
					const found = map.at(row + 1);
					assert.ok(found.line >= 1 && found.line <= to.length, JSON.stringify(found));
					if (found.kind !== 'gone') {
						assert.ok(!said.has(found.line), 'no two lines become one');
						said.add(found.line);
					}
					if (found.kind === 'exact' || found.kind === 'moved') {
						assert.equal(to[found.line - 1]?.replace(/\s+/g, ' ').trim(), line.replace(/\s+/g, ' ').trim());
					}
				}
			}),
			{ numRuns: 2000 },
		);
	});

	it('is where it was put, whatever is put in, taken out or edited around it', () => {
		const edits = fc.array(fc.tuple(fc.nat(60), fc.constantFrom('put', 'take', 'edit'), fc.nat(1_000_000)), {
			maxLength: 25,
		});
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 60 }), edits, (count, all) => {
				const old = Array.from({ length: count }, (_, i) => ({
					id: i,
					text: `const value${i} = compute(${i * 7}, rates);`,
				}));
				const now: { id: number; text: string }[] = [...old];
				for (const [where, what, salt] of all) {
					const i = where % (now.length + 1);
					if (what === 'put') {
						now.splice(i, 0, { id: -1, text: `report(${salt}, "${salt.toString(36)}", line${salt});` });
					} else if (now[i]) {
						now.splice(i, 1, ...(what === 'edit' ? [{ id: -1, text: `${now[i].text} // ${salt}` }] : []));
					}
				}
				const map = lineMap(old.map((l) => l.text).join('\n'), now.map((l) => l.text).join('\n'));
				for (const { id } of old) {
					const row = now.findIndex((l) => l.id === id);
					const found = map.at(id + 1);
					if (row >= 0) {
						assert.deepEqual([found.kind === 'moved' ? 'exact' : found.kind, found.line], ['exact', row + 1]);
					} else {
						assert.ok(found.kind === 'changed' || found.kind === 'gone', JSON.stringify(found));
					}
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('is answered for files that are nothing but repetition, without the square of them', () => {
		const same = 'x();\n'.repeat(60_000);
		assert.equal(lineMap(same, `${same}y();\n${same}`).at(60_000).kind, 'exact');
		const noise = (salt: number) => Array.from({ length: 30_000 }, (_, i) => `v${(i * salt) % 97}`).join('\n');
		assert.ok(lineMap(noise(31), noise(53)).at(15_000).line > 0);
	});
});
