import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAtOnce } from '../../../src/base/slices';
import type { Trace } from '../../../src/core/trace/model';
import { parseText } from '../../../src/core/trace/parse';
import { structuredTraces } from '../../../src/core/trace/structured/structured';
import { goldenCases, unusedGolden } from '../../support/golden';
import { shownTrace } from '../../support/traceText';
import { checkLaws } from '../../support/traceTexts';

const FOLDER = 'structured';
const fixtures = goldenCases(FOLDER);

const jsonTraces = (text: string) => runAtOnce(structuredTraces(text, []));
const allTraces = (text: string) => runAtOnce(structuredTraces(text, parseText(text).traces));
const shown = (traces: readonly Trace[]) => traces.map(shownTrace).join('\n');
const framesOf = (traces: readonly Trace[]) => traces.flatMap(({ exceptions }) => exceptions.flatMap((e) => e.frames));

/** The records of a fixture, one value each; none of one that is broken. */
const records = fixtures
	.filter(({ name }) => !/cut-off|docker/.test(name))
	.flatMap(({ input }): unknown[] => {
		try {
			return [JSON.parse(input)].flat();
		} catch {
			return input
				.split(/\n(?=\{)|^[^{]+/)
				.filter((text) => text !== '')
				.map((text) => JSON.parse(text));
		}
	});

/** What logs make of a record. */
const transports: Readonly<Record<string, (record: unknown) => string>> = {
	'one a line': (record) => `${JSON.stringify(record)}\n`,
	'spread over lines': (record) => `${JSON.stringify(record, undefined, 2)}\n`,
	'spread over lines that end in CR LF': (record) => JSON.stringify(record, undefined, '\t').replaceAll('\n', '\r\n'),
	'behind a time stamp': (record) => `2031-02-03T04:05:06Z [main] ERROR ${JSON.stringify(record)}\n`,
	'among other records and words': (record) =>
		`{"level":"info","line":3}\nall {is} well\n${JSON.stringify(record)}\n{"msg":"done"}\n`,
	'in a string of a record': (record) =>
		`${JSON.stringify({ log: `${JSON.stringify(record)}\n`, stream: 'stderr' })}\n`,
	'in a string, spread over lines': (record) => JSON.stringify({ message: JSON.stringify(record, undefined, 2) }),
	'in a string in a string': (record) => JSON.stringify({ log: JSON.stringify({ message: JSON.stringify(record) }) }),
	'in a list': (record) => JSON.stringify([record]),
	'with every key in another case': (record) =>
		JSON.stringify(record).replaceAll(/"([a-z]+)(?:_([a-z]+))?":/g, (_, a, b) =>
			b ? `"${a}${b.toUpperCase()}":` : `"${a}":`,
		),
};

describe('traces in JSON', () => {
	for (const { name, input, check } of fixtures) {
		it(name, () => check(shown(jsonTraces(input))));
	}

	it('have no expectation left over', () => assert.deepEqual(unusedGolden(FOLDER), []));

	for (const [where, write] of Object.entries(transports)) {
		it(`are the same ${where}`, () => {
			for (const record of records) {
				const plain = JSON.stringify(record);
				assert.equal(shown(jsonTraces(write(record))), shown(jsonTraces(plain)), plain);
			}
		});
	}

	it('say where in the original text each frame and exception is', () => {
		for (const record of records) {
			const text = `2031-02-03 04:05:06 ERROR ${JSON.stringify(record, undefined, 1)}`;
			for (const { exceptions } of jsonTraces(text)) {
				for (const { range, frames, message } of exceptions) {
					const object = text.slice(...range);
					assert.ok(
						object.startsWith('{') && object.endsWith('}') && object.includes(JSON.stringify(message).slice(1, -1)),
						object,
					);
					for (const frame of frames) {
						assert.equal(text.slice(...frame.range), frame.raw);
						const said = frame.file ?? frame.function?.split(/\.|->|::/).at(-1) ?? '';
						assert.ok(frame.raw.includes(JSON.stringify(said).slice(1, -1)), frame.raw);
					}
				}
			}
		}
	});

	it('say where they are in a string of JSON, escapes included', () => {
		const inner = { exception: [{ exc_type: 'E', frames: [{ filename: 'C:\\a\\é.py', lineno: 3, name: 'f' }] }] };
		const text = JSON.stringify({ log: JSON.stringify(inner) });
		const [frame] = framesOf(jsonTraces(text));
		assert.equal(frame?.file, 'C:\\a\\é.py');
		assert.equal(
			text.slice(...(frame?.range ?? [0, 0])),
			String.raw`\"filename\":\"C:\\\\a\\\\é.py\",\"lineno\":3,\"name\":\"f\"`,
		);
	});

	it('are none where a file and a line belong to no stack', () => {
		for (const record of [
			{
				severity: 'ERROR',
				message: 'x',
				'logging.googleapis.com/sourceLocation': { file: 'a.go', line: '3', function: 'f' },
			},
			{ level: 'error', caller: { file: 'a.go', line: 3 }, exception: { type: 'X', message: 'y' } },
			[{ filePath: '/a.js', messages: [{ ruleId: 'x', line: 3, column: 9 }] }],
			{ trace: [{ name: 'span', id: 1 }], frames: [{ width: 3, lines: 4 }] },
			{ errors: [{ message: 'x', locations: [{ line: 3, column: 9 }] }] },
		]) {
			assert.deepEqual(jsonTraces(JSON.stringify(record)), [], JSON.stringify(record));
		}
	});

	it('are kept apart where a list holds several failures, and joined where they hang together', () => {
		const failure = (type: string) => ({ type, message: 'm', backtrace: [{ file: `${type}.rb`, line: 1 }] });
		const types = (record: unknown) =>
			jsonTraces(JSON.stringify(record)).map(({ exceptions }) => exceptions.map(({ type }) => type).join());
		assert.deepEqual(types({ events: [failure('A'), failure('B')] }), ['A', 'B']);
		assert.deepEqual(types({ errors: [failure('A'), failure('B')] }), ['A,B']);
		assert.deepEqual(types({ first: failure('A'), second: failure('B') }), ['A', 'B']);
		assert.deepEqual(types({ ...failure('A'), cause: { ...failure('B'), cause: failure('C') } }), ['A,B,C']);
	});

	it('give what stands beside a stack that is text to the trace that was read in it, where that has no head', () => {
		const stack = '    at total (/srv/cart.js:12:9)\n    at main (/srv/main.js:1:1)';
		const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } });
		for (const record of [
			{ 'exception.type': 'shop.CartError', 'exception.message': 'no "total"', 'exception.stacktrace': stack },
			{
				body: { stringValue: 'checkout failed' },
				attributes: [
					attribute('exception.stacktrace', stack),
					attribute('exception.message', 'no "total"'),
					attribute('exception.type', 'shop.CartError'),
				],
			},
			{ message: 'failed', error: { kind: 'shop.CartError', message: 'no "total"', stack } },
			{ errorType: 'shop.CartError', errorMessage: 'no "total"', stackTrace: stack.split('\n') },
			{ ClassName: 'shop.CartError', Message: 'no "total"', InnerException: null, StackTraceString: stack },
			{ level: 50, err: { type: 'shop.CartError', message: 'no "total"', stack } },
		]) {
			const text = JSON.stringify(record, undefined, 2);
			const range = [text.indexOf('at total'), text.indexOf(':1:1') + 4] as const;
			const frames = [{ file: '/srv/cart.js', line: 12, inApp: true, raw: '', range }];
			const read = (type: string) => [
				{ format: 'node', exceptions: [{ type, message: '', relation: 'thrown' as const, frames, range }], range },
			];
			const given = (type: string) =>
				runAtOnce(structuredTraces(text, read(type))).map(({ exceptions: [first] }) => [first?.type, first?.message]);
			assert.deepEqual(given(''), [['shop.CartError', 'no "total"']], text);
			assert.deepEqual(given('TypeError'), [['TypeError', '']], text);
		}
	});

	it('take the head away that a trace got from another string, and leave it the one of its own', () => {
		const stack = '    at total (/srv/cart.js:12:9)\n    at main (/srv/main.js:1:1)';
		const headOf = (record: unknown) => {
			const text = JSON.stringify(record);
			const begin = text.indexOf('RangeError');
			const range = [begin, text.indexOf(':1:1') + 4] as const;
			const frames = [
				{ file: '/srv/cart.js', line: 12, inApp: true, raw: '', range: [text.indexOf('at total'), range[1]] as const },
			];
			const exception = { type: 'RangeError', message: 'as it was read', relation: 'thrown' as const, frames, range };
			const [trace] = runAtOnce(structuredTraces(text, [{ format: 'node', exceptions: [exception], range }]));
			const [first] = trace?.exceptions ?? [];
			return [first?.type, first?.message, text.slice(trace?.range[0]).slice(0, 6)];
		};
		assert.deepEqual(headOf({ 'error.kind': 'RangeError', 'error.message': 'too far', 'error.stack': stack }), [
			'RangeError',
			'too far',
			'    at',
		]);
		assert.deepEqual(headOf({ type: 'E', message: 'm', stack: `RangeError: of "a", of "b"\n${stack}` }), [
			'RangeError',
			'as it was read',
			'RangeE',
		]);
	});

	it('give way to a trace that is text and began before, and not to one that is inside them', () => {
		const json = JSON.stringify({
			type: 'X',
			message: 'Error: y\n    at f (/a.js:1:2)',
			backtrace: [{ file: 'a.rb', line: 1 }],
		});
		assert.deepEqual(
			allTraces(json).map(({ format }) => format),
			['ruby'],
		);
		const text = `Error: 500 ${JSON.stringify({ backtrace: [{ file: 'a.rb', line: 1 }] })}\n    at f (/srv/a.js:1:2)\n`;
		assert.deepEqual(
			allTraces(text).map(({ format }) => format),
			['node'],
		);
	});

	it('are read up to where the JSON is cut off', () => {
		const text = JSON.stringify({
			exceptions: [
				{
					errorClass: 'E',
					stacktrace: [
						{ file: 'a.js', lineNumber: 12 },
						{ file: 'b.js', lineNumber: 345 },
					],
				},
			],
		});
		const cut = (behind: string) => shown(jsonTraces(text.slice(0, text.indexOf(behind) + behind.length)));
		assert.match(cut('345}'), /^trace node\nthrown E:\n.*a\.js:12\n.*b\.js:345\n$/);
		assert.match(cut('34'), /^trace node\nthrown E:\n.*a\.js:12\n.*b\.js\n$/, 'half a number is none');
		assert.equal(cut('"file":"a.js"'), '');
	});
});

describe('any JSON at all', function () {
	this.timeout(60_000);

	const pieces = fc.constantFrom(
		...'{}[],:"\\'.split(''),
		...[
			'"frames":[',
			'"stacktrace":{',
			'"lineno":3',
			'"file":"a.js"',
			'"line":',
			'{"',
			'\n',
			'"values":[',
			'"cause":{',
		],
		...['"type":"E"', '"message":"m"', '"key":"x"', '"value":{"stringValue":"y"}', '\\"line\\"', 'true', '-1', ' '],
	);
	const soup = fc.array(pieces, { maxLength: 80 }).map((parts) => parts.join(''));
	const mutated = fc
		.tuple(
			fc.constantFrom(...fixtures.map(({ input }) => input)),
			fc.array(fc.tuple(fc.nat(), fc.nat(200), pieces), { maxLength: 6 }),
		)
		.map(([text, edits]) =>
			edits.reduce((all, [at, cut, put]) => {
				const from = at % (all.length + 1);
				return all.slice(0, from) + put + all.slice(from + cut);
			}, text),
		);

	function check(text: string): void {
		let end = 0;
		for (const { range, exceptions } of jsonTraces(text)) {
			assert.ok(range[0] >= end && range[1] <= text.length, 'traces do not overlap');
			end = range[1];
			for (const exception of exceptions) {
				assert.ok(exception.range[0] >= range[0] && exception.range[1] <= range[1]);
				for (const frame of exception.frames) {
					assert.ok(frame.range[0] >= exception.range[0] && frame.range[1] <= exception.range[1]);
					assert.ok(frame.range[0] < frame.range[1]);
					assert.ok(frame.line === undefined || (Number.isInteger(frame.line) && frame.line > 0 && frame.file));
				}
			}
		}
	}

	it('is read in ranges that lie inside each other where a quotation mark is missing', () => {
		checkLaws(
			'{\n"exception":["Shop::CardError","declined"],\n"backtrace": at bin/pay.rb:37:in `pay\'",\n"bin/pay.rb:34:in `x\'"]}\n',
		);
	});

	it('is read in ranges that lie inside each other where a head stands behind another exception', () => {
		checkLaws(
			'{"values"[{""{"frames"[{"filename""s""lineNo"2}]}}{"type""n""trace"{"value""d""frames"[{"filename""t""lineNo"6\n',
		);
	});

	it('is read without an error, in ranges that lie inside each other and never overlap', () => {
		fc.assert(fc.property(soup, check), { numRuns: 4000 });
		fc.assert(fc.property(mutated, check), { numRuns: 4000 });
	});

	const HOSTILE: Readonly<Record<string, string>> = {
		'objects that never close': '{"line":',
		'lists that never close': '{"a":[[[[[[',
		'strings that never close': '{"line\n',
		'nothing but braces': '{',
		'nothing but backslashes': '\\',
		'quotes behind backslashes': '{"\\\\\\"line',
		'needles without objects': '"line ',
		'objects without needles': '{"a":1}\n',
		'members without end': '"line":1,',
		'frames without end': '{"line":1},',
		'exceptions in exceptions': '{"type":"E","message":"m","backtrace":[{"file":"a.rb","line":1}],"cause":',
		'strings that hold JSON': '{"log":"{\\"line\\":1}"}\n',
	};

	for (const [name, piece] of Object.entries(HOSTILE)) {
		it(`takes twice the steps for twice the text: ${name}`, () => {
			const steps = (count: number) => {
				let taken = 0;
				for (const reading = structuredTraces(`{"frames":[${piece.repeat(count)} "line`, []); !reading.next().done; ) {
					taken++;
				}
				return taken;
			};
			const count = Math.ceil(400_000 / piece.length);
			assert.ok(steps(2 * count) <= 2 * steps(count) + 10);
		});
	}
});
