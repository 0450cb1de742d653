import assert from 'node:assert/strict';
import { clojure } from '../../../../src/core/trace/formats/clojure';
import { clojurePretty } from '../../../../src/core/trace/formats/clojurePretty';
import { java } from '../../../../src/core/trace/formats/java';
import { parseText } from '../../../../src/core/trace/parse';

const places = (text: string) =>
	parseText(text).traces.flatMap(({ format, exceptions }) =>
		exceptions.flatMap(({ frames }) => frames.map(({ file, line }) => `${format} ${file ?? '-'}:${line ?? '-'}`)),
	);

const typeOf = (text: string) => parseText(text).traces[0]?.exceptions[0]?.type;

describe('the JVM format', () => {
	for (const line of [
		'    at total (cart.js:3:9)',
		'    at Cart.total (/srv/shop/cart.js:3:9)',
		'    at Cart.total (cart.js:3)',
		'    at Array.map (<anonymous>)',
		'    at JSON.parse (<anonymous>)',
		'    at new Promise (<anonymous>)',
		'    at async Promise.all (index 0)',
		'    at Cart.total(cart.js:3:9)',
		'   at Shop.Cart.Total(Int32 price) in C:\\shop\\Cart.cs:line 3',
		'  at Shop.Cart.Total (System.Int32 price) [0x00001] in <0123456789abcdef>:0',
		'Shop.Cart:Total(Int32) (at Assets/Cart.cs:3)',
		'#0  0x0000 in shop::total (price=3) at cart.c:3',
		'see com.example.Cart.total(Cart.java:3) for more',
		'com.example.Cart.total(Cart.java:12) - added 3 pieces',
		'look at Math.floor(x) and at list.get(i)',
		"lib/cart.rb:3:in `total'",
	]) {
		it(`leaves to others: ${line.trim()}`, () => assert.equal(java.accepts(line), false));
	}

	it('reads calls whose head and end are missing, without indentation', () =>
		assert.deepEqual(places('at a.b.Cart.total(Cart.java:3)\nat a.b.Shop.sell(Shop.kt:7)\nat a.b.Shop.ma'), [
			'java Cart.java:3',
			'java Shop.kt:7',
		]));

	it('passes over a line of another thread', () =>
		assert.deepEqual(places('a.B: x\n\tat a.b.C.d(C.java:3)\n2031-02-03 INFO next order\n\tat a.b.E.f(E.java:7)'), [
			'java C.java:3',
			'java E.java:7',
		]));

	it('knows no line that is 0 or less', () =>
		assert.deepEqual(places('a.B: x\n\tat a.b.C.d(C.java:0)\n\tat a.b.C.e(C.java:-1)\n\tat a.b.C.f(C.java:2)'), [
			'java C.java:-',
			'java C.java:-',
			'java C.java:2',
		]));

	it('takes a class that is not called like an exception only from the front of a line', () => {
		assert.equal(typeOf('com.example.OutOfStock: none\n\tat a.b.C.d(C.java:3)'), 'com.example.OutOfStock');
		assert.equal(typeOf('12:34 INFO com.example.Stock: none\n\tat a.b.C.d(C.java:3)'), '');
	});

	it('takes the first exception that a line names, not the one in its message', () =>
		assert.equal(
			typeOf('[main] ERROR com.example.Api: java.lang.Error: java.io.IOException: x\n\tat a.b.C.d(C.java:3)'),
			'java.lang.Error',
		));
});

describe('the format of Clojure', () => {
	it("takes a call of an exception's data", () =>
		assert.ok(clojure.accepts(' [[example.shop.core$each invokeStatic "core.clj" 7]')));

	it('does not take the call that stands there twice', () =>
		assert.equal(clojure.accepts('   :at [example.shop.core$each invokeStatic "core.clj" 7]}]'), false));
});

describe('a line that is made to be slow', () => {
	const fronts = [
		'',
		'at ',
		'at a.b(',
		'"',
		'Exception in thread "',
		'Caused by: ',
		'at 0 x 0x1 ',
		'[[',
		'a.b.C: ',
		'*_',
	];
	const pieces = [
		'a',
		' ',
		'.',
		'(',
		')',
		'a.',
		'/',
		':1',
		'"',
		' at ',
		'A.',
		'│',
		'!',
		'x @ ',
		' prio=',
		'[',
		'1',
		'aAError',
	];
	for (const [name, format] of Object.entries({ java, clojure, clojurePretty })) {
		it(`takes the format ${name} next to no time`, () => {
			const started = process.cpuUsage().user;
			for (const front of fronts) {
				for (const piece of pieces) {
					format.accepts(front + piece.repeat(8000 / piece.length));
					format.accepts(`${front}${piece.repeat(8000 / piece.length)}(A.java:1) x`);
				}
			}
			// 360 lines; a single quadratic one takes 50 ms.
			assert.ok(process.cpuUsage().user - started < 200_000);
		});
	}
});
