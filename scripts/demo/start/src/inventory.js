const products = require('../data/products.json');
const { HttpError } = require('./http');

const stock = new Map(products.map(({ sku, stock }) => [sku, stock]));

function findProduct(sku) {
	const product = products.find((candidate) => candidate.sku === sku);
	if (!product) {
		throw new HttpError(404, `There is no product ${sku}`);
	}
	return product;
}

function reserve(items) {
	for (const { sku, quantity } of items) {
		if (stock.get(sku) < quantity) {
			throw new HttpError(409, `Only ${stock.get(sku)} of ${sku} are left`);
		}
		stock.set(sku, stock.get(sku) - quantity);
	}
}

module.exports = { findProduct, reserve };
