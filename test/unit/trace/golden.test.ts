import assert from 'node:assert/strict';
import { parseText } from '../../../src/core/trace/parse';
import { goldenCases, unusedGolden } from '../../support/golden';
import { shownTrace } from '../../support/traceText';

const FOLDER = 'traces';

describe('traces that real programs printed', () => {
	for (const { name, input, check } of goldenCases(FOLDER)) {
		it(name, () => check(parseText(input).traces.map(shownTrace).join('\n')));
	}

	it('have no expectation left over', () => assert.deepEqual(unusedGolden(FOLDER), []));
});
