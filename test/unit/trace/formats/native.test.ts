import assert from 'node:assert/strict';
import { debuggers } from '../../../../src/core/trace/formats/debugger';
import { native } from '../../../../src/core/trace/formats/native';
import { rust } from '../../../../src/core/trace/formats/rust';
import { sanitizer } from '../../../../src/core/trace/formats/sanitizer';
import { swift } from '../../../../src/core/trace/formats/swift';
import { valgrind } from '../../../../src/core/trace/formats/valgrind';
import { zig } from '../../../../src/core/trace/formats/zig';
import { parseText } from '../../../../src/core/trace/parse';

const formats = [rust, sanitizer, debuggers, valgrind, native, swift, zig];

const places = (text: string) =>
	parseText(text).traces.flatMap(({ format, exceptions }) =>
		exceptions.flatMap(({ frames }) => frames.map(({ file, line }) => `${format} ${file}:${line}`)),
	);

describe('traces of compiled languages', () => {
	it("leave other languages' frames alone", () => {
		const others = [
			"#0 /srv/shop/a.php(3): A->f(Object(B), 'x (1)')",
			'#2 [internal function]: f()',
			'#0      main (file:///srv/a.dart:3:9)',
			'#1      A.f (package:a/b.dart:3:9)',
			'    at a.b.C.f(C.java:3)',
			'    at f (/srv/a.js:1:2)',
			'    at f in /srv/a.c:3',
			'  1: invalid digit found in string',
			'1. nails at the till: 3',
			'2 eggs!yes',
			"    1: from a.rb:3:in `f'",
			'goroutine 7 [running]:',
			'Aborted at a.c:3',
		];
		for (const line of others) {
			assert.deepEqual(
				formats.filter((format) => format.accepts(line)).map(({ id }) => id),
				[],
				line,
			);
		}
	});

	it("do not take gdb's frames for a sanitizer's, nor the other way round", () => {
		const gdb = '#1  0x0000555555558314 in yard::load(yard::Crate) (crate=..., each=...) at src/yard.cpp:38';
		const asan = '    #1 0x555921b4652e in operator() src/main.cpp:23';
		assert.deepEqual(places(gdb), ['debugger src/yard.cpp:38']);
		assert.deepEqual(places(asan), ['sanitizer src/main.cpp:23']);
	});

	it('find the call of a place that another stream has come in front of', () => {
		const text = [
			'   3: <shop::cart::Cart as shop::cart::Priced>::price_at',
			'             at ./src/cart.rs:12:5',
			'   4: shop::cart::total',
			'[web] GET /cart 200',
			'             at ./src/cart.rs:16:19',
		].join('\n');
		const [, frame] = parseText(text).traces[0]?.exceptions[0]?.frames ?? [];
		assert.deepEqual([frame?.function, frame?.file, frame?.line], ['shop::cart::total', './src/cart.rs', 16]);
	});

	it('read a call of gdb over several lines though its indentation is lost', () => {
		const text = [
			'#3  0x0000555555558b50 in std::_Function_handler<long(long)>::_M_invoke(const std::_Any_data &, long &&) (',
			'__functor=..., __args#0=@0x7fffffffe590: 12)',
			'at include/std_function.h:290',
			'#4  0x0000555555559a15 in std::function<long (long)>::operator()(long) const',
			'(this=0x7fffffffe6a0, __args#0=12)',
			'at include/std_function.h:591',
			'#5  0x0000555555558782 in main (argc=2, argv=0x7fffffffe7e8)',
			'at src/yard.cpp:81',
		].join('\n');
		assert.deepEqual(places(text), [
			'debugger include/std_function.h:290',
			'debugger include/std_function.h:591',
			'debugger src/yard.cpp:81',
		]);
	});
});
