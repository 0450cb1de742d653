import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fingerprintOf } from '../../../src/core/trace/fingerprint';
import type { Exception, Frame, Trace } from '../../../src/core/trace/model';
import { parseText } from '../../../src/core/trace/parse';
import { stableFile, stableMessage, stableName } from '../../../src/core/trace/stableNames';
import { goldenCases } from '../../support/golden';

const range = [0, 1] as const;
const aFrame = (frame: Partial<Frame>): Frame => ({
	file: '/srv/shop/cart.js',
	line: 3,
	inApp: true,
	raw: '',
	range,
	...frame,
});
const anException = (exception: Partial<Exception>): Exception => ({
	type: 'TypeError',
	message: 'x is undefined',
	relation: 'thrown',
	frames: [aFrame({ function: 'total' }), aFrame({ function: 'checkout', file: '/srv/shop/checkout.js' })],
	range,
	...exception,
});
const aTrace = (...exceptions: readonly Partial<Exception>[]): Trace => ({
	format: 'node',
	exceptions: exceptions.map((exception, i) => anException({ relation: i === 0 ? 'thrown' : 'cause', ...exception })),
	range,
});
const called = (...names: readonly string[]) => aTrace({ frames: names.map((name) => aFrame({ function: name })) });
const saying = (message: string) => aTrace({ message, frames: [] });

const same = (a: Trace, b: Trace) => assert.equal(fingerprintOf(a), fingerprintOf(b));
const differ = (a: Trace, b: Trace) => assert.notEqual(fingerprintOf(a), fingerprintOf(b));

describe('a fingerprint', () => {
	it('is 16 hexadecimal digits, the same today and tomorrow', () => {
		assert.equal(fingerprintOf(aTrace({})), '8e04742f40b809d4');
	});

	it('is that of the type and the innermost in-app calls, whatever is called between and outside', () => {
		const vendor = aFrame({ function: 'map', file: '/srv/node_modules/a/b.js', inApp: false });
		const own = [1, 2, 3, 4, 5, 6, 7].map((i) => aFrame({ function: `step${i}` }));
		same(aTrace({ frames: own }), aTrace({ frames: [vendor, ...own.slice(0, 2), vendor, ...own.slice(2, 5)] }));
		differ(aTrace({ frames: own }), aTrace({ frames: own.slice(1) }));
		differ(aTrace({ type: 'TypeError' }), aTrace({ type: 'RangeError' }));
	});

	it('is the same however deep a recursion went', () => {
		same(called('walk', 'walk', 'walk', 'main'), called('walk', 'main'));
	});

	it('looks at the root cause first, and where all of it is vendor code at what it caused', () => {
		const vendor = [aFrame({ function: 'connect', file: '/usr/lib/python3/socket.py', inApp: false })];
		const cause: Partial<Exception> = { type: 'KeyError', frames: [aFrame({ function: 'price' })] };
		differ(aTrace({}, cause), aTrace({}, { ...cause, type: 'ValueError' }));
		differ(aTrace({}, cause), aTrace({}, { ...cause, frames: [aFrame({ function: 'amount' })] }));
		same(aTrace({}, cause), aTrace({ frames: [aFrame({ function: 'another' })] }, cause));
		differ(
			aTrace({}, { ...cause, frames: vendor }),
			aTrace({ frames: [aFrame({ function: 'a' })] }, { ...cause, frames: vendor }),
		);
	});

	it('takes the calls of any kind where none is in-app, and the message where type or calls tell too little', () => {
		const vendor = (name: string) => aTrace({ frames: [aFrame({ function: name, inApp: false })] });
		differ(vendor('read'), vendor('write'));
		differ(saying('no price'), saying('no cart'));
		same(aTrace({ message: 'no price' }), aTrace({ message: 'no cart' }));
		differ(aTrace({ type: '', message: 'no price' }), aTrace({ type: '', message: 'no cart' }));
		const inFile = (message: string) => aTrace({ message, frames: [aFrame({ file: 'cart.sh' })] });
		differ(inFile('unbound variable'), inFile('command not found'));
		same(inFile('line 7 of "a"'), inFile('line 8 of "b"'));
	});

	it('leaves other threads out, and what was handled before', () => {
		const beside = { frames: [aFrame({ function: 'elsewhere' })] };
		same(aTrace({}), aTrace({}, { ...beside, relation: 'thread' }));
		same(aTrace({}), aTrace({}, { ...beside, relation: 'context' }));
	});

	it('tells files apart where there is no function, but not folders, queries and revisions', () => {
		const inFile = (file: string) => aTrace({ frames: [aFrame({ file })] });
		same(inFile('/srv/shop/main.4f3c2a.js'), inFile('https://shop.example/static/main.0b1c2d3e.js?v=7'));
		same(inFile('C:\\work\\Cart.cs'), inFile('/src/Cart.cs'));
		differ(inFile('/srv/cart.js'), inFile('/srv/order.js'));
	});

	it('tells the functions of one name in two files apart, unless the name is qualified', () => {
		const at = (name: string, file: string) => aTrace({ frames: [aFrame({ function: name, file })] });
		differ(at('get', '/srv/cart.py'), at('get', '/srv/order.py'));
		same(at('com.shop.Cart.get', 'Cart.java'), at('com.shop.Cart.get', 'Cart.kt'));
	});

	it('tells most of what real programs printed apart', () => {
		const traces = goldenCases('traces').flatMap(({ input }) => parseText(input).traces);
		const prints = traces.map(fingerprintOf);
		assert.ok(prints.every((print) => /^[0-9a-f]{16}$/.test(print)));
		assert.ok(new Set(prints).size > traces.length * 0.6, `${new Set(prints).size} of ${traces.length}`);
	});
});

describe('any fingerprint', () => {
	const name = fc.stringMatching(/^[a-z]{1,12}(?:\.[a-z]{1,8})?$/);
	const frame = fc.record({
		function: name,
		file: fc.constantFrom('/srv/shop/cart.js', '/srv/shop/lib/order.py', 'Cart.java'),
		line: fc.integer({ min: 1, max: 9999 }),
		inApp: fc.boolean(),
	});
	const trace = fc
		.array(fc.record({ type: name, message: fc.string(), frames: fc.array(frame.map(aFrame), { maxLength: 8 }) }), {
			minLength: 1,
			maxLength: 3,
		})
		.map((exceptions) => aTrace(...exceptions));

	const changed = (before: Trace, change: (frame: Frame) => Partial<Frame>): Trace => ({
		...before,
		exceptions: before.exceptions.map((exception) => ({
			...exception,
			frames: exception.frames.map((one) => ({ ...one, ...change(one) })),
		})),
	});

	it('survives moved lines, other folders and other offsets', () => {
		fc.assert(
			fc.property(
				trace,
				fc.nat(500),
				fc.constantFrom('/app', 'C:\\build', '/home/josé/work (2)'),
				(before, by, folder) =>
					same(
						before,
						changed(before, ({ line, file }) => ({
							line: (line ?? 0) + by,
							column: by + 1,
							file: `${folder}/${file?.split('/').at(-1)}`,
							range: [by, by + 9],
						})),
					),
			),
		);
	});

	it('survives other addresses, lambda numbers and hashes in names', () => {
		const numbered = (hex: string, n: number) => [
			`com.shop.Cart$$Lambda$${n}/0x${hex}.run`,
			`lambda$total$${n}`,
			`shop::cart::total::h${hex.padStart(16, '0')}`,
			`Shop.Cart.<Total>d__${n}.MoveNext`,
			`shop.core$total$fn__${n}.invoke`,
			`main.total.func${n}`,
			`{closure:/srv/cart.php:${n}}`,
			`Cart$$EnhancerBySpringCGLIB$$${hex}.total`,
		];
		const hex = fc.nat(0xffffffff).map((value) => value.toString(16));
		fc.assert(
			fc.property(hex, hex, fc.nat(9999), fc.nat(9999), fc.nat(7), (a, b, m, n, i) =>
				same(called(numbered(a, m)[i] ?? ''), called(numbered(b, n)[i] ?? '')),
			),
		);
	});

	it('survives other numbers, ids, paths and quoted words in a message', () => {
		const said = fc.record({
			n: fc.nat(),
			id: fc.uuid(),
			word: fc.stringMatching(/^[\w ]{0,20}$/),
			path: fc.stringMatching(/^(?:\/[a-z]{1,8}){2,4}$/),
		});
		const message = ({ n, id, word, path }: { n: number; id: string; word: string; path: string }) =>
			`Cart ${n} (${id}) of "${word}" at ${path} was lost after ${n}.5 ms, see https://h.example${path}?q=${n}`;
		fc.assert(fc.property(said, said, (a, b) => same(saying(message(a)), saying(message(b)))));
	});

	it('changes with the type of the outermost or the innermost exception', () => {
		fc.assert(
			fc.property(trace, name, fc.boolean(), (before, type, isRoot) => {
				const index = isRoot ? before.exceptions.length - 1 : 0;
				fc.pre(before.exceptions[index]?.type !== type);
				const exceptions = before.exceptions.map((one, i) => (i === index ? { ...one, type } : one));
				differ(before, { ...before, exceptions });
			}),
		);
	});

	it('changes with the innermost in-app function of the root cause', () => {
		fc.assert(
			fc.property(trace, name, (before, other) => {
				const root = before.exceptions.at(-1);
				const innermost = root?.frames.find(({ inApp }) => inApp);
				const next = root?.frames.filter(({ inApp }) => inApp)[1];
				fc.pre(innermost !== undefined && innermost.function !== other && next?.function !== other);
				fc.pre(next?.function !== innermost?.function);
				differ(
					before,
					changed(before, (one) => (one === innermost ? { function: other } : {})),
				);
			}),
		);
	});
});

describe('names without what is generated', () => {
	const examples: readonly (readonly [change: (name: string) => string, name: string, stable: string])[] = [
		[stableName, 'a.B$$Lambda$14.0x0001.apply', 'a.B$$Lambda.apply'],
		[stableName, 'a.B$$Lambda/0x00007f12.run', 'a.B$$Lambda.run'],
		[stableName, 'a.Cart$$SpringCGLIB$$0.total', 'a.Cart$$SpringCGLIB$$.total'],
		[stableName, 'a.Cart$HibernateProxy$x7Yz.total', 'a.Cart$HibernateProxy.total'],
		[stableName, 'jdk.internal.GeneratedMethodAccessor45.invoke', 'jdk.internal.GeneratedMethodAccessor.invoke'],
		[stableName, 'Shop.Cart.<>c__DisplayClass0_0.<F>b__0(Int32 x)', 'Shop.Cart.<>c__DisplayClass.<F>b__'],
		[stableName, '<Main>g__Local|0_1', '<Main>g__Local|'],
		[stableName, 'List`1.Add[T](T item)', 'List.Add'],
		[stableName, 'main.(*Cart).Total', 'main.(*Cart).Total'],
		[stableName, 'main.Sum[...]', 'main.Sum'],
		[stableName, 'std::vector<int, std::allocator<int>>::at(unsigned long)', 'std::vector::at'],
		[stableName, '<T as core::fmt::Display>::fmt', '<T as core::fmt::Display>::fmt'],
		[stableName, 'class@anonymous\0/srv/a.php:12$0::run', 'class@anonymous::run'],
		[stableName, 'block (2 levels) in total', 'block in total'],
		[stableName, 'anonymous fn/2 in Shop.Cart.total/1', 'anonymous fn/2 in Shop.Cart.total/1'],
		[stableName, 'Object.total [as sum]', 'Object.total'],
		[stableName, 'total.constprop.0', 'total'],
		[stableName, 'step_2', 'step_2'],
		[stableName, 'parseV2', 'parseV2'],
		[stableFile, 'index-DkqP9_aZ.js', 'index.js'],
		[stableFile, 'main.4f3c2a.chunk.js', 'main.chunk.js'],
		[stableFile, 'facade.decade.js', 'facade.decade.js'],
		[stableFile, 'jquery-3.6.0.min.js', 'jquery-3.6.0.min.js'],
		[stableMessage, "user 'bob' <bob@shop.example> from 10.0.0.1:8080", 'user <string> <<address>> from #'],
		[stableMessage, 'Cart 17 of 12345678 or 4f3c2a1b', 'Cart # of # or #'],
		[stableMessage, "it's late, isn't it\nsecond line", "it's late, isn't it"],
		[stableMessage, 'java.lang.Object@1b2c3d4 at 0x7f12 in C:\\a\\b.txt', 'java.lang.Object# at # in <path>'],
	];
	for (const [change, name, stable] of examples) {
		it(`${JSON.stringify(name)} → ${JSON.stringify(stable)}`, () => assert.equal(change(name), stable));
	}

	it('takes time in proportion to what is long', () => {
		for (const piece of [
			'a<',
			'a(',
			'$$Lambda',
			'/a',
			"'",
			'a@',
			'-a',
			'1.',
			'@anonymous',
			'{closure',
			' [as ',
			'x:',
			'.b.',
		]) {
			for (const change of [stableName, stableFile, stableMessage]) {
				assert.equal(typeof change(piece.repeat(100_000)), 'string'); // the square of it would take minutes
			}
		}
	});
});
