import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { requestText } from '../requestText';
import { loadContract, type Reply } from './contract';
import { answerQuery } from './graphql';
import { handlers } from './handlers';
import { presenter } from './present';
import type { Serving } from './replies';
import { State } from './state';

/** A request that the double was sent, and what it answered. */
export interface Logged {
	readonly method: string;
	/** Behind `/api/v3`, with the query. */
	readonly path: string;
	/** Of the contract; `graphql`, or undefined where nothing of the contract was reached. */
	operation: string | undefined;
	/** 0 where it is not answered yet, or where the connection was cut. */
	status: number;
	readonly body: unknown;
}

/**
 * What goes wrong instead of an answer; `cut`: the connection ends; `after`: the work is done first, then the answer is lost. `until`: it is
 * answered as usual, once that is settled. `cutWithin`: as `cutAfter`, with the beginning of the answer sent.
 */
export type Fault = Reply | 'cut' | 'cutAfter' | 'cutWithin' | { readonly until: Promise<unknown> };

interface Expected {
	readonly fault: Fault;
	times: number;
	readonly fits: (request: { readonly method: string; readonly path: string }) => boolean;
}

/**
 * A stand-in for GitHub, as a server of GitHub Enterprise: pages' addresses are below `origin`, the REST API is in `/api/v3`, GraphQL in
 * `/api/graphql`, repositories are served to git at `/owner/name.git`. It keeps state, and holds every request and every answer of its own to
 * GitHub's published contracts: `check` throws where something did not fit.
 */
export class GitHubDouble {
	/** `http://127.0.0.1:PORT` */
	readonly origin: string;
	readonly state: State;
	readonly requests: Logged[] = [];
	private readonly problems: string[] = [];
	private readonly faults: Expected[] = [];
	/** Fields of GraphQL that no token may read. */
	readonly forbidden = new Set<string>();

	private constructor(
		private readonly server: ReturnType<typeof createServer>,
		private readonly contract: Awaited<ReturnType<typeof loadContract<Serving>>>,
		now: () => Date,
	) {
		this.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		this.state = new State(now);
		server.on('request', (request, response) => {
			this.handle(request, response).catch((error: unknown) => {
				this.problems.push(String(error instanceof Error ? error.stack : error));
				response.destroy();
			});
		});
	}

	static async start({
		now = () => new Date(),
		port = 0,
	}: {
		now?: () => Date;
		port?: number;
	} = {}): Promise<GitHubDouble> {
		const contract = await loadContract<Serving>(handlers);
		const server = createServer();
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(port, '127.0.0.1', resolve);
		});
		return new GitHubDouble(server, contract, now);
	}

	/** Where `@octokit/rest` and the like ask. */
	get api(): string {
		return `${this.origin}/api/v3`;
	}

	get host(): string {
		return new URL(this.origin).host;
	}

	/** Lets somebody in, with these scopes, by the token that is returned. */
	token(login: string, scopes: readonly string[] = ['repo']): string {
		const token = `ghp_${createHash('sha256').update(`${login} ${this.state.newId()}`).digest('base64url').slice(0, 36)}`;
		this.state.tokens.set(token, { login, scopes });
		return token;
	}

	/** Takes a token's rights away, as a person does on GitHub. */
	revoke(token: string): void {
		this.state.tokens.delete(token);
	}

	/** What goes wrong with the next requests that fit: `times` of them. */
	fail(fault: Fault, times = 1, fits: Expected['fits'] = () => true): void {
		this.faults.push({ fault, times, fits });
	}

	/** No request is answered before this time, epoch milliseconds; the hour's requests are used up. */
	useUp(resetAt: number, times = Number.POSITIVE_INFINITY): void {
		const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.ceil(resetAt / 1000)) };
		const message = 'API rate limit exceeded for user ID 1.';
		this.fail({ status: 403, body: { message, documentation_url: 'https://docs.github.com/rest' }, headers }, times);
	}

	/** Too much at once, as GitHub says it of those who write quickly. */
	slowDown(seconds: number, times = 1, status: 403 | 429 = 403): void {
		const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
		const body = { message, documentation_url: 'https://docs.github.com/rest/overview/rate-limits-for-the-rest-api' };
		this.fail({ status, body, headers: { 'retry-after': String(seconds) } }, times);
	}

	/** Everything goes well again. */
	heal(): void {
		this.faults.length = 0;
		this.forbidden.clear();
	}

	/** @throws where a request or an answer did not fit GitHub's contract */
	check(): void {
		if (this.problems.length > 0) {
			throw new Error(`Against GitHub's contract:\n${this.problems.splice(0).join('\n')}`);
		}
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
		this.state.clear();
		this.check();
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', this.origin);
		const [, owner, name, rest] =
			/^\/([^/]+)\/([^/]+?)(?:\.git)?(\/(?:info\/refs|git-(?:upload|receive)-pack))$/.exec(url.pathname) ?? [];
		if (rest !== undefined) {
			const repository = this.state.find(owner, name) ?? this.state.moved.get(`${owner}/${name}`.toLowerCase());
			if (!repository) {
				response.writeHead(404).end();
				return;
			}
			repository.git.serve(request, response, rest, url.search.slice(1));
			return;
		}
		const text = await requestText(request);
		if (text === undefined) {
			return;
		}
		const body: unknown = text === '' ? undefined : JSON.parse(text);
		const method = request.method ?? 'GET';
		const path = `${url.pathname.replace(/^\/api\/v3/, '')}${url.search}`;
		const logged: Logged = { method, path, operation: undefined, status: 0, body };
		this.requests.push(logged);
		const { reply, operation, isCut } = await this.reply(request, url, method, path, body);
		logged.operation = operation;
		if (reply === 'cut') {
			response.destroy();
			return;
		}
		logged.status = send(response, url, request, reply, isCut);
	}

	private async reply(request: IncomingMessage, url: URL, method: string, path: string, body: unknown) {
		const expected = this.faults.find((one) => one.times > 0 && one.fits({ method, path }));
		const fault = expected?.fault;
		if (expected) {
			expected.times--;
		}
		if (fault === 'cut' || (typeof fault === 'object' && 'status' in fault)) {
			return { reply: fault, operation: undefined, isCut: false };
		}
		if (typeof fault === 'object') {
			await fault.until;
		}
		const answered = await this.answer(request, url, method, path, body);
		return { ...answered, ...(fault === 'cutAfter' && { reply: 'cut' as const }), isCut: fault === 'cutWithin' };
	}

	private async answer(request: IncomingMessage, url: URL, method: string, path: string, body: unknown) {
		const [, given] = /^(?:token|bearer)\s+(.+)$/i.exec(request.headers.authorization ?? '') ?? [];
		const account = given === undefined ? undefined : this.state.tokens.get(given);
		if (!account) {
			const reply: Reply = {
				status: 401,
				body: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest', status: '401' },
			};
			return { reply, operation: undefined };
		}
		const own = { 'x-oauth-scopes': account.scopes.join(', ') };
		const onProblem = (problem: string) => void this.problems.push(problem);
		const serving = { state: this.state, present: presenter(this.origin, this.state, this.contract.filled), account };
		if (url.pathname === '/api/graphql') {
			const question = body as Parameters<typeof answerQuery>[0];
			const about = { state: this.state, origin: this.origin, account, forbidden: this.forbidden };
			const answer = await answerQuery(question, about, onProblem);
			return { reply: { status: 200, body: answer, headers: own } as Reply, operation: 'graphql' };
		}
		const moved = this.movedTo(path);
		if (moved !== undefined) {
			const status = method === 'GET' ? 301 : 307;
			const at = `${this.api}${moved}`;
			const reply: Reply = {
				status,
				body: { message: 'Moved Permanently', url: at, documentation_url: 'https://docs.github.com/rest' },
				headers: { location: at },
			};
			return { reply, operation: undefined };
		}
		const headers = Object.fromEntries(Object.entries(request.headers).map(([key, value]) => [key, String(value)]));
		const asked = {
			method,
			path,
			headers,
			query: Object.fromEntries(url.searchParams),
			...(body !== undefined && { body }),
		};
		const { operation, ...reply } = await this.contract.answer(
			{ ...asked, path: path.split('?', 1)[0] ?? '' },
			serving,
			onProblem,
		);
		return { reply: { ...reply, headers: { ...own, ...reply.headers } } as Reply, operation };
	}

	/** The present path of what lies in a repository that has another name now. */
	private movedTo(path: string): string | undefined {
		const [whole, owner, name] = /^\/repos\/([^/?]+)\/([^/?]+)/.exec(path) ?? [];
		const repository =
			whole === undefined || this.state.find(owner, name)
				? undefined
				: this.state.moved.get(`${owner}/${name}`.toLowerCase());
		return repository && whole !== undefined
			? `/repos/${repository.owner}/${repository.name}${path.slice(whole.length)}`
			: undefined;
	}
}

/** Sends an answer with GitHub's headers: of pages, of limits, of what it is unchanged by. */
function send(
	response: ServerResponse,
	url: URL,
	request: IncomingMessage,
	{ status, body, headers = {} }: Reply,
	isCut: boolean,
): number {
	const { 'x-pages': pages, ...others } = headers;
	const text = body === undefined ? '' : JSON.stringify(body);
	const link = (pages ?? '')
		.split(',')
		.filter(Boolean)
		.map((one) => {
			const [relation, page] = one.split('=');
			const at = new URL(url);
			at.searchParams.set('page', page ?? '1');
			return `<${at.href}>; rel="${relation}"`;
		});
	const etag = `"${createHash('sha256').update(text).digest('hex')}"`;
	const isSame = status === 200 && request.method === 'GET' && request.headers['if-none-match'] === etag;
	const sent = isSame ? 304 : status;
	response.writeHead(sent, {
		'content-type': 'application/json; charset=utf-8',
		'x-ratelimit-limit': '5000',
		'x-ratelimit-remaining': '4999',
		'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 3600),
		...(status === 200 && request.method === 'GET' && { etag }),
		...(link.length > 0 && { link: link.join(', ') }),
		...others,
	});
	if (isCut) {
		response.write(text.slice(0, text.length / 2), () => response.destroy());
	} else {
		response.end(isSame ? '' : text);
	}
	return sent;
}
