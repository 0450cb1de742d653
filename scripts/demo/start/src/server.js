const { createServer } = require('node:http');
const { addItem, checkout, itemsOf } = require('./cart');
const { loadConfig } = require('./config');
const { route, sendJson } = require('./http');

function makeServer(config) {
	const routes = [
		{ method: 'GET', path: /^\/health$/, run: () => ({ up: true }) },
		{ method: 'GET', path: /^\/carts\/(?<cart>[\w-]+)$/, run: ({ cart }) => itemsOf(cart) },
		{ method: 'POST', path: /^\/carts\/(?<cart>[\w-]+)\/items$/, run: ({ cart }, body) => addItem(cart, body) },
		{
			method: 'POST',
			path: /^\/carts\/(?<cart>[\w-]+)\/checkout$/,
			run: ({ cart }, body) => checkout(cart, body.customer, config),
		},
	];
	return createServer(async (request, response) => {
		try {
			sendJson(response, 200, await route(routes, request));
		} catch (error) {
			console.error(error);
			sendJson(response, error.status ?? 500, { error: error.message });
		}
	});
}

if (require.main === module) {
	const config = loadConfig();
	const server = makeServer(config);
	server.listen(config.port, () => console.log(`checkout listens on port ${server.address().port}`));
}

module.exports = { makeServer };
