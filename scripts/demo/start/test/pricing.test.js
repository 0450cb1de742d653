const assert = require('node:assert/strict');
const { test } = require('node:test');
const { quote } = require('../src/pricing');

const config = { taxRate: 0.19, currency: 'EUR' };
const items = [{ sku: 'mug-blue', quantity: 2 }];

test('a gold member pays a tenth less', () => {
	const price = quote(items, { tier: 'gold' }, config);
	assert.equal(price.subtotal, 2580);
	assert.equal(price.net, 2322);
	assert.equal(price.total, 2763);
});

test('a silver member pays a twentieth less', () => {
	assert.equal(quote(items, { tier: 'silver' }, config).net, 2451);
});
