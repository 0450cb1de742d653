import assert from 'node:assert/strict';
import { excerpt } from '../../../src/host/links/excerpt';

const TEXT = ['one', 'two', '\tthree', '\tfour', 'five', 'six'].join('\n');

describe('the source shown on a frame', () => {
	it('marks the line among its neighbours', () => {
		assert.equal(
			excerpt(TEXT, 3, 'javascript', 1),
			['```javascript', '  2  two', '➤ 3      three', '  4      four', '```'].join('\n'),
		);
	});

	it('stays in the file at both ends', () => {
		assert.match(excerpt(TEXT, 1, 'js', 3), /^```js\n➤ 1 {2}one\n/);
		assert.match(excerpt(TEXT, 99, 'js', 1), /➤ 6 {2}six\n```$/);
	});

	it('takes off the indentation that all lines have', () => {
		assert.match(excerpt('if (x) {\n\t\ta();\n\t\t\tb();\n', 2, 'js', 0), /➤ 2 {2}a\(\);/);
	});

	it('cannot be ended by the text', () => {
		const [open, ...rest] = excerpt('a\n````\n[x](command:y)\n', 2, 'md`\n', 1).split('\n');
		assert.equal(open, '`````md');
		assert.equal(rest.filter((line) => line === '`````').length, 1);
	});

	it('cuts endless lines', () => {
		assert.ok(excerpt('x'.repeat(100_000), 1, 'js', 3).length < 300);
	});
});
