import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runAtOnce } from '../../../src/base/slices';
import { replaceSteps } from '../../../src/core/trace/transport/cuts';
import { UNESCAPE, unescapedPart } from '../../../src/core/trace/transport/escapes';
import { Finder } from '../../../src/core/trace/transport/finder';
import { prefixLength } from '../../../src/core/trace/transport/prefix';
import { Source } from '../../../src/core/trace/transport/source';
import { withoutCommands } from '../../../src/core/trace/transport/terminal';

describe('a search that remembers', () => {
	it('finds what indexOf finds, in whatever order it is asked', () => {
		const text = fc
			.array(fc.constantFrom('a', 'b', 'ab', 'x'.repeat(9_000)), { maxLength: 12 })
			.map((parts) => parts.join(''));
		const looks = fc.array(fc.tuple(fc.nat(40_000), fc.nat(40_000)), { maxLength: 30 });
		fc.assert(
			fc.property(text, fc.constantFrom('a', 'ab', 'bb'), looks, (all, wanted, asked) => {
				const finder = new Finder(all, wanted);
				for (const [a, b] of asked) {
					const [start, limit] = [Math.min(a, b, all.length), Math.min(Math.max(a, b), all.length)];
					const index = all.indexOf(wanted, start);
					assert.equal(finder.first(start, limit), index < 0 ? limit : Math.min(index, limit));
				}
			}),
			{ numRuns: 300 },
		);
	});
});

describe('the lines of a text', () => {
	it('are the same forwards, backwards and from any offset, and none is lost', () => {
		const text = fc
			.array(fc.constantFrom('a', 'bc', ' ', '\n', '\r', '\r\n', '\u2028', '\u001b[1m', 'é'), { maxLength: 40 })
			.map((parts) => parts.join(''));
		fc.assert(
			fc.property(text, (all) => {
				const source = new Source(all);
				const starts: number[] = [];
				for (let line = source.lineAt(0), next = source.next(line); ; next = source.next(line)) {
					starts.push(line.start);
					assert.deepEqual(source.lineAt(line.start).end, line.end);
					if (!next) {
						break;
					}
					assert.equal(source.previous(next)?.start, line.start);
					line = next;
				}
				assert.equal(starts.length, all.split(/\r{0,2}\n|[\r\u2028]/).length);
			}),
		);
	});

	it('keep their head and their tail when they are very long, with offsets into the original', () => {
		const line = new Source(`at f (${'x'.repeat(50_000)}:1:2345)`).lineAt(0);
		assert.ok(line.content.startsWith('at f (xxx') && line.content.endsWith('x:1:2345)'));
		assert.ok(line.content.length < 10_000);
		assert.equal(line.endAt(line.content.length), 50_014);
	});
});

describe('a JSON string', () => {
	it('is read back as it was before it was written', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
				const plain = text.replace(/[\n\r\f\b]/g, '.');
				const once = JSON.stringify(plain).slice(1, -1);
				assert.equal(runAtOnce(replaceSteps(once, UNESCAPE, unescapedPart)).text, plain);
			}),
		);
	});
});

describe('terminal commands', () => {
	it('are taken out, and each unit that is left is where it was', () => {
		const parts = fc.array(fc.constantFrom('a', 'b:', '\u001b[31m', '\u001b]8;;x\u0007', '\u001b', '\0'), {
			maxLength: 20,
		});
		fc.assert(
			fc.property(parts, (all) => {
				const raw = all.join('');
				const { text, cuts } = withoutCommands(raw);
				for (let i = 0; i < text.length; i++) {
					assert.equal(raw[cuts.original(i)], text[i]);
				}
				assert.equal(cuts.original(text.length), raw.length);
			}),
		);
	});
});

describe('what a log puts before a line', () => {
	const prefixes: Readonly<Record<string, string>> = {
		'a time': '2031-02-03T04:05:06.789Z ',
		'a time in brackets and a level': '[2031-02-03 04:05:06,789] ERROR ',
		'docker compose': 'web-1  | ',
		kubectl: '[pod/api-7d/app] ',
		journald: 'Feb 03 04:05:06 host app[77]: ',
		heroku: '2031-02-03T04:05:06+00:00 app[web.1]: ',
		logcat: '02-03 04:05:06.789  123  456 E AndroidRuntime: ',
		glog: 'E0203 04:05:06.123456      77 a.cc:12] ',
	};
	for (const [name, prefix] of Object.entries(prefixes)) {
		it(`ends before the indentation: ${name}`, () => assert.equal(prefixLength(`${prefix}    at f`), prefix.length));
	}

	it('is nothing on a line of a trace', () => {
		for (const line of [
			'    at f (a.js:1:2)',
			'at f (a.js:1:2)',
			'main.f(0x1)',
			'\t/srv/a.go:3 +0x1f',
			'  |   File "a.py", line 3',
			'Caused by: a.B',
		]) {
			assert.equal(prefixLength(line), 0, line);
		}
	});
});
