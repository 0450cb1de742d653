import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findByKey, keyOf, keysOf } from '../../../src/core/incident/keys';
import { someIds } from '../../support/incidents';

const id = (time: string, random: string) => `${time.padStart(10, '0')}${random.padEnd(16, '0')}`;
const named = (...ids: readonly string[]) => {
	const keys = keysOf(ids);
	return ids.map((one) => ({ id: one, key: keys.get(one) ?? '' }));
};

describe('the key of an incident', () => {
	it('is five characters of the random part of its id', () => {
		assert.equal(keyOf('01KAT2Q5R07F3KQ8ZJ4N6M2W9X'), 'INC-7F3KQ');
	});

	it('grows for the younger of two that would have the same', () => {
		const [older, younger, youngest] = [id('1', '7F3KQ8Z'), id('2', '7F3KQ9Z'), id('3', '7F3KQ95')];
		assert.deepEqual(
			keysOf([youngest, older, younger]),
			new Map([
				[older, 'INC-7F3KQ'],
				[younger, 'INC-7F3KQ9'],
				[youngest, 'INC-7F3KQ95'],
			]),
		);
	});

	it('is unique and found again, however many there are', () => {
		fc.assert(
			fc.property(fc.nat(), fc.integer({ min: 1, max: 200 }), (seed, count) => {
				const newId = someIds(seed);
				const incidents = named(...Array.from({ length: count }, newId));
				assert.equal(new Set(incidents.map(({ key }) => key)).size, count);
				assert.deepEqual(
					incidents.map(({ key }) => findByKey(incidents, key)),
					incidents,
				);
			}),
		);
	});
});

describe('looking up an incident', () => {
	const [one, other] = named(id('1', '7F3KQ8'), id('2', '7G1KQ8'));
	const find = (text: string) => findByKey([one!, other!], text);

	it('takes any prefix that fits one incident only', () => {
		assert.deepEqual(
			[find('INC-7F'), find('INC-7'), find('INC-7G1KQ'), find('INC-8')],
			[one, undefined, other, undefined],
		);
	});

	it('does not mind case, nor O for 0 and I or L for 1', () => {
		assert.deepEqual([find('inc-7f3'), find('INC-7Gl'), find(' inc-7gi ')], [one, other, other]);
	});

	it('takes ids as well', () => {
		assert.deepEqual([find(one!.id), find(one!.id.slice(0, 10).toLowerCase())], [one, one]);
	});

	it('finds nothing by nothing', () => {
		assert.deepEqual([find(''), find('INC'), find('inc-')], [undefined, undefined, undefined]);
	});

	it('prefers a whole key to one that starts with it', () => {
		const clash = named(id('1', '7F3KQ8'), id('2', '7F3KQ9'));
		assert.equal(findByKey(clash, 'INC-7F3KQ'), clash[0]);
	});
});
