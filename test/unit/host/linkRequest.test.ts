import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linkRequest } from '../../../src/host/linkRequest';

const filled = (query: string) => {
	const request = linkRequest('/new', query);
	assert.equal(request.kind, 'new');
	return request.kind === 'new' ? request.filled : {};
};

describe('a link into the editor', () => {
	it('names an incident by its key', () => {
		assert.deepEqual(linkRequest('/incident/INC-7F3KQ', ''), { kind: 'incident', key: 'INC-7F3KQ' });
		assert.deepEqual(linkRequest('/incident/INC-7F3KQ/', 'x=1'), { kind: 'incident', key: 'INC-7F3KQ' });
	});

	it('leads nowhere else', () => {
		for (const path of ['', '/', '/delete/INC-7F3KQ', '/incident/', '/incident/a/b', '/new/now', 'new']) {
			assert.deepEqual(linkRequest(path, 'title=x'), { kind: 'unknown' }, path);
		}
	});

	it('fills in the form’s fields, and no others', () => {
		assert.deepEqual(
			filled('title=Checkout is down&trace=Error: x\n    at a (b.js:1:1)&service=shop&command=rm&status=closed'),
			{
				title: 'Checkout is down',
				trace: 'Error: x\n    at a (b.js:1:1)',
				service: 'shop&command=rm&status=closed', // VS Code decodes queries: an ampersand before no known name is part of a value
			},
		);
		assert.deepEqual(filled('command=rm&title=a'), { title: 'a' });
	});

	it('keeps an ampersand that VS Code has decoded inside a value, and takes the first of two', () => {
		assert.deepEqual(filled('title=Cart & checkout=slow&title=other'), { title: 'Cart & checkout=slow' });
	});

	it('reads spaces as forms write them', () => {
		assert.deepEqual(filled('title=Checkout+is+down'), { title: 'Checkout is down' });
		assert.deepEqual(filled('title=1 + 1'), { title: '1 + 1' });
	});

	it('cuts what is endless, and takes what hides or turns text out of lines', () => {
		const { title = '', trace = '' } = filled(`title=${'a'.repeat(1e6)}&trace=${'b'.repeat(1e6)}`);
		assert.deepEqual([title.length, trace.length], [200, 200_000]);
		assert.equal(filled('title=a\u202eb\nc\u0007').title, 'a b c');
		assert.equal(filled('trace=a\u001b[31m\n\tb\0').trace, 'a\ufffd[31m\n\tb\ufffd');
	});

	it('takes any text without throwing', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (path, query) => {
				linkRequest(`/new${path}`, query);
				assert.ok(Object.values(filled(`title=${query}`)).every((text) => text.isWellFormed()));
			}),
		);
	});
});
