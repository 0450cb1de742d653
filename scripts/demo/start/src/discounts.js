function findDiscount(customer) {
	if (customer.tier === 'gold') {
		return { name: 'Gold member', rate: 0.1 };
	}
	if (customer.tier === 'silver') {
		return { name: 'Silver member', rate: 0.05 };
	}
	return { name: 'None', rate: 0 };
}

/** Cents that `discount` takes off `amount`, in the shop's favour when they do not come out even. */
function reduction(amount, discount) {
	return Math.floor(amount * discount.rate);
}

module.exports = { findDiscount, reduction };
