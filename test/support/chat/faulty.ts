import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requestText } from '../requestText';

export interface Reply {
	readonly status: number;
	/** JSON, or a text that is sent as it is. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
}

/** What goes wrong instead of an answer; `cut`: the connection ends; `cutAfter`: the work is done first, then the answer is lost; `until`: it is answered once that is settled. */
export type Fault = Reply | 'cut' | 'cutAfter' | { readonly until: Promise<unknown> };

export interface Asked {
	readonly method: string;
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingMessage['headers'];
	readonly text: string;
	/** 0 where it was not answered. */
	status: number;
}

/** A server over HTTP on this machine that can be told to fail; what does not fit a contract is kept until `check`. */
export abstract class FaultyServer {
	/** `http://127.0.0.1:PORT` */
	readonly origin: string;
	readonly requests: Asked[] = [];
	protected readonly problems: string[] = [];
	private listener: (asked: Asked) => void = () => {};
	private readonly faults: { readonly fault: Fault; times: number; readonly path: string }[] = [];

	protected constructor(private readonly server: Server) {
		this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		server.on('request', (request, response) => {
			this.handle(request, response).catch((error: unknown) => {
				this.problems.push(String(error instanceof Error ? error.stack : error));
				response.destroy();
			});
		});
	}

	protected static async listening(): Promise<Server> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return server;
	}

	/** What goes wrong with the next requests whose path ends so: `times` of them. */
	fail(fault: Fault, path = '', times = 1): void {
		this.faults.push({ fault, path, times });
	}

	/** Hears of each request when it has arrived, before it is answered. */
	onRequest(listener: (asked: Asked) => void): void {
		this.listener = listener;
	}

	/** @throws where a request or an answer did not fit the vendor's contract */
	check(): void {
		if (this.problems.length > 0) {
			throw new Error(`Against the contract:\n${this.problems.splice(0).join('\n')}`);
		}
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
		this.check();
	}

	/** What the service does and says. */
	protected abstract answer(asked: Asked): Reply;

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const text = await requestText(request);
		if (text === undefined) {
			return;
		}
		const url = new URL(request.url ?? '/', this.origin);
		const asked: Asked = {
			...{ method: request.method ?? 'GET', path: url.pathname, query: url.searchParams, headers: request.headers },
			...{ text, status: 0 },
		};
		this.requests.push(asked);
		this.listener(asked);
		const expected = this.faults.find((one) => one.times > 0 && asked.path.endsWith(one.path));
		if (expected) {
			expected.times--;
		}
		const fault = expected?.fault;
		if (typeof fault === 'object' && 'until' in fault) {
			await fault.until;
		}
		const reply =
			typeof fault === 'object' && 'status' in fault ? fault : fault === 'cut' ? undefined : this.answer(asked);
		if (!reply || fault === 'cutAfter') {
			response.destroy();
			return;
		}
		asked.status = reply.status;
		const isText = typeof reply.body === 'string' || reply.body === undefined;
		const type = isText ? 'text/plain; charset=utf-8' : 'application/json; charset=utf-8';
		response.writeHead(reply.status, { 'content-type': type, ...reply.headers });
		response.end(isText ? reply.body : JSON.stringify(reply.body));
	}
}
