import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonFault } from '../../../src/base/jsonFault';

const isJson = (text: string) => {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
};
const place = (text: string) => {
	const { line, column, isCutOff } = jsonFault(text) ?? {};
	return [line, column, isCutOff];
};

describe('what is wrong with JSON', () => {
	it('is nothing exactly where JSON.parse takes it, whatever was done to it', () => {
		const piece = fc.oneof(fc.constantFrom(...'{}[]",:\\ -.e0123tfn\n\t', '\\u12', 'true', 'null', '1e5'), fc.string());
		fc.assert(
			fc.property(
				fc.jsonValue(),
				fc.nat(),
				fc.nat(4),
				piece,
				fc.constantFrom(0, 1),
				(value, where, gone, put, space) => {
					const whole = JSON.stringify(value, undefined, space);
					const at = where % (whole.length + 1);
					const text = `${whole.slice(0, at)}${put}${whole.slice(at + gone)}`;
					assert.equal(jsonFault(text) === undefined, isJson(text), text);
				},
			),
			{ numRuns: 2000 },
		);
	});

	it('is that the rest is missing where it was cut off, and the end is its place', () => {
		fc.assert(
			fc.property(fc.object(), fc.nat(), (value, where) => {
				const whole = JSON.stringify(value, undefined, 1);
				const text = whole.slice(0, where % whole.length);
				const found = jsonFault(text);
				assert.deepEqual([found?.offset, found?.isCutOff], [text.length, true], text);
			}),
		);
	});

	it('has the line and the column of the first thing that is wrong', () => {
		assert.deepEqual(place('{"a": 1,\n "b": [1, 2\n'), [3, 1, true]);
		assert.deepEqual(place('{"a": 1,\n "b": [1, 2}'), [2, 12, false]);
		assert.deepEqual(place('{"a": nul}'), [1, 7, false]);
		assert.deepEqual(place('{"a": nul'), [1, 10, true]);
		assert.deepEqual(place("{'a': 1}"), [1, 2, false]);
		assert.deepEqual(place('{"a": 1,}'), [1, 9, false]);
		assert.deepEqual(place('{"a": "x\ty"}'), [1, 9, false]);
		assert.deepEqual(place('{"a": 1}\n{"a": 2}'), [2, 1, false]);
		assert.deepEqual(place('{"a": "\\u12'), [1, 12, true]);
	});

	it('is found however deep or long it is', () => {
		assert.equal(jsonFault('['.repeat(1_000_000))?.isCutOff, true);
		assert.equal(jsonFault(`{"a":"${'x'.repeat(5_000_000)}`)?.offset, 5_000_006);
		assert.equal(jsonFault(`[${'1'.repeat(100_000)}x]`)?.offset, 1);
	});
});
