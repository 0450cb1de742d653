import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseText } from '../../src/core/trace/parse';

/** What traces, logs and terminals are made of, and what reading them has gone wrong with. */
const pieces = fc.constantFrom(
	'at ',
	'at f (',
	'a.js:1:2',
	')',
	'(',
	'\n',
	'\r',
	'    ',
	'\t',
	'Error: x',
	'Caused by: ',
	'a.B.c(B.java:3)',
	'Traceback (most recent call last):',
	'  File "a.py", line 3, in f',
	'goroutine 1 [running]:',
	'panic: ',
	'\tmain.go:3 +0x1f',
	'\\n',
	'\\',
	'"',
	'{',
	'}',
	'[cause]: ',
	'[errors]: [',
	'\u001b[31m',
	'\u001b]8;;x\u0007',
	'\0',
	'\u2028',
	'é',
	'😀',
	'| ',
	'+-',
	'... 3 more',
	'2031-02-03T04:05:06Z ',
);
/** Pieces of traces in any order, with other characters between. */
export const soup = fc
	.array(fc.oneof({ weight: 5, arbitrary: pieces }, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 60 })
	.map((parts) => parts.join(''));
/** Real traces with a few places cut and filled with something else. */
export const mutations = (texts: readonly string[]): fc.Arbitrary<string> =>
	fc
		.tuple(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(), fc.nat(20), pieces), { maxLength: 6 }))
		.map(([text, edits]) =>
			edits.reduce((all, [at, cut, put]) => {
				const from = at % (all.length + 1);
				return all.slice(0, from) + put + all.slice(from + cut);
			}, text),
		);

/** Throws unless what is read from a text lies inside it, in order, and makes sense. */
export function checkLaws(text: string): void {
	const { traces } = parseText(text);
	for (const { range, exceptions } of traces) {
		assert.ok(exceptions.length > 0);
		for (const part of exceptions) {
			assert.ok(
				part.range[0] >= range[0] && part.range[1] <= range[1] && part.range[0] <= part.range[1],
				JSON.stringify({ range, part }),
			);
			for (const frame of part.frames) {
				assert.ok(
					frame.range[0] <= frame.range[1] &&
						frame.range[0] >= range[0] &&
						frame.range[1] <= range[1] &&
						range[1] <= text.length,
					JSON.stringify({ range, frame }),
				);
				assert.ok(frame.line === undefined || (Number.isInteger(frame.line) && frame.line > 0));
				assert.ok(frame.line === undefined || frame.file !== undefined, 'a line is a line of a file');
			}
		}
	}
	for (const [i, { range }] of traces.entries()) {
		assert.ok(i === 0 || range[0] >= (traces[i - 1]?.range[1] ?? 0), 'traces do not overlap');
	}
}
