import assert from 'node:assert/strict';
import { formats } from '../../../../src/core/trace/parse';
import { hostileLines } from '../../../support/hostileLines';

describe('a line made to be slow', function () {
	// No time is measured here, that is what the benchmark is for; a pattern that goes back over what it read takes minutes.
	this.timeout(60_000);

	for (const [i, format] of formats.entries()) {
		it(`is soon read or refused: ${format.id} (${i + 1})`, () => {
			let lines = 0;
			for (const line of hostileLines()) {
				assert.equal(typeof format.accepts(line), 'boolean');
				lines++;
			}
			assert.ok(lines > 1000);
		});
	}
});
