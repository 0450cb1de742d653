import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Frame, Trace } from '../../../src/core/trace/model';
import { parseSteps, parseText } from '../../../src/core/trace/parse';
import { goldenCases } from '../../support/golden';

const fixtures = goldenCases('traces');
const framesOf = (traces: readonly Trace[]): readonly Frame[] =>
	traces.flatMap(({ exceptions }) => exceptions.flatMap(({ frames }) => frames));
const places = (text: string) =>
	framesOf(parseText(text).traces).map(({ function: name, file, line, column }) => ({ name, file, line, column }));
const everyLine = (text: string, change: (line: string, i: number) => string) =>
	text.split('\n').map(change).join('\n');

/** What logs and terminals do to a trace, line by line or as a whole. */
const transports: Readonly<Record<string, (text: string) => string>> = {
	'carriage returns': (text) => text.replaceAll('\n', '\r\n'),
	'carriage returns, twice over': (text) => text.replaceAll('\n', '\r\r\n'),
	'lone carriage returns': (text) => text.replaceAll('\n', '\r'),
	'a byte order mark': (text) => `\ufeff${text}`,
	'time stamps': (text) => everyLine(text, (line) => `2031-02-03T04:05:06.789Z ${line}`),
	'bracketed time stamps and levels': (text) => everyLine(text, (line) => `[2031-02-03 04:05:06,789] ERROR ${line}`),
	'docker compose': (text) => everyLine(text, (line) => `web-1  | ${line}`),
	kubectl: (text) => everyLine(text, (line) => `[pod/api-7d9f/app] ${line}`),
	journald: (text) => everyLine(text, (line) => `Feb 03 04:05:06 host app[77]: ${line}`),
	heroku: (text) => everyLine(text, (line) => `2031-02-03T04:05:06.789012+00:00 app[web.1]: ${line}`),
	'GitHub Actions': (text) => everyLine(text, (line) => `2031-02-03T04:05:06.7890123Z ##[error]${line}`),
	'a named logger in brackets': (text) => everyLine(text, (line) => `2031-02-03 04:05:06 [http-1] ERROR: ${line}`),
	'Markdown quotes': (text) => everyLine(text, (line) => `> ${line}`),
	'NULs between': (text) => everyLine(text, (line) => `${line}\0`),
	'colours in the middle': (text) => text.replaceAll('/srv', '\u001b[36m/srv\u001b[0m'),
	links: (text) => text.replaceAll('/srv', '\u001b]8;;file:///srv\u0007/srv\u001b]8;;\u0007'),
	'colours round each line': (text) => everyLine(text, (line) => `\u001b[31m${line}\u001b[0m`),
};

describe('a trace', function () {
	this.timeout(60_000);

	for (const [what, change] of Object.entries(transports)) {
		it(`has the same frames behind ${what}`, () => {
			for (const { name, input } of fixtures.filter(
				(fixture) => !/json-lines|log-|logger|logback|not-frames|http-handler/.test(fixture.name),
			)) {
				assert.deepEqual(places(change(input)), places(input), name);
			}
		});
	}

	it('has the same frames in a JSON log, escaped once or twice', () => {
		for (const { name, input } of fixtures.filter((fixture) =>
			/^(?!.*(?:log|json|not-frames|http-handler|headless))/.test(fixture.name),
		)) {
			const once = JSON.stringify({ level: 'error', stack: input, pid: 7 });
			assert.deepEqual(places(once), places(input), name);
			assert.deepEqual(places(JSON.stringify({ message: once })), places(input), `${name}, twice`);
		}
	});

	it('has the same frames when all indentation is lost', () => {
		for (const { name, input } of fixtures.filter((fixture) => /shapes|logback|nil/.test(fixture.name))) {
			assert.deepEqual(places(everyLine(input, (line) => line.trimStart())), places(input), name);
		}
	});

	it('is kept apart from the next one, with or without a line between', () => {
		const traces = fixtures
			.filter((fixture) => /nil|uncaught|chained$/.test(fixture.name))
			.map(({ input }) => input.trimEnd());
		for (const between of ['\n\n', '\n2031-02-03T04:05:06Z INFO next request\n']) {
			const all = parseText([...traces, ...traces].join(between)).traces;
			assert.deepEqual(
				all.map(({ format }) => format),
				[...traces, ...traces].flatMap((text) => parseText(text).traces.map(({ format }) => format)),
			);
		}
	});

	it('says where in the original text each frame is, to the character', () => {
		for (const { name, input } of fixtures) {
			for (const { range, raw } of framesOf(parseText(input).traces)) {
				const text = input.slice(...range);
				assert.ok(
					text === raw || /json-lines|logger/.test(name),
					`${name}: ${JSON.stringify(text)} is not ${JSON.stringify(raw)}`,
				);
			}
		}
		const prefixed = '2031-02-03T04:05:06Z \u001b[31m    at \u001b[1mf\u001b[0m (/srv/a.js:3:9)\u001b[0m\n';
		const [frame] = framesOf(parseText(`TypeError: x\n${prefixed}`).traces);
		assert.ok(frame);
		const slice = `TypeError: x\n${prefixed}`.slice(...frame.range);
		assert.ok(slice.startsWith('at ') && slice.endsWith('/srv/a.js:3:9)'), JSON.stringify(slice));
	});
});

describe('any text at all', function () {
	this.timeout(60_000); // many texts, on a machine that may be busy

	const pieces = fc.constantFrom(
		'at ',
		'at f (',
		'a.js:1:2',
		')',
		'(',
		'\n',
		'\r',
		'    ',
		'\t',
		'Error: x',
		'Caused by: ',
		'a.B.c(B.java:3)',
		'Traceback (most recent call last):',
		'  File "a.py", line 3, in f',
		'goroutine 1 [running]:',
		'panic: ',
		'\tmain.go:3 +0x1f',
		'\\n',
		'\\',
		'"',
		'{',
		'}',
		'[cause]: ',
		'[errors]: [',
		'\u001b[31m',
		'\u001b]8;;x\u0007',
		'\0',
		'\u2028',
		'é',
		'😀',
		'| ',
		'+-',
		'... 3 more',
		'2031-02-03T04:05:06Z ',
	);
	const soup = fc
		.array(fc.oneof({ weight: 5, arbitrary: pieces }, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 60 })
		.map((parts) => parts.join(''));
	const mutated = fc
		.tuple(
			fc.constantFrom(...fixtures.map(({ input }) => input)),
			fc.array(fc.tuple(fc.nat(), fc.nat(20), pieces), { maxLength: 6 }),
		)
		.map(([text, edits]) =>
			edits.reduce((all, [at, cut, put]) => {
				const from = at % (all.length + 1);
				return all.slice(0, from) + put + all.slice(from + cut);
			}, text),
		);

	function check(text: string): void {
		const { traces } = parseText(text);
		for (const { range, exceptions } of traces) {
			assert.ok(exceptions.length > 0);
			for (const part of exceptions) {
				assert.ok(
					part.range[0] >= range[0] && part.range[1] <= range[1] && part.range[0] <= part.range[1],
					JSON.stringify({ range, part }),
				);
				for (const frame of part.frames) {
					assert.ok(
						frame.range[0] <= frame.range[1] &&
							frame.range[0] >= range[0] &&
							frame.range[1] <= range[1] &&
							range[1] <= text.length,
						JSON.stringify({ range, frame }),
					);
					assert.ok(frame.line === undefined || (Number.isInteger(frame.line) && frame.line > 0));
					assert.ok(frame.line === undefined || frame.file !== undefined, 'a line is a line of a file');
				}
			}
		}
		for (const [i, { range }] of traces.entries()) {
			assert.ok(i === 0 || range[0] >= (traces[i - 1]?.range[1] ?? 0), 'traces do not overlap');
		}
	}

	it('is read without an error, in ranges that lie inside each other and never overlap', () => {
		fc.assert(fc.property(soup, check), { numRuns: 4000 });
		fc.assert(fc.property(mutated, check), { numRuns: 4000 });
	});

	it('is read in many short steps when it is long, so that the editor stays alive', () => {
		const log = `${fixtures.map(({ input }) => input).join('\n')}\n`;
		const text = log.repeat(Math.ceil(4_000_000 / log.length));
		let steps = 0;
		const reading = parseSteps(text);
		for (let step = reading.next(); !step.done; step = reading.next()) {
			steps++;
		}
		assert.ok(steps >= text.length / 65_536, `${steps} steps`);
	});

	it('is read in steps even when it is one trace without end', () => {
		const text = `Error: x\n${'    at f (/srv/a.js:1:2)\n'.repeat(50_000)}`;
		const reading = parseSteps(text);
		let steps = 0;
		let step = reading.next();
		for (; !step.done; step = reading.next()) {
			steps++;
		}
		assert.ok(steps >= 5, `${steps} steps`);
		assert.equal(framesOf(step.value.traces).length, 50_000);
	});

	it('is read at its head and its tail when it is over the cap, and the person is told', () => {
		const trace = 'Error: x\n    at f (/a.js:1:2)\n';
		const text = trace + 'no trace here, only words\n'.repeat(3_000_000) + trace;
		const { traces, problems } = parseText(text);
		assert.deepEqual(
			problems.map(({ code }) => code),
			['truncated'],
		);
		assert.deepEqual(
			traces.map(({ range }) => text.slice(...range)),
			[trace.trimEnd(), trace.trimEnd()],
		);
	});
});
