const { findDiscount, reduction } = require('./discounts');
const { findProduct } = require('./inventory');

/** What a cart costs a customer. All amounts are cents. */
function quote(items, customer, { taxRate, currency }) {
	let subtotal = 0;
	for (const item of items) {
		subtotal += findProduct(item.sku).price * item.quantity;
	}
	const discount = findDiscount(customer);
	const net = subtotal - reduction(subtotal, discount);
	const tax = Math.round(net * taxRate);
	return { subtotal, discount: discount.name, net, tax, total: net + tax, currency };
}

module.exports = { quote };
