import assert from 'node:assert/strict';
import { isCodePath } from '../../../src/core/frames/pathKinds';

describe('a path of code', () => {
	it('has the extension of a language: a file or a folder that is only called like one is none', () => {
		const paths = ['src/main.go', 'a.b/main.go', 'go', 'src/go', 'm', 'x.go/readme', '.go'];
		assert.deepEqual(paths.map(isCodePath), [true, true, false, false, false, false, true]);
	});
});
