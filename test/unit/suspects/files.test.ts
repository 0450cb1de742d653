import assert from 'node:assert/strict';
import { analyzeSuspects } from '../../../src/app/analyzeSuspects';
import { aRepository, never, type RepositoryBuilder } from '../../support/repository';

describe('a suspect file that is not in the trace', () => {
	let built: RepositoryBuilder;
	before(() => {
		const cart = [
			"import { vat } from './tax_rules.js';",
			'',
			'export function due(cart) {',
			'\treturn vat(cart) + shippingCost(cart);',
			'}',
			'',
		];
		built = aRepository().commit('Start', {
			files: {
				'src/cart.js': cart.join('\n'),
				'src/tax_rules.js': 'export const vat = (cart) => cart.country.rate;\n',
				'src/shipping-cost.js': 'export const shippingCost = () => 5;\n',
				'src/CountryTable.js': 'export class CountryTable {}\n',
				'test/CountryTable.test.js': '\n',
				'docs/CountryTable.md': '\n',
			},
		});
		built.commit('Add nothing', { files: { 'src/nothing.js': '\n' } });
		for (const price of [1, 2, 3]) {
			built.commit(`Price ${price}`, {
				files: {
					'src/cart.js': [...cart, `export const fee = ${price};`, ''].join('\n'),
					'src/prices.js': `export default ${price};\n`,
				},
			});
		}
	});
	after(() => built.remove());

	const reasons = async () => {
		const { files } = await analyzeSuspects(
			{
				text: 'TypeError: CountryTable has no rate\n    at due (/srv/src/cart.js:4:9)\n',
				repository: await built.open(),
				revision: 'main',
			},
			{ now: () => 0, pause: async () => undefined },
			() => undefined,
			never(),
		);
		return new Map(files.map(({ path, reasons: [first] }) => [path, first?.kind]));
	};

	it('is led to by the error’s words, by what the function uses, by imports, and by what changes together', async () => {
		const found = await reasons();
		assert.equal([...found][0]?.[0], 'src/cart.js');
		assert.deepEqual(
			{
				table: found.get('src/CountryTable.js'),
				shipping: found.get('src/shipping-cost.js'),
				rules: found.get('src/tax_rules.js'),
				prices: found.get('src/prices.js'),
			},
			{ table: 'named', shipping: 'mentioned', rules: 'imported', prices: 'together' },
		);
	});

	it('says which suspect commit changed it, where that leads to it', async () => {
		const lines = ['let a;', 'one();', 'two();', 'three();', 'four();', ''];
		const one = aRepository()
			.commit('Start', { files: { 'src/cart.js': lines.join('\n') }, date: '2016-01-01T12:00:00Z' })
			.commit('Begin the shop', { files: { 'src/shop.js': lines.join('\n') }, date: '2016-02-01T12:00:00Z' })
			.commit('Change both', {
				files: { 'src/shop.js': lines.with(1, 'one(1);').join('\n'), 'lib/vouchers.js': 'x();\n' },
				date: '2026-01-01T12:00:00Z',
			});
		const inCart = [2, 3, 4, 5].map((line) => `    at f${line} (/srv/src/cart.js:${line}:1)\n`).join('');
		const { files } = await analyzeSuspects(
			{
				text: `TypeError: x\n${inCart}    at open (/srv/src/shop.js:2:1)\n`,
				repository: await one.open(),
				revision: 'main',
			},
			{ now: () => 0, pause: async () => undefined },
			() => undefined,
			never(),
		);
		const sha = one.sha().slice(0, 8);
		one.remove();
		const led = files.find(({ path }) => path === 'lib/vouchers.js');
		assert.deepEqual(led?.reasons[0]?.detail, `was changed by ${sha}, a suspect commit`);
	});

	it('is code that runs, and never one that nothing leads to', async () => {
		const found = await reasons();
		assert.ok(
			!found.has('src/nothing.js') && !found.has('test/CountryTable.test.js') && !found.has('docs/CountryTable.md'),
		);
	});
});
