import assert from 'node:assert/strict';
import { parseSteps } from '../../../src/core/trace/parse';

/** Beginnings, repeated for ever: each once made some parser read the same lines again and again. */
const HOSTILE: Readonly<Record<string, string>> = {
	'frames without a place': '    at <anonymous>\n',
	'frames that promise a list': 'Error: x\n    at <anonymous> {\n  [errors]: [\n',
	'nested causes': '  [cause]: Error: y\n',
	'braces that never close': '    at f (a.js:1:2) {\n  x: 1\n',
	'goroutines without calls': 'goroutine 1 [running]:\n\n',
	'panics without goroutines': 'panic: x\n',
	'chains without frames':
		'Traceback (most recent call last):\nValueError\n\nDuring handling of the above exception, another exception occurred:\n\n',
	'groups in groups':
		'  + Exception Group Traceback (most recent call last):\n  +-+---------------- 1 ----------------\n',
	'causes without frames': 'Caused by: a.B\n',
	'escaped breaks': '\\n    at ',
	'escaped frames': 'Error: x\\n    at f (/a.js:1:2)\\n',
	'frames that go on and on': '#1 f (\n  a=1,\n',
	'frames that are whole at the end': '#1 f (a=1,\n  b=2)\n    at a.c:3\n',
	'brackets in one line': '    at ((((',
	'colours that never end': '    at \u001b[\n',
};

/** Steps are taken by amount of work, so their number measures it on any machine. */
function stepsOf(text: string): number {
	let steps = 0;
	for (const reading = parseSteps(text); !reading.next().done; ) {
		steps++;
	}
	return steps;
}

describe('the work of reading', function () {
	this.timeout(60_000);

	for (const [name, piece] of Object.entries(HOSTILE)) {
		it(`only doubles with twice the text: ${name}`, () => {
			const count = Math.ceil(100_000 / piece.length);
			const once = stepsOf(piece.repeat(count));
			const twice = stepsOf(piece.repeat(2 * count));
			assert.ok(twice <= 2 * once + 10, `${once} steps became ${twice}`);
		});
	}
});
