import assert from 'node:assert/strict';
import { php, xdebug } from '../../../../src/core/trace/formats/php';
import { parseText } from '../../../../src/core/trace/parse';

const traces = (text: string) =>
	parseText(text).traces.map(({ format, exceptions }) =>
		[
			format,
			...exceptions.flatMap(({ frames }) => frames.map(({ file, line }) => `${file ?? '-'}:${line ?? '-'}`)),
		].join(' '),
	);

describe('the PHP format', () => {
	for (const line of [
		'#0  0x00007f in total (price=3) at cart.c:3',
		'#1      Cart.total (package:shop/cart.dart:3:9)',
		'    #0 0x4f1 in total /srv/shop/cart.cc:3:9',
		'    at Cart.total (/srv/shop/cart.js:3:9)',
		'   at Shop.Cart.Total() in /srv/shop/Cart.cs:line 3',
		'  File "/srv/shop/cart.py", line 3, in total',
		'Warning: unused variable in /srv/shop/cart.rs:3',
		'Error: no price in /srv/shop/cart.rb:3',
		'#0 {main}',
	]) {
		it(`leaves to others: ${line.trim()}`, () => assert.equal(php.accepts(line) || xdebug.accepts(line), false));
	}

	it('reads calls whose head and end are missing', () =>
		assert.deepEqual(traces("#0 /srv/a.php(3): f('x (1): y')\n#1 /srv/b (2).php(7): g()\n#2 /srv/c.p"), [
			'php /srv/a.php:3 /srv/b (2).php:7',
		]));

	it('keeps warnings apart, with nothing of what was printed between them', () =>
		assert.deepEqual(
			traces('Warning: a in /srv/a.php on line 3\n\nshop opened\n\nNotice: b in /srv/b.php on line 7\n'),
			['php /srv/a.php:3', 'php /srv/b.php:7'],
		));

	it('names each place by the function that it is in', () => {
		const text = 'Error: x in /srv/a.php:9\nStack trace:\n#0 /srv/b.php(7): A->f()\n#1 /srv/c.php(3): g()\n#2 {main}';
		assert.deepEqual(
			parseText(text).traces[0]?.exceptions[0]?.frames.map((frame) => frame.function),
			['A->f', 'g', '{main}'],
		);
	});
});
