import assert from 'node:assert/strict';
import fc from 'fast-check';
import { functionSpan } from '../../../src/core/suspects/functionSpan';

/** Where the function round the line marked with ◀ is, as `first-last`. */
function spanOf(text: string): string | undefined {
	const lines = text.split('\n');
	const line = lines.findIndex((row) => row.includes('◀')) + 1;
	const span = functionSpan(
		lines.map((row) => row.replace('◀', '')),
		line,
	);
	return span && `${span.first}-${span.last}`;
}

describe('the function round a line', () => {
	it('is found in C, with its return type and brace on lines of their own', () => {
		const text = [
			'static int',
			'price_of(struct cart *cart,',
			'         int line)',
			'{',
			'\tif (!cart)',
			'\t\tgoto out;◀',
			'out:',
			'\treturn 0;',
			'}',
			'',
			'int other(void) { return 1; }',
		];
		assert.equal(spanOf(text.join('\n')), '2-9');
	});

	it('is found in Python, decorators aside, to the last line of its body', () => {
		const text = [
			'class Cart:',
			'    def total(self, lines=()):',
			'        for line in lines:',
			'            if line.price:',
			'                return line.price◀',
			'',
			'        return 0',
			'',
			'    def other(self):',
			'        pass',
		];
		assert.equal(spanOf(text.join('\n')), '2-7');
	});

	it('is found in JavaScript, Java, Go, Ruby and PHP', () => {
		assert.equal(
			spanOf('function a() {\n\treturn 1;\n}\n\nfunction total(cart) {\n\tif (cart) {\n\t\tadd(cart);◀\n\t}\n}\n'),
			'5-9',
		);
		assert.equal(
			spanOf(
				'class A {\n  public int total(Cart cart) throws X {\n    return cart.due();◀\n  }\n\n  int b() {\n  }\n}\n',
			),
			'2-4',
		);
		assert.equal(spanOf('func (c *Cart) Total() (int, error) {\n\tif c == nil {\n\t\tpanic(1)◀\n\t}\n}\n'), '1-5');
		assert.equal(
			spanOf('class Cart\n  def total\n    lines.each do |line|\n      line.due◀\n    end\n  end\nend\n'),
			'2-6',
		);
		assert.equal(
			spanOf('<?php\nfinal class A {\n\n  public function b(\n    array $c) {\n    return d($c);◀\n  }\n}\n'),
			'4-7',
		);
	});

	it('is none between functions and beyond the file', () => {
		assert.equal(spanOf('int a;◀\n\nint f(void)\n{\n\treturn 1;\n}\n'), undefined);
		assert.equal(functionSpan(['a'], 7), undefined);
	});

	it('always holds the line, whatever the text', () => {
		const row = fc.constantFrom(
			'',
			'{',
			'}',
			'\t}',
			'int f(int a)',
			'\tif (a) {',
			'\t\tb(c);',
			'def x(y):',
			'    z',
			'end',
		);
		fc.assert(
			fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), fc.nat(29), (lines, at) => {
				const line = (at % lines.length) + 1;
				const span = functionSpan(lines, line);
				assert.ok(!span || (span.first <= line && line <= span.last && span.last <= lines.length));
			}),
		);
	});
});
