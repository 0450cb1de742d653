const assert = require('node:assert/strict');
const { test } = require('node:test');
const { addItem, checkout, itemsOf } = require('../src/cart');

const config = { taxRate: 0.19, currency: 'EUR' };

test('a cart becomes an order, once', async () => {
	addItem('c-1', { sku: 'pot-cast', quantity: 1 });
	const order = await checkout('c-1', 'k-1001', config);
	assert.equal(order.customer, 'Northwind Books');
	assert.throws(() => itemsOf('c-1'), /no cart c-1/);
});

test('what is not in stock is not sold', async () => {
	addItem('c-2', { sku: 'pot-cast', quantity: 5000 });
	await assert.rejects(checkout('c-2', 'k-1002', config), { status: 409 });
});
