// Two weeks in the life of a small service. `start/` is its first commit; each step below is one more.

const MARA = 'Mara Lind';
const TOMAS = 'Tomas Eriksen';
const PRIYA = 'Priya Nair';
const JUN = 'Jun Sato';
const ELENA = 'Elena Costa';

export const FIRST = { day: 15, time: '09:12', author: MARA, subject: 'Take carts to orders' };

export const LAST_GOOD = 'v1.3.0';
export const DEPLOYED = 'v1.4.0';
export const BREAKING = 'Look discounts up by tier';

/**
 * Oldest first. `day` counts back from today. `edits` replaces text that occurs once, `files` writes whole files, `renames` moves them;
 * `branch` starts or goes on with a branch, `merge` takes it into main.
 */
export const HISTORY = [
	{
		day: 15,
		time: '15:41',
		author: TOMAS,
		subject: 'Refuse quantities that are not positive whole numbers',
		edits: {
			'src/cart.js': [
				[
					'\tfindProduct(sku);\n',
					`	findProduct(sku);
	if (!Number.isInteger(quantity) || quantity < 1) {
		throw new HttpError(422, 'The quantity must be a positive whole number');
	}
`,
				],
			],
			'test/cart.test.js': [
				[
					"test('what is not in stock",
					`test('half a pot is not sold', () => {
	assert.throws(() => addItem('c-3', { sku: 'pot-cast', quantity: 0.5 }), { status: 422 });
});

test('what is not in stock`,
				],
			],
		},
	},
	{
		day: 14,
		time: '10:05',
		author: PRIYA,
		subject: 'Log each request with its duration',
		files: {
			'src/log.js': `const { inspect } = require('node:util');

function write(level, message, error) {
	const details = error === undefined ? '' : \`: \${inspect(error)}\`;
	process.stdout.write(\`\${new Date().toISOString()} \${level.padEnd(5)} checkout \${message}\${details}\\n\`);
}

module.exports = {
	info: (message) => write('info', message),
	warn: (message) => write('warn', message),
	error: (message, error) => write('error', message, error),
};
`,
		},
		edits: {
			'src/server.js': [
				[
					"const { route, sendJson } = require('./http');\n",
					"const { route, sendJson } = require('./http');\nconst log = require('./log');\n",
				],
				[
					`		try {
			sendJson(response, 200, await route(routes, request));
		} catch (error) {
			console.error(error);
			sendJson(response, error.status ?? 500, { error: error.message });
		}
`,
					`		const start = performance.now();
		const answer = (status, body) => {
			sendJson(response, status, body);
			log.info(\`\${request.method} \${request.url} \${status} \${Math.round(performance.now() - start)} ms\`);
		};
		try {
			answer(200, await route(routes, request));
		} catch (error) {
			log.error(\`\${request.method} \${request.url} failed\`, error);
			answer(error.status ?? 500, { error: error.message });
		}
`,
				],
				['() => console.log(`checkout listens on', '() => log.info(`listens on'],
			],
		},
	},
	{
		day: 14,
		time: '16:20',
		author: JUN,
		subject: 'Reserve all of an order or nothing',
		body: 'An order whose second item was sold out kept the first one reserved for ever.',
		edits: {
			'src/inventory.js': [
				[
					`		}
		stock.set(`,
					`		}
	}
	for (const { sku, quantity } of items) {
		stock.set(`,
				],
			],
		},
		files: {
			'test/inventory.test.js': `const assert = require('node:assert/strict');
const { test } = require('node:test');
const { reserve } = require('../src/inventory');

test('an order that fails reserves nothing', () => {
	const items = [
		{ sku: 'tea-earl', quantity: 250 },
		{ sku: 'pot-cast', quantity: 36 },
	];
	assert.throws(() => reserve(items), { status: 409 });
	reserve([{ sku: 'tea-earl', quantity: 250 }]);
});
`,
		},
	},
	{
		day: 13,
		time: '11:32',
		author: MARA,
		subject: 'Say how the service is configured',
		edits: {
			'README.md': [
				[
					'| `GET /health` | is the service up? |\n',
					`| \`GET /health\` | is the service up? |

| variable | default | |
| --- | --- | --- |
| \`PORT\` | 8080 | where it listens |
| \`TAX_RATE\` | 0.19 | part of the net price |
| \`CURRENCY\` | EUR | of all prices |
`,
				],
			],
		},
	},
	{
		day: 12,
		time: '09:48',
		author: ELENA,
		branch: 'line-prices',
		subject: 'Quote each line of an order',
		edits: {
			'src/pricing.js': [
				[
					`	let subtotal = 0;
	for (const item of items) {
		subtotal += findProduct(item.sku).price * item.quantity;
	}
`,
					`	const lines = items.map(({ sku, quantity }) => ({ sku, quantity, price: findProduct(sku).price * quantity }));
	const subtotal = lines.reduce((sum, line) => sum + line.price, 0);
`,
				],
				['return { subtotal,', 'return { lines, subtotal,'],
			],
		},
	},
	{
		day: 12,
		time: '13:15',
		author: TOMAS,
		branch: 'main',
		subject: 'Refuse bodies over 64 KiB',
		edits: {
			'src/http.js': [
				['async function readJson', 'const LARGEST_BODY = 64 * 1024;\n\nasync function readJson'],
				[
					'\t\ttext += chunk;\n',
					`		text += chunk;
		if (text.length > LARGEST_BODY) {
			throw new HttpError(413, 'The body is over 64 KiB');
		}
`,
				],
			],
		},
	},
	{
		day: 12,
		time: '15:02',
		author: ELENA,
		branch: 'line-prices',
		subject: 'Test the quote of several lines',
		edits: {
			'test/pricing.test.js': [
				[
					"test('a silver member",
					`test('each line has its price', () => {
		const { lines } = quote([...items, { sku: 'filter-4', quantity: 3 }], { tier: 'gold' }, config);
		assert.deepEqual(lines.map(({ price }) => price), [2580, 1050]);
});

test('a silver member`.replaceAll('\n\t\t', '\n\t'),
				],
			],
		},
	},
	{ day: 12, time: '16:30', author: MARA, merge: 'line-prices', subject: "Merge branch 'line-prices'" },
	{
		day: 11,
		time: '10:27',
		author: PRIYA,
		subject: 'Keep the cause when a checkout fails',
		body: 'The log said that a checkout had failed, but not which cart it was about.',
		edits: {
			'src/cart.js': [
				[
					`	const price = quote(items, customer, config);
	reserve(items);
	carts.delete(cart);
	orders += 1;
	return { order: \`o-\${orders}\`, customer: customer.name, ...price };
}
`,
					`	try {
		return placeOrder(cart, items, customer, config);
	} catch (error) {
		throw new HttpError(error.status ?? 500, \`Cart \${cart} could not be checked out\`, { cause: error });
	}
}

function placeOrder(cart, items, customer, config) {
	const price = quote(items, customer, config);
	reserve(items);
	carts.delete(cart);
	orders += 1;
	return { order: \`o-\${orders}\`, customer: customer.name, ...price };
}
`,
				],
			],
		},
	},
	{
		day: 9,
		time: '14:08',
		author: JUN,
		subject: 'Call the directory of customers what it is',
		renames: { 'src/customers.js': 'src/directory.js' },
		edits: { 'src/cart.js': [["require('./customers')", "require('./directory')"]] },
	},
	{
		day: 9,
		time: '16:55',
		author: MARA,
		subject: 'Release 1.3.0',
		edits: { 'package.json': [['"version": "1.2.0"', '"version": "1.3.0"']] },
		tag: LAST_GOOD,
	},
	{
		day: 8,
		time: '10:40',
		author: ELENA,
		subject: 'Ship for free from 50 euros on',
		files: {
			'src/shipping.js': `const FREE_FROM = 5000;
const FLAT_RATE = 490;

/** Cents that shipping costs for goods of \`net\` cents. */
function shipping(net) {
	return net >= FREE_FROM ? 0 : FLAT_RATE;
}

module.exports = { shipping };
`,
		},
		edits: {
			'src/pricing.js': [
				["require('./inventory');\n", "require('./inventory');\nconst { shipping } = require('./shipping');\n"],
				[
					`	return { lines, subtotal, discount: discount.name, net, tax, total: net + tax, currency };
`,
					`	const delivery = shipping(net);
	return { lines, subtotal, discount: discount.name, net, tax, delivery, total: net + tax + delivery, currency };
`,
				],
			],
			'test/pricing.test.js': [['assert.equal(price.total, 2763);', 'assert.equal(price.total, 2763 + 490);']],
		},
	},
	{
		day: 7,
		time: '11:19',
		author: TOMAS,
		subject: 'Give up on requests after 10 seconds',
		edits: {
			'src/config.js': [
				["currency: 'EUR' }", "currency: 'EUR', timeoutMs: 10_000 }"],
				[
					'\t\tcurrency: env.CURRENCY ?? defaults.currency,\n',
					'\t\tcurrency: env.CURRENCY ?? defaults.currency,\n\t\ttimeoutMs: Number(env.TIMEOUT_MS ?? defaults.timeoutMs),\n',
				],
			],
			'src/server.js': [
				['\treturn createServer(async', '\tconst server = createServer(async'],
				['\t\t}\n\t});\n}\n', '\t\t}\n\t});\n\tserver.requestTimeout = config.timeoutMs;\n\treturn server;\n}\n'],
			],
			'README.md': [
				['| of all prices |\n', '| of all prices |\n| `TIMEOUT_MS` | 10000 | longest a request may take |\n'],
			],
		},
	},
	{
		day: 6,
		time: '15:36',
		author: PRIYA,
		subject: BREAKING,
		body: 'The chain of ifs grew with every tier. In a table, a new tier is a new line,\nand marketing can read it.',
		edits: {
			'src/discounts.js': [
				[
					`function findDiscount(customer) {
	if (customer.tier === 'gold') {
		return { name: 'Gold member', rate: 0.1 };
	}
	if (customer.tier === 'silver') {
		return { name: 'Silver member', rate: 0.05 };
	}
	return { name: 'None', rate: 0 };
}
`,
					`const discounts = new Map([
	['gold', { name: 'Gold member', rate: 0.1 }],
	['silver', { name: 'Silver member', rate: 0.05 }],
]);

function findDiscount(tier) {
	return discounts.get(tier);
}
`,
				],
			],
			'src/pricing.js': [['findDiscount(customer);', 'findDiscount(customer.tier);']],
		},
	},
	{
		day: 5,
		time: '09:57',
		author: JUN,
		subject: 'Add the platinum tier',
		edits: {
			'src/discounts.js': [["\t['gold', {", "\t['platinum', { name: 'Platinum member', rate: 0.15 }],\n\t['gold', {"]],
			'data/customers.json': [
				[
					'"name": "Northwind Books", "country": "DE", "tier": "gold"',
					'"name": "Northwind Books", "country": "DE", "tier": "platinum"',
				],
			],
			'test/pricing.test.js': [
				[
					"test('each line",
					`test('a platinum member pays 15 percent less', () => {
	assert.equal(quote(items, { tier: 'platinum' }, config).net, 2193);
});

test('each line`,
				],
			],
		},
	},
	{
		day: 4,
		time: '10:12',
		author: ELENA,
		subject: 'Name the product that is sold out',
		edits: {
			'src/inventory.js': [[`of \${sku} are left`, `of \${findProduct(sku).name} are left`]],
		},
	},
	{
		day: 4,
		time: '14:45',
		author: TOMAS,
		subject: 'Log what went wrong for the caller as a warning, without a stack',
		edits: {
			'src/server.js': [
				[
					`			log.error(\`\${request.method} \${request.url} failed\`, error);
`,
					`			if (error.status < 500) {
				log.warn(\`\${request.method} \${request.url} refused: \${error.message}\`);
			} else {
				log.error(\`\${request.method} \${request.url} failed\`, error);
			}
`,
				],
			],
		},
	},
	{
		day: 3,
		time: '16:31',
		author: MARA,
		subject: 'Release 1.4.0',
		edits: { 'package.json': [['"version": "1.3.0"', '"version": "1.4.0"']] },
		tag: DEPLOYED,
	},
	{
		day: 2,
		time: '09:25',
		author: JUN,
		subject: 'Say who decides on discounts',
		edits: {
			'src/discounts.js': [
				[
					'const discounts = new Map([\n',
					`// Marketing decides on the rates, once a quarter. A change here needs a line in the
// release notes, since customers see the name of their discount on the invoice.

/** Tier of the loyalty programme → what its members pay less. */
const discounts = new Map([
`,
				],
			],
		},
	},
	{
		day: 2,
		time: '13:50',
		author: ELENA,
		subject: 'Write a quote over several lines, now that it has eight parts',
		edits: {
			'src/pricing.js': [
				[
					'/** What a cart costs',
					`/**
 * @typedef {object} Quote all amounts in cents
 * @property {number} net goods less the discount, without tax
 * @property {number} total what the customer pays
 */

/** What a cart costs`,
				],
				[' All amounts are cents. */', ' @returns {Quote} */'],
				[
					'\treturn { lines, subtotal, discount: discount.name, net, tax, delivery, total: net + tax + delivery, currency };\n',
					`	return {
		lines,
		subtotal,
		discount: discount.name,
		net,
		tax,
		delivery,
		total: net + tax + delivery,
		currency,
	};
`,
				],
			],
		},
	},
	{
		day: 1,
		time: '10:33',
		author: TOMAS,
		subject: 'Forget carts that nobody touched for a day',
		edits: {
			'src/cart.js': [
				[
					'let orders = 0;\n',
					`let orders = 0;

const DAY_MS = 86_400_000;
const touchedAt = new Map();

function forgetOldCarts(now) {
	for (const [cart, at] of touchedAt) {
		if (now - at > DAY_MS) {
			carts.delete(cart);
			touchedAt.delete(cart);
		}
	}
}
`,
				],
				[
					'\treturn carts.get(cart);\n',
					'\ttouchedAt.set(cart, Date.now());\n\tforgetOldCarts(Date.now());\n\treturn carts.get(cart);\n',
				],
			],
		},
	},
	{
		day: 1,
		time: '15:18',
		author: PRIYA,
		subject: 'Tell the version in /health',
		edits: {
			'src/server.js': [
				[
					"const { createServer } = require('node:http');\n",
					"const { createServer } = require('node:http');\nconst { version } = require('../package.json');\n",
				],
				['run: () => ({ up: true })', 'run: () => ({ up: true, version })'],
			],
		},
	},
];
