import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import Ajv from 'ajv';

interface Operation {
	readonly method: string;
	/** `/incidents/{id}` */
	readonly path: string;
	readonly headers: object;
	readonly query: object;
	readonly body?: object;
	/** JSON Schema of the answer, by status. */
	readonly answers: Readonly<Record<string, object>>;
}

export interface Asked {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
	/** What stands for `{name}` in the path. */
	readonly ids: Readonly<Record<string, string>>;
}

export interface Reply {
	readonly status?: number;
	/** As JSON; a text goes out as it is. */
	readonly body: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

/** What a vendor's double does, by `GET /incidents/{id}`. */
export type Routes = Readonly<Record<string, (asked: Asked) => Reply>>;

/** A monitor over HTTP that holds what it is asked, and what it answers, to the vendor's contract in `test/fixtures/contracts`. */
export class VendorDouble {
	readonly base: string;
	/** What was asked, as `GET /incidents`. */
	readonly asked: string[] = [];
	/** Answers next, instead of the routes; nothing of it is held to the contract. */
	readonly faults: Reply[] = [];
	private readonly broken: string[] = [];

	private constructor(
		private readonly server: Server,
		port: number,
	) {
		this.base = `http://127.0.0.1:${port}`;
	}

	static async start(contract: string, routes: Routes): Promise<VendorDouble> {
		const file = join(__dirname, '../../fixtures/contracts', `${contract}.json`);
		const { operations } = JSON.parse(readFileSync(file, 'utf8')) as { readonly operations: readonly Operation[] };
		const ajv = new Ajv({ strict: false, allErrors: true });
		const known = operations.map((operation) => ({
			operation,
			parts: operation.path.split('/'),
			holds: (what: 'headers' | 'query' | 'body', value: unknown) => {
				const schema = operation[what];
				return schema === undefined ? value === undefined : ajv.validate(schema, value);
			},
		}));
		let double: VendorDouble | undefined;
		const server = createServer(async (request, response) => {
			let text = '';
			for await (const part of request) {
				text += part;
			}
			const url = new URL(request.url ?? '/', 'http://localhost');
			const method = request.method ?? '';
			const parts = url.pathname.split('/');
			const found = known.find(
				({ operation, parts: wanted }) =>
					operation.method === method &&
					wanted.length === parts.length &&
					wanted.every((part, index) => part === parts[index] || (/^\{.*\}$/.test(part) && parts[index] !== '')),
			);
			const me = double;
			if (!me || !found) {
				me?.broken.push(`${method} ${url.pathname} is no operation of the contract`);
				response.writeHead(404).end('{"message":"no such operation"}');
				return;
			}
			const { operation, holds, parts: wanted } = found;
			const name = `${method} ${operation.path}`;
			me.asked.push(name);
			const query = Object.fromEntries(
				[...new Set(url.searchParams.keys())].map((key) => {
					const values = url.searchParams.getAll(key);
					return [key, key.endsWith('[]') ? values : values[0]];
				}),
			);
			const body = text === '' ? undefined : (JSON.parse(text) as unknown);
			for (const [what, value] of [
				['headers', request.headers],
				['query', query],
				['body', body],
			] as const) {
				if (!holds(what, value)) {
					me.broken.push(`${name}: ${what}: ${ajv.errorsText()} ${JSON.stringify(value)}`);
				}
			}
			const ids = Object.fromEntries(
				wanted.flatMap((part, index) =>
					/^\{.*\}$/.test(part) ? [[part.slice(1, -1), decodeURIComponent(parts[index] ?? '')]] : [],
				),
			);
			const fault = me.faults.shift();
			const route = routes[name];
			const reply = fault ??
				route?.({ method, path: url.pathname, query: url.searchParams, headers: request.headers, body, ids }) ?? {
					status: 501,
					body: {},
				};
			const status = reply.status ?? 200;
			const schema = operation.answers[status];
			if (!fault && (status < 400 || schema) && !(schema && ajv.validate(schema, reply.body))) {
				me.broken.push(`${name}: answer ${status}: ${ajv.errorsText()}`);
			}
			response
				.writeHead(status, { 'content-type': 'application/json', ...reply.headers })
				.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		double = new VendorDouble(server, typeof address === 'object' && address ? address.port : 0);
		return double;
	}

	/** Fails where somebody did not keep to the contract. */
	check(): void {
		assert.deepEqual(this.broken.splice(0), []);
	}

	close(): void {
		this.server.closeAllConnections();
		this.server.close();
	}
}
