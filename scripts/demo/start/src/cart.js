const { findCustomer } = require('./customers');
const { HttpError } = require('./http');
const { findProduct, reserve } = require('./inventory');
const { quote } = require('./pricing');

const carts = new Map();
let orders = 0;

function itemsOf(cart) {
	const items = carts.get(cart);
	if (!items) {
		throw new HttpError(404, `There is no cart ${cart}`);
	}
	return items;
}

function addItem(cart, { sku, quantity }) {
	findProduct(sku);
	carts.set(cart, [...(carts.get(cart) ?? []), { sku, quantity }]);
	return carts.get(cart);
}

async function checkout(cart, customerId, config) {
	const items = itemsOf(cart);
	const customer = await findCustomer(customerId);
	const price = quote(items, customer, config);
	reserve(items);
	carts.delete(cart);
	orders += 1;
	return { order: `o-${orders}`, customer: customer.name, ...price };
}

module.exports = { addItem, checkout, itemsOf };
