const { readFile } = require('node:fs/promises');
const { join } = require('node:path');

let known;

/** Whoever is not known checks out as a guest. */
async function findCustomer(id) {
	known ??= JSON.parse(await readFile(join(__dirname, '../data/customers.json'), 'utf8'));
	return known.find((customer) => customer.id === id) ?? { id, name: 'Guest', country: 'DE' };
}

module.exports = { findCustomer };
