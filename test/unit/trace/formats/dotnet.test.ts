import assert from 'node:assert/strict';
import { dotnet } from '../../../../src/core/trace/formats/dotnet';
import { parseText } from '../../../../src/core/trace/parse';

const places = (text: string) =>
	parseText(text).traces.flatMap(({ format, exceptions }) =>
		exceptions.flatMap(({ frames }) => frames.map(({ file, line }) => `${format} ${file ?? '-'}:${line ?? '-'}`)),
	);

describe('the .NET format', () => {
	for (const line of [
		'\tat shop.Cart.total(Cart.java:3)',
		'\tat shop.Cart.total(Native Method)',
		'\tat shop.Cart.total(Unknown Source)',
		'\tat shop.Cart.total(Cart.java)',
		'    at Cart.total (/srv/shop/cart.js:3:9)',
		'    at Array.map (<anonymous>)',
		'#1  0x0000 in shop::total (this=0x0) at /srv/shop/cart.cc:3',
		'PHP   3. Report->render($rows = []) /srv/shop/xdebug.php:24',
		'at Find-Price, C:\\work\\Prices.psm1: line 8',
		'look at Math.Floor (or at list.Get)',
		'we parse() in /srv/shop/cart.rb:3',
	]) {
		it(`leaves to others: ${line.trim()}`, () => assert.equal(dotnet.accepts(line), false));
	}

	it('reads calls whose head and end are missing, without indentation', () =>
		assert.deepEqual(places('at A.B.C(Int32 x) in /srv/a.cs:line 3\nat A.D() in C:\\b c\\d.vb:line 7\nat A.E(Str'), [
			'dotnet /srv/a.cs:3',
			'dotnet C:\\b c\\d.vb:7',
		]));

	it('knows no line 0, and no file by its hash', () =>
		assert.deepEqual(
			places('  at A.B () [0x00000] in <0a1b2c>:0 \n  at A.C () [0x00001] in /srv/c.cs:0 \n  at A.D () in /d.cs:4'),
			['dotnet -:-', 'dotnet /srv/c.cs:-', 'dotnet /d.cs:4'],
		));

	it('takes an arrow in a message for what it is', () => {
		const [trace] = parseText('A.BException: see a ---> b ---> C.DException: x\n   at E.F() in /e.cs:line 3').traces;
		assert.deepEqual(
			trace?.exceptions.map(({ type, message }) => [type, message]),
			[
				['A.BException', 'see a ---> b'],
				['C.DException', 'x'],
			],
		);
	});
});
