import assert from 'node:assert/strict';
import { holdsFrame, onlyFrame } from '../../../src/core/trace/oneFrame';
import { parseText } from '../../../src/core/trace/parse';

const TRACE = [
	"TypeError: Cannot read properties of undefined (reading 'country')",
	'    at priceOf (/srv/shop/src/price.js:4:48)',
	'    at checkout (/srv/shop/src/checkout.js:4:14)',
].join('\n');

const frameOf = (line: string) => {
	const [trace] = parseText(line).traces;
	const frame = trace && onlyFrame(trace);
	assert.ok(frame, line);
	return frame;
};

describe('a line of a stack trace by itself', () => {
	const { traces } = parseText(TRACE);

	it('is told from a trace of more lines', () => {
		assert.equal(traces[0] && onlyFrame(traces[0]), undefined);
		assert.equal(frameOf('    at priceOf (/srv/shop/src/price.js:4:48)').line, 4);
	});

	it('is known again in the trace it was printed in, with its place and its function', () => {
		assert.ok(holdsFrame(traces, frameOf('    at priceOf (/srv/shop/src/price.js:4:48)')));
		assert.ok(holdsFrame(traces, frameOf('    at checkout (/srv/shop/src/checkout.js:4:14)')));
	});

	for (const other of [
		'    at priceOf (/srv/shop/src/price.js:5:48)',
		'    at priceOf (/srv/shop/src/price.js:4:49)',
		'    at priceOf (/srv/other/src/price.js:4:48)',
		'    at costOf (/srv/shop/src/price.js:4:48)',
	]) {
		it(`is another one where it reads ${other.trim()}`, () => {
			assert.ok(!holdsFrame(traces, frameOf(other)));
		});
	}
});
