import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Frame, Trace } from '../../../src/core/trace/model';
import { parseSteps, parseText } from '../../../src/core/trace/parse';
import { goldenCases } from '../../support/golden';
import { checkLaws, mutations, soup } from '../../support/traceTexts';

const fixtures = goldenCases('traces');
const framesOf = (traces: readonly Trace[]): readonly Frame[] =>
	traces.flatMap(({ exceptions }) => exceptions.flatMap(({ frames }) => frames));

describe('a trace', function () {
	this.timeout(60_000);

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

	it('is read when the line breaks were lost, where frames can be told apart', () => {
		const places = (text: string) => framesOf(parseText(text).traces).map(({ file, line }) => `${file}:${line}`);
		for (const name of ['traces/java/circular', 'traces/python/three-in-a-chain']) {
			const input = fixtures.find((fixture) => fixture.name === name)?.input ?? '';
			assert.deepEqual(places(input.replaceAll('\n', ' ')), places(input), name);
		}
	});

	it('is read alike on the quick way and on the long one', () => {
		const shown = (text: string) =>
			parseText(text).traces.map(({ format, exceptions }) => ({
				format,
				exceptions: exceptions.map(({ range: _, message, frames, ...exception }) => ({
					...exception,
					message: message.replaceAll('\r', ''),
					frames: frames.map(({ range: __, raw, ...frame }) => ({ ...frame, raw: raw.replaceAll('\r', '') })),
				})),
			}));
		for (const { name, input } of fixtures) {
			const text = `${input}\n${input}`;
			assert.deepEqual(shown(text.replace(/\r?\n/g, '\r\n')), shown(text), name); // a carriage return is not usual
		}
	});

	it('says where in the original text each frame is, to the character', () => {
		for (const { name, input } of fixtures) {
			for (const { range, raw } of framesOf(parseText(input).traces)) {
				const text = input.slice(...range);
				const unfolded = text.replace(/\s*\n\s*/g, ' '); // a frame that was wrapped is read on one line
				const [first = '', ...others] = raw.split('\n');
				assert.ok(
					[text, unfolded].some((one) => one.startsWith(first) && one.endsWith(others.at(-1) ?? first)) ||
						/json|logger|html|table|structured|colours/.test(name),
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

	it('is read without an error, in ranges that lie inside each other and never overlap', () => {
		fc.assert(fc.property(soup, checkLaws), { numRuns: 5000 });
		fc.assert(fc.property(mutations(fixtures.map(({ input }) => input)), checkLaws), { numRuns: 5000 });
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
