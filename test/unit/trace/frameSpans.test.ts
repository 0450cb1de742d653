import assert from 'node:assert/strict';
import { frameSpans, spanAt } from '../../../src/core/trace/frameSpans';
import { parseText } from '../../../src/core/trace/parse';

const spansOf = (text: string) => frameSpans(text, parseText(text), 100);
const linked = (text: string) => spansOf(text).map(({ link }) => link && text.slice(...link));

describe('the frames of a text as links', () => {
	it('are put on the file and its line, to the character', () => {
		const cases: readonly (readonly [string, string])[] = [
			['TypeError: x\n    at f (/srv/shop/src/price.js:4:48)', '/srv/shop/src/price.js:4:48'],
			['Traceback (most recent call last):\n  File "/app/a/b.py", line 3, in f\nValueError: x', '/app/a/b.py", line 3'],
			['java.lang.Error: x\n\tat com.acme.Foo.bar(Foo.java:12)', 'Foo.java:12'],
			['panic: x\n\ngoroutine 1 [running]:\nmain.f()\n\t/app/x/main.go:12 +0x1d', '/app/x/main.go:12'],
			['PHP Fatal error:  x in /app/a.php:3\nStack trace:\n#0 /app/b.php(9): f()\n#1 {main}', '/app/b.php(9)'],
		];
		for (const [text, expected] of cases) {
			assert.ok(linked(text).includes(expected), `${text}\n→ ${linked(text).join(' | ')}`);
		}
	});

	it('leave web addresses to the editor, and are put on the function beside one', () => {
		const text =
			'TypeError: x\n    at total (https://shop.example/app.min.js:1:200)\n    at https://shop.example/app.min.js:1:9';
		assert.deepEqual(linked(text), ['total', undefined]);
	});

	it('keep their place behind timestamps and colours', () => {
		const text = '12:00:00 TypeError: x\n12:00:00     at f (\u001b[36m/srv/a.js:4:1\u001b[0m)';
		assert.deepEqual(
			linked(text).map((link) => link?.replaceAll('\u001b[36m', '')),
			['/srv/a.js:4:1'],
		);
	});

	it('are found again by an offset anywhere in the frame', () => {
		const text = 'TypeError: x\n    at f (/srv/a.js:4:1)\n    at g (/srv/b.js:5:1)';
		const spans = spansOf(text);
		assert.equal(spanAt(spans, text.indexOf('b.js'))?.of.file, '/srv/b.js');
		assert.equal(spanAt(spans, text.indexOf('at f'))?.of.file, '/srv/a.js');
		assert.equal(spanAt(spans, 3), undefined);
	});

	it('are no more than asked for', () => {
		const text = `TypeError: x\n${'    at f (/srv/a.js:4:1)\n'.repeat(50)}`;
		assert.equal(frameSpans(text, parseText(text), 7).length, 7);
	});
});
