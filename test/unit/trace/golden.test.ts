import assert from 'node:assert/strict';
import type { Exception, Frame, Trace } from '../../../src/core/trace/model';
import { parseText } from '../../../src/core/trace/parse';
import { goldenCases, unusedGolden } from '../../support/golden';

const FOLDER = 'traces';

/** A frame in one line: `* ` is in-app, `~ ` asynchronous. */
function shown({ function: name = '?', file, line, column, inApp, isAsync }: Frame): string {
	const place = [file ?? '-', line, column].filter((part) => part !== undefined).join(':');
	return `${inApp ? '*' : ' '}${isAsync ? '~' : ' '} ${name} @ ${place}`;
}

const shownException = ({ type, message, relation, thread, frames }: Exception) => ({
	type,
	message,
	relation,
	...(thread !== undefined && { thread }),
	frames: frames.map(shown),
});

const shownTrace = ({ format, exceptions }: Trace) => ({ format, exceptions: exceptions.map(shownException) });

describe('traces that real programs printed', () => {
	for (const { name, input, check } of goldenCases(FOLDER)) {
		it(name, () => check(parseText(input).traces.map(shownTrace)));
	}

	it('have no expectation left over', () => assert.deepEqual(unusedGolden(FOLDER), []));
});
