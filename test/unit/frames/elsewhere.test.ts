import assert from 'node:assert/strict';
import { lineElsewhere } from '../../../src/core/frames/elsewhere';

const BLOCK = [
	'function priceOf(item) {',
	'	const rate = rates[item.address.country];',
	'	return item.price * (1 + rate);',
	'}',
];
const BEFORE = ['const rates = {};', '', ...BLOCK, '', 'module.exports = { priceOf };'].join('\n');
const isBlock = (line: number) => line >= 3 && line <= 6;
const file = (path: string, after: readonly string[], before: readonly string[] = []) => ({
	path,
	before: before.join('\n'),
	after: after.join('\n'),
});

describe('a line that was cut from its file', () => {
	it('is found in the file that its block was pasted into, indented or not', () => {
		const pasted = file('src/tax.js', ['// Taxes', 'module.exports = {', ...BLOCK.map((line) => `	${line}`), '};']);
		const found = lineElsewhere(BEFORE, 4, isBlock, [file('src/other.js', ['nothing();']), pasted]);
		assert.deepEqual(found && [found.path, found.line], ['src/tax.js', 4]);
		assert.ok(found && found.confidence > 0.7 && found.confidence < 1);
	});

	it('is in none of two copies, and in no copy that was there before', () => {
		const copies = [file('a.js', BLOCK), file('b.js', ['// b', ...BLOCK])];
		assert.equal(lineElsewhere(BEFORE, 4, isBlock, copies), undefined);
		assert.equal(lineElsewhere(BEFORE, 4, isBlock, [file('old.js', ['// new', ...BLOCK], BLOCK)]), undefined);
	});

	it('is not found by a line or two that look the same', () => {
		const alike = file('src/tax.js', ['other();', BLOCK[1] ?? '', 'another();']);
		assert.equal(lineElsewhere(BEFORE, 4, isBlock, [alike]), undefined);
		assert.equal(lineElsewhere(BEFORE, 6, isBlock, [file('src/tax.js', ['if (x) {', '}'])]), undefined);
	});

	it('counts only lines that are gone from its file', () => {
		const only = (line: number) => line === 4;
		assert.equal(lineElsewhere(BEFORE, 4, only, [file('src/tax.js', BLOCK)]), undefined);
	});

	it('is looked for soon where both files repeat it all along', function () {
		this.timeout(20_000);
		const same = (count: number) => Array.from({ length: count }, () => 'total += prices[item];');
		const blank = Array.from({ length: 60_000 }, () => '');
		const before = [...same(60_000), ...blank, ...BLOCK].join('\n');
		const others = [
			file('a.js', same(60_000)),
			file(
				'b.js',
				BLOCK.flatMap((line) => [...blank, line]),
			),
		];
		assert.equal(
			lineElsewhere(before, 3, () => true, others),
			undefined,
		);
		const found = lineElsewhere(before, 120_002, () => true, others);
		assert.deepEqual(found && [found.path, found.line], ['b.js', 120_002]);
	});

	it('is nowhere where there is no such line', () => {
		assert.equal(
			lineElsewhere(BEFORE, 99, () => true, [file('a.js', BLOCK)]),
			undefined,
		);
		assert.equal(
			lineElsewhere(BEFORE, 2, () => true, [file('a.js', BLOCK)]),
			undefined,
		);
	});
});
