import assert from 'node:assert/strict';
import { parseText } from '../../../../src/core/trace/parse';

const placesIn = (text: string) =>
	parseText(text).traces.flatMap(({ format, exceptions }) =>
		exceptions.flatMap(({ frames }) => frames.map(({ file, line }) => `${format} ${file}:${line}`)),
	);

describe('a compiler’s diagnostics', () => {
	it('are not looked for where a language’s own trace stands', () => {
		const traces = {
			python:
				'Traceback (most recent call last):\n  File "/srv/a.py", line 3, in f\n    g()\nValueError: /srv/a.py:9:1: error: no\n',
			node: 'Error: src/a.ts:9:1: error: no\n    at f (/srv/src/a.js:3:9)\n',
			nim: 'Traceback (most recent call last)\n/srv/a.nim(3)  f\nError: unhandled exception: no [ValueError]\n',
		};
		for (const [format, text] of Object.entries(traces)) {
			const places = placesIn(text);
			assert.equal(places.length, 1, places.join());
			assert.ok(places[0]?.startsWith(`${format} `), places.join());
		}
	});

	it('begin their line', () => {
		assert.deepEqual(placesIn('see src/a.ts:3:9: error: there\n'), []);
		assert.deepEqual(placesIn('GET https://example.com/a.js:3:9: error: gone\n'), []);
	});

	it('need a column, a folder or a word that says so', () => {
		assert.deepEqual(placesIn('notes.md:3: remember\n'), []);
		assert.deepEqual(placesIn('docs/notes.md:3: remember\n'), ['generic docs/notes.md:3']);
		assert.deepEqual(placesIn('notes.md:3:9 - warning: remember\n'), ['generic notes.md:3']);
		assert.deepEqual(placesIn('notes.md:3: warning: remember\n'), ['generic notes.md:3']);
	});

	it('are each a trace, with nothing of the log between in their messages', () => {
		const { traces } = parseText('a/b.c:3:9: error: one\nlinking\na/b.c:4:1: warning: two\n');
		assert.deepEqual(
			traces.map(({ exceptions: [first] }) => [first?.type, first?.message]),
			[
				['error', 'one'],
				['warning', 'two'],
			],
		);
	});
});
