import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
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

interface Contract {
	readonly operations: readonly Operation[];
	/** JSON Schema of what is answered where nothing is given, by status. */
	readonly refusals?: Readonly<Record<string, object>>;
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
	/** What becomes of the connection: it ends before anything is done, or after it was; it says nothing; its body drips, or never ends. */
	readonly wire?: 'cut' | 'cutAfter' | 'silent' | 'drip' | 'endless';
}

/** What a vendor's double does, by `GET /incidents/{id}`. */
export type Routes = Readonly<Record<string, (asked: Asked) => Reply>>;

/** A monitor over HTTP that holds what it is asked, and what it answers, to the vendor's contract in `test/fixtures/contracts`. */
export class VendorDouble {
	readonly base: string;
	/** What was asked, as `GET /incidents`. */
	readonly asked: string[] = [];
	/** What was answered, and to what. */
	readonly replies: (Reply & { readonly of: string })[] = [];
	/** Answers next, instead of the routes; nothing of it is held to the contract. Where it is said which, only to that request. */
	readonly faults: (Reply & { readonly of?: string })[] = [];
	/** Hears of all that is asked. */
	onAsked: ((asked: Asked) => void) | undefined;
	private readonly broken: string[] = [];

	private constructor(
		private readonly server: Server,
		port: number,
	) {
		this.base = `http://127.0.0.1:${port}`;
	}

	static async start(contract: string, routes: Routes): Promise<VendorDouble> {
		const file = join(__dirname, '../../fixtures/contracts', `${contract}.json`);
		const { operations, refusals = {} } = JSON.parse(readFileSync(file, 'utf8')) as Contract;
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
			const asked = { method, path: url.pathname, query: url.searchParams, headers: request.headers, body, ids };
			me.onAsked?.(asked);
			const at = me.faults.findIndex(({ of }) => of === undefined || of === name);
			const [fault] = at < 0 ? [] : me.faults.splice(at, 1);
			if (fault?.wire === 'cut') {
				request.socket.destroy();
				return;
			}
			const route = routes[name];
			const isDone = fault === undefined || fault.wire === 'cutAfter';
			const reply = (isDone ? undefined : fault) ??
				route?.(asked) ?? {
					status: 501,
					body: {},
				};
			const status = reply.status ?? 200;
			const schema = operation.answers[status] ?? refusals[status];
			if (!fault && !(schema && ajv.validate(schema, reply.body))) {
				me.broken.push(`${name}: answer ${status}: ${ajv.errorsText()}`);
			}
			if (fault?.wire !== undefined) {
				misbehave(fault.wire, response);
				return;
			}
			me.replies.push({ ...reply, of: name });
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

function misbehave(how: NonNullable<Reply['wire']>, response: ServerResponse): void {
	if (how === 'cutAfter') {
		response.socket?.destroy();
	} else if (how !== 'silent') {
		response.writeHead(200, { 'content-type': 'application/json' });
		const part = how === 'drip' ? ' ' : ' '.repeat(64 * 1024);
		const more = () => {
			if (response.destroyed) {
				return;
			}
			if (how === 'drip') {
				response.write(part);
				setTimeout(more, 20).unref();
			} else if (response.write(part)) {
				setImmediate(more);
			} else {
				response.once('drain', more);
			}
		};
		more();
	}
}
