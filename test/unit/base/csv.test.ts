import assert from 'node:assert/strict';
import fc from 'fast-check';
import { csv } from '../../../src/base/csv';

describe('CSV', () => {
	it('quotes what needs it, ends lines as RFC 4180 has them, and leaves empty what is not there', () => {
		assert.equal(
			csv([
				['a', 'b "c", d', 1.5, null],
				['two\nlines', '', -3, 0],
			]),
			'a,"b ""c"", d",1.5,\r\n"two\nlines",,-3,0\r\n',
		);
	});

	it('gives spreadsheets no formula', () => {
		for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1', '=cmd|"/c calc"!A1']) {
			assert.match(csv([[text]]), /^"?'/, text);
		}
		assert.equal(csv([['a=1', 'x-y']]), 'a=1,x-y\r\n');
	});

	it('is read back as it was written, but for the guard', () => {
		const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('"', ',', '\r\n', '=', '""'));
		fc.assert(
			fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 5 }), (rows) => {
				const read = parsed(csv(rows));
				assert.equal(read.length, rows.length);
				for (const [place, row] of rows.entries()) {
					assert.deepEqual(
						read[place]?.map((text, index) => (text === row[index] ? text : text.replace(/^'/, ''))),
						row,
					);
					assert.ok(read[place]?.every((text) => !/^\s*[=+@-]/.test(text)));
				}
			}),
		);
	});
});

/** A reader of RFC 4180. */
function parsed(text: string): string[][] {
	const rows: string[][] = [];
	let row: string[] = [];
	for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
		row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
		if (end !== ',') {
			rows.push(row);
			row = [];
		}
	}
	return rows;
}
