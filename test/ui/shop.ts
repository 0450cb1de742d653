import { aRepository, type RepositoryBuilder } from '../support/repository';

/** A trace that `aShop` wrote at v1.4.0. */
export const TRACE = `2026-11-20T09:14:07Z error checkout TypeError: Cannot read properties of undefined (reading 'country')
    at priceOf (/srv/shop/src/price.js:4:48)
    at checkout (/srv/shop/src/checkout.js:4:14)
    at Layer.handle (/srv/shop/node_modules/express/lib/router/layer.js:95:5)
    at next (/srv/shop/node_modules/express/lib/router/route.js:149:13)`;

export const BREAKING = 'Take the country from the address';

const GOOD = `const rates = { DE: 0.19 };

function priceOf(item) {
	return item.price * (1 + rates[item.country]);
}

module.exports = { priceOf };
`;
const BROKEN = GOOD.replace('item.country', 'item.address.country');

/** A small service that v1.4.0 broke; HEAD has moved the broken line down by three. */
export function aShop(): RepositoryBuilder {
	return aRepository()
		.commit('Start the shop', {
			files: {
				'src/price.js': GOOD,
				'src/checkout.js': `const { priceOf } = require('./price');\n\nfunction checkout(cart) {\n\treturn cart.map(priceOf);\n}\n`,
			},
			tag: 'v1.3.0',
		})
		.commit('Say what the shop is', { files: { 'README.md': '# Shop\n' } })
		.commit(BREAKING, { files: { 'src/price.js': BROKEN }, tag: 'v1.4.0' })
		.commit('Explain prices', { files: { 'src/price.js': `// Prices include\n// VAT.\n\n${BROKEN}` } });
}
