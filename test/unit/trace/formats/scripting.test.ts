import assert from 'node:assert/strict';
import { crystal } from '../../../../src/core/trace/formats/crystal';
import { elixir } from '../../../../src/core/trace/formats/elixir';
import { erlang } from '../../../../src/core/trace/formats/erlang';
import { erlangTerms } from '../../../../src/core/trace/formats/erlangTerms';
import { lua } from '../../../../src/core/trace/formats/lua';
import { perl } from '../../../../src/core/trace/formats/perl';
import { numberedRuby, ruby } from '../../../../src/core/trace/formats/ruby';
import { parseText } from '../../../../src/core/trace/parse';

const formats = { crystal, elixir, erlang, erlangTerms, lua, perl, numberedRuby, ruby };

/** Lines that only look like frames of Ruby, Crystal, Elixir, Erlang, Perl or Lua. */
const OTHERS: readonly string[] = [
	'    at run (/srv/a.js:3:9)',
	'\tat shop.Cart.total(Cart.java:3)',
	'  File "/srv/a.py", line 3, in total',
	'#0 /srv/a.php(3): Cart->total()',
	'#1  0x7f3a in total (c=0x0) at cart.c:3',
	'   at Shop.Cart.Total() in /srv/Cart.cs:line 3',
	'thrown in /srv/a.php on line 3',
	'/srv/a.rb:3: warning: assigned but unused variable - x',
	'app/models/cart.rb:3:5: C: Style/StringLiterals: prefer single quotes',
	'lib/cart.ex:3: warning: unused variable "x"',
	'src/cart.erl:3: Warning: variable X is unused',
	'cart.lua:3:5: unused variable x',
	'message from 10.0.0.1:8080',
	'the meeting at noon is on line 3.',
	'12:34:56: in time',
];

describe('formats of Ruby, Crystal, Elixir, Erlang, Perl and Lua', () => {
	for (const [name, format] of Object.entries(formats)) {
		it(`leave other languages' lines and compilers' warnings alone: ${name}`, () =>
			assert.deepEqual(
				OTHERS.filter((line) => format.accepts(line)),
				[],
			));
	}

	it('give the place of the exception when nothing but its own line is left', () => {
		const lines = [
			"/srv/cart.rb:3:in `total': no price (KeyError)",
			'no price at lib/Shop/Cart.pm line 3.',
			'lua: cart.lua:3: no price',
			'** (CompileError) lib/cart.ex:3: undefined function total/0',
			'** exception error: no function clause matching cart:total(1) (cart.erl, line 3)',
		];
		const places = lines.map((line) =>
			parseText(line).traces.flatMap(({ format, exceptions }) =>
				exceptions.flatMap(({ frames }) => frames.map((frame) => `${format} ${frame.file}:${frame.line}`)),
			),
		);
		assert.deepEqual(places, [
			['ruby /srv/cart.rb:3'],
			['perl lib/Shop/Cart.pm:3'],
			['lua cart.lua:3'],
			['elixir lib/cart.ex:3'],
			['erlang cart.erl:3'],
		]);
	});

	it('read an array of calls on one line, whoever printed it', () => {
		const text = `["/srv/a b/cart.rb:3:in \`total'", "/srv/a b/cart.rb:9:in 'Cart#pay'", "(eval at /srv/x.rb:7):2:in 'x'"]`;
		const frames = parseText(text).traces.flatMap(({ exceptions }) => exceptions.flatMap((each) => each.frames));
		assert.deepEqual(
			frames.map(({ file, line, function: name }) => [file, line, name]),
			[
				['/srv/a b/cart.rb', 3, 'total'],
				['/srv/a b/cart.rb', 9, 'Cart#pay'],
				['(eval at /srv/x.rb:7)', 2, 'x'],
			],
		);
	});
});
