const defaults = { port: 8080, taxRate: 0.19, currency: 'EUR' };

function loadConfig(env = process.env) {
	return {
		port: Number(env.PORT ?? defaults.port),
		taxRate: Number(env.TAX_RATE ?? defaults.taxRate),
		currency: env.CURRENCY ?? defaults.currency,
	};
}

module.exports = { loadConfig };
