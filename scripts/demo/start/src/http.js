/** What a request asked for cannot be given; `status` says why. */
class HttpError extends Error {
	constructor(status, message, options) {
		super(message, options);
		this.status = status;
	}
}

async function readJson(request) {
	let text = '';
	for await (const chunk of request) {
		text += chunk;
	}
	try {
		return text === '' ? {} : JSON.parse(text);
	} catch (error) {
		throw new HttpError(400, 'The body is not JSON', { cause: error });
	}
}

function sendJson(response, status, body) {
	response.writeHead(status, { 'content-type': 'application/json' });
	response.end(JSON.stringify(body));
}

async function route(routes, request) {
	for (const { method, path, run } of routes) {
		const match = path.exec(request.url);
		if (match && method === request.method) {
			return await run(match.groups ?? {}, await readJson(request));
		}
	}
	throw new HttpError(404, `There is no ${request.method} ${request.url}`);
}

module.exports = { HttpError, route, sendJson };
