import assert from 'node:assert/strict';
import fc from 'fast-check';
import { lineByContent } from '../../../src/core/frames/byContent';

const TEXT = [
	'import math', // 1
	'',
	'class Cart:', // 3
	'    def total(self):',
	'        """The sum."""', // 5
	'        return sum(self.prices)',
	'', // 7
	'    def add(self, price):',
	'        self.prices.append(price)', // 9
	'        self.total()',
].join('\n');

describe('a line whose deployed text nobody has', () => {
	it('is the line that reads the same', () => {
		assert.deepEqual(lineByContent(TEXT, 40, { code: 'return   sum(self.prices)', function: 'add' }), {
			kind: 'guessed',
			line: 6,
			confidence: 0.9,
			by: 'code',
		});
	});

	it('is the nearest of several that do, which is less sure', () => {
		const found = lineByContent('x()\ny()\nx()\nz()\nx()', 4, { code: 'x()' });
		assert.deepEqual([found.line, found.by, found.confidence < 0.5], [3, 'code', true]);
	});

	it('is where its function is, else where that begins', () => {
		assert.deepEqual(lineByContent(TEXT, 9, { function: 'Cart.add' }), {
			kind: 'guessed',
			line: 9,
			confidence: 0.4,
			by: 'function',
		});
		assert.deepEqual(lineByContent(TEXT, 2, { function: 'Cart.add' }), {
			kind: 'guessed',
			line: 8,
			confidence: 0.3,
			by: 'function',
		});
	});

	it('knows where functions are made in other languages, and where they are only called', () => {
		for (const [name, code] of [
			['priceOf', 'export async function priceOf(item) {'],
			['priceOf', 'const priceOf = (item) => item.price;'],
			['Cart.priceOf', '\tpriceOf(item: Item): number {'],
			['shop.(*Cart).Total', 'func (c *Cart) Total() int {'],
			['shop::cart::total', 'pub fn total(cart: &Cart) -> u32 {'],
			['com.acme.Cart.total', '    public int total() {'],
			['Cart#total', '  def total'],
			['Cart.Total(Int32 n)', '    int Total(int n) {'],
		] as const) {
			const found = lineByContent(`if (priceOf(x) && total(y) && Total(z)) {\n}\n${code}\n`, 90, { function: name });
			assert.deepEqual([found.line, found.by], [3, 'function'], code);
		}
	});

	it('is what was printed where nothing else is known, inside the text', () => {
		const of = { kind: 'guessed', confidence: 0.1, by: 'number' };
		assert.deepEqual(lineByContent(TEXT, 4, {}), { ...of, line: 4 });
		assert.deepEqual(lineByContent(TEXT, 400, { code: 'gone()', function: 'missing' }), { ...of, line: 10 });
	});

	it('is always a line of the text, and never surer of less', () => {
		fc.assert(
			fc.property(fc.string(), fc.integer({ min: -5, max: 50 }), fc.string(), fc.string(), (text, line, code, name) => {
				const found = lineByContent(text, line, { code, function: name });
				assert.ok(found.line >= 1 && found.line <= text.split(/\r\n|\n|\r/).length);
				assert.ok(found.confidence > 0 && found.confidence < 1);
			}),
		);
	});

	it('is found soon in a file of one long line, and in lines that look like functions all along', function () {
		this.timeout(20_000);
		const hostile = ['a '.repeat(500_000), 'a = ('.repeat(200_000), `${'a = ('.repeat(900)}\n`.repeat(200)];
		for (const text of hostile) {
			assert.equal(lineByContent(text, 1, { function: 'a' }).by, 'number');
		}
	});
});
