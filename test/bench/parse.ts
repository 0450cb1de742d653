// How fast traces are read: beside the npm package stacktrace-parser on V8 traces, beside a scan for newlines on logs without traces, and on
// hostile input beside ordinary text of the same size.
import { parse as stacktraceParser } from 'stacktrace-parser';
import { parseText } from '../../src/core/trace/parse';
import { goldenCases } from '../support/golden';
import { type BenchResult, medianMs, mediansMs } from './result';

const SIZE = 4_000_000;
const RUNS = 7;

export async function run(): Promise<BenchResult[]> {
	const v8 = repeated(v8Trace);
	const mixed = repeated((i) => `${logLine(i)}\n${logLine(i + 1)}\n${fixtures[i % fixtures.length]}${jsonLine(i)}\n`);
	const log = repeated((i) => `${logLine(i)}\n`);
	const traces = Array.from({ length: SIZE / 420 }, (_, i) => v8Trace(i));
	const each = (parse: (text: string) => unknown) => () => traces.forEach((trace) => void parse(trace));
	const speed = (ms: number, size = SIZE) => size / 1e3 / ms;

	const [ourEachMs, peerEachMs] = await mediansMs(RUNS, each(parseText), each(stacktraceParser));
	const eachSize = traces.join('').length;
	const [oursMs, peerMs] = await mediansMs(
		RUNS,
		() => parseText(v8),
		() => stacktraceParser(v8),
	);
	const peer = speed(peerMs);
	const newlines = speed(await medianMs(RUNS, () => countLines(log)));
	const onLog = speed(await medianMs(RUNS, () => parseText(log)));
	const onMixed = speed(await medianMs(RUNS, () => parseText(mixed)));
	return [
		result(
			'parse V8 traces, one at a time',
			'MB/s',
			speed(ourEachMs, eachSize),
			'stacktrace-parser on the same texts',
			speed(peerEachMs, eachSize),
			'ratio ≥ 2',
			(ratio) => ratio >= 2,
		),
		result(
			'parse V8 traces, all in one text',
			'MB/s',
			speed(oursMs),
			'stacktrace-parser on the same text',
			peer,
			'ratio ≥ 2',
			(ratio) => ratio >= 2,
		),
		result(
			'parse mixed corpus',
			'MB/s',
			onMixed,
			'stacktrace-parser on the V8 part',
			peer,
			'ratio ≥ 1',
			(ratio) => ratio >= 1,
		),
		result(
			'parse log text without traces',
			'MB/s',
			onLog,
			'a scan for newlines',
			newlines,
			'≥ 300 MB/s or ratio ≥ 0.5',
			(ratio) => ratio >= 0.5 || onLog >= 300,
		),
		...(await hostileResults(mixed)),
	];
}

/** Texts made to be slow; each is SIZE long. */
const HOSTILE: Readonly<Record<string, string>> = {
	'one character': 'a'.repeat(SIZE),
	spaces: ' '.repeat(SIZE),
	'nested brackets': '('.repeat(SIZE / 2) + ')'.repeat(SIZE / 2),
	'nested objects': filled('{"a":[').slice(0, SIZE),
	'at (((( in one line': filled('    at (((('),
	'a:a:a: in one line': filled('a:a:a:'),
	'at at at in one line': filled('    at '),
	'lines of at': filled('    at \n'),
	'lines of at x:1': filled('    at x:1\n'),
	'frames without end': filled('    at f (/srv/a.js:1:2)\n'),
	'places without end': filled('a.c:1\n'),
	'panics without goroutines': filled('panic: x\n'),
	'headings of tracebacks': filled('Traceback (most recent call last):\n'),
	'escaped newlines': `"${filled('\\n    at ')}`,
	'carriage returns': '\r'.repeat(SIZE),
};

async function hostileResults(ordinary: string): Promise<BenchResult[]> {
	const ordinaryMs = await medianMs(RUNS, () => parseText(ordinary));
	const results: BenchResult[] = [];
	for (const [name, text] of Object.entries(HOSTILE)) {
		const ms = await medianMs(3, () => parseText(text));
		results.push(
			result(
				`parse hostile: ${name}`,
				'ms',
				ms,
				'ordinary text of the same size',
				ordinaryMs,
				'ratio ≤ 3',
				(ratio) => ratio <= 3,
			),
		);
	}
	return results;
}

function result(
	name: string,
	unit: string,
	value: number,
	reference: string,
	referenceValue: number,
	target: string,
	isMet: (ratio: number) => boolean,
): BenchResult {
	const ratio = value / referenceValue;
	const rounded = (figure: number) => Math.round(figure * 10) / 10;
	return {
		name,
		value: rounded(value),
		unit,
		reference,
		referenceValue: rounded(referenceValue),
		ratio,
		target,
		met: isMet(ratio),
	};
}

const fixtures = goldenCases('traces').map(({ input }) => input);

function repeated(part: (i: number) => string): string {
	const parts: string[] = [];
	let length = 0;
	for (let i = 0; length < SIZE; i++) {
		parts.push(part(i));
		length += parts.at(-1)?.length ?? 0;
	}
	return parts.join('').slice(0, SIZE);
}

function filled(piece: string): string {
	return piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);
}

function countLines(text: string): number {
	let lines = 0;
	for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
		lines++;
	}
	return lines;
}

const logLine = (i: number) =>
	`2031-02-03T04:05:${String(i % 60).padStart(2, '0')}.${String(i % 1000).padStart(3, '0')}Z INFO [http-${i % 8}] GET /cart/${i}/lines took ${i % 97} ms, ${i % 5} lines at warehouse ${i % 3}`;

const v8Trace = (i: number) => `TypeError: Cannot read properties of undefined (reading 'price${i}')
    at priceOf (/srv/app/src/price${i % 50}.js:${(i % 400) + 1}:48)
    at Array.map (<anonymous>)
    at async Cart.checkout (/srv/app/src/cart.js:15:10)
    at Layer.handle [as handle_request] (/srv/app/node_modules/express/lib/router/layer.js:95:5)
    at next (/srv/app/node_modules/express/lib/router/route.js:149:13)
    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)
`;

const jsonLine = (i: number) =>
	JSON.stringify({ level: 'error', time: i, err: { type: 'TypeError', stack: v8Trace(i) } });
