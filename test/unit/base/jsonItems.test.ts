import assert from 'node:assert/strict';
import fc from 'fast-check';
import { jsonItems } from '../../../src/base/jsonItems';
import { runAtOnce } from '../../../src/base/slices';

/** Longer than what is read at once. */
const pad = (json: string) => `${' '.repeat(200_000)}${json}`;
const items = (text: string, ...path: string[]) => runAtOnce(jsonItems(text, path));

describe('the items of a list in JSON', () => {
	it('are those that JSON.parse gives, wherever the list is', () => {
		fc.assert(
			fc.property(fc.array(fc.jsonValue(), { maxLength: 8 }), fc.jsonValue(), fc.string(), (list, other, key) => {
				const before = key === 'data' ? 'x' : key;
				for (const space of [0, 2]) {
					const text = JSON.stringify({ [before]: other, data: { [before]: other, alerts: list } }, undefined, space);
					assert.deepEqual(items(pad(text), 'data', 'alerts'), JSON.parse(text).data.alerts);
					assert.deepEqual(items(pad(JSON.stringify(list, undefined, space))), JSON.parse(JSON.stringify(list)));
				}
			}),
		);
	});

	it('are none where there is no list, and an error where the text is cut off', () => {
		for (const text of ['{"data":{}}', '{"data":3}', '7', '{}']) {
			assert.equal(items(text, 'data', 'alerts'), undefined);
			assert.equal(items(pad(text), 'data', 'alerts'), undefined);
		}
		const whole = '[{"a":"x\\"]"},[1,2],3]';
		for (let end = 1; end < whole.length; end++) {
			assert.throws(() => items(pad(whole.slice(0, end))), SyntaxError, whole.slice(0, end));
		}
	});
});
