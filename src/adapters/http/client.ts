import type { Readable } from 'node:stream';
import { FaultlineError, isAbort } from '../../base/errors';
import type { Clock } from '../../core/ports/clock';
import type { Log } from '../../core/ports/log';
import { malformed, redirected, refusalError, timedOut, tooLarge, unansweredError, unclear } from './errors';
import { limitOver, retryAt, waitBefore } from './retry';
import { saidIn, secretsIn } from './said';

/** The library, as `axios.ts` has it. */
export type Library = typeof import('./axios');

/** A service that is asked over HTTP. */
export interface Endpoint {
	/** How the person calls it, for sentences. */
	readonly name: string;
	/** Address that paths are put behind, without a slash at its end. */
	readonly base: string;
	/** What lets us in. Where there is something, no redirect is followed. */
	readonly credentials?: Readonly<Record<string, string>>;
	/** Who knows the address is let in, as with webhooks. */
	readonly isSecretAddress?: boolean;
}

export interface HttpRequest {
	readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Behind the base, with a slash at its beginning. */
	readonly path: string;
	readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
	/** Sent as JSON. */
	readonly body?: unknown;
	readonly headers?: Readonly<Record<string, string>>;
	/** Doing it twice is the same as once, so it may be sent again; reading is. */
	readonly isIdempotent?: boolean;
	/** Of the last answer: where it is still the same, none comes. */
	readonly etag?: string | undefined;
}

export interface HttpAnswer {
	/** 2xx, or 304 where it is still what `etag` names. */
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	readonly text: string;
}

export interface HttpNeeds {
	readonly log: Log;
	readonly clock: Clock;
	/** 0..1 */
	readonly random: () => number;
	/** @throws `signal.reason` when cancelled */
	readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
	/** How long one try may take, its whole body included. */
	readonly timeoutMs?: number;
	readonly limitMb?: number;
}

/** Asks one service. Failures are `FaultlineError`s `http.*`. */
export interface Http {
	readonly name: string;
	/** @throws FaultlineError `http.*`; `signal.reason` when cancelled */
	send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
	/** The answer's JSON. @throws FaultlineError `http.*` */
	json(request: HttpRequest, signal: AbortSignal): Promise<unknown>;
}

const TIMEOUT_MS = 30_000;
const LIMIT_MB = 32;
/** Of a refusal a sentence is read, and no more: it is read at once, and nobody says how long it is. */
const REFUSAL_BYTES = 64 * 1024;
const REDIRECTS = 3;
/** A server that has trouble may do better at once. */
const TROUBLE: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** Nothing was sent: it can be tried again, whatever it is. */
const NOT_SENT: ReadonlySet<string> = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
]);

/**
 * A client of one service. The proxy and the system's certificates are VS Code's matter, which puts itself behind Node's `http` and `https` as
 * its settings say (`http.proxy`, `http.systemCertificates`); axios's own reading of the environment is off.
 */
export function httpClient({ axios }: Library, endpoint: Endpoint, needs: HttpNeeds): Http {
	const { name, base, credentials = {} } = endpoint;
	const { log, clock, random, wait, timeoutMs = TIMEOUT_MS, limitMb = LIMIT_MB } = needs;
	const isSecret = Object.keys(credentials).length > 0;
	const secrets = secretsIn(endpoint);

	/** One try, redirects included. */
	const attempt = async (request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> => {
		const deadline = AbortSignal.timeout(timeoutMs);
		const either = AbortSignal.any([signal, deadline]);
		try {
			let url = addressOf(base, request);
			for (let redirects = 0; ; redirects++) {
				const {
					status,
					headers: raw,
					data,
				} = await axios.request<Readable>({
					url,
					method: request.method ?? 'GET',
					headers: {
						accept: 'application/json',
						'user-agent': 'faultline-vscode',
						...(request.body !== undefined && { 'content-type': 'application/json' }),
						...(request.etag !== undefined && { 'if-none-match': request.etag }),
						...request.headers,
						...credentials,
					},
					data: request.body === undefined ? undefined : JSON.stringify(request.body),
					responseType: 'stream',
					signal: either,
					adapter: 'http',
					...{ maxRedirects: 0, proxy: false, decompress: true, validateStatus: () => true },
				});
				const headers = lowerCase(raw);
				if ([301, 302, 303, 307, 308].includes(status)) {
					data.destroy();
					const to = URL.canParse(headers.location ?? '', url) ? new URL(headers.location ?? '', url) : undefined;
					const isFollowed = !isSecret && redirects < REDIRECTS && (request.method ?? 'GET') === 'GET';
					if (!isFollowed || !to || !isSamePlace(to, new URL(url))) {
						throw redirected(name, to?.host ?? '?');
					}
					url = to.href;
					continue;
				}
				const isTaken = status < 300 || status === 304;
				const text = await (isTaken
					? textOf(data, limitMb * 1024 * 1024, either, () => tooLarge(name, limitMb))
					: textOf(data, REFUSAL_BYTES, either));
				return { status, headers, text };
			}
		} catch (error) {
			signal.throwIfAborted();
			throw deadline.aborted && !FaultlineError.is(error) ? timedOut(name) : error;
		}
	};

	const send = async (request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> => {
		const method = request.method ?? 'GET';
		const isIdempotent = request.isIdempotent ?? method === 'GET';
		const told = `${method} ${request.path}`;
		for (let tries = 1; ; tries++) {
			signal.throwIfAborted();
			const start = clock.now();
			let failure: FaultlineError;
			let at: number | undefined;
			let mayTryAgain: boolean;
			try {
				const answer = await attempt(request, signal);
				log.trace(`${name}: ${told} ${answer.status}`, clock.now() - start);
				if ((answer.status >= 200 && answer.status < 300) || answer.status === 304) {
					return answer;
				}
				const over = answer.status === 429 ? limitOver : retryAt;
				at = over(answer.headers, clock.now());
				failure = refusalError(
					name,
					{ status: answer.status, said: saidIn(answer.text, secrets), request: told },
					clock.now(),
					at,
				);
				mayTryAgain = TROUBLE.has(answer.status) && (isIdempotent || answer.status === 429);
			} catch (error) {
				signal.throwIfAborted();
				if (FaultlineError.is(error) && error.code !== 'http.timeout') {
					throw error;
				}
				const code = codeOf(error);
				const isUnclear = !isIdempotent && !NOT_SENT.has(code);
				failure = FaultlineError.is(error) ? error : unansweredError(name, code, withoutRequest(error));
				mayTryAgain = !isUnclear && failure.code === 'http.offline';
				if (isUnclear && failure.code !== 'http.tls') {
					failure = unclear(name, failure);
				}
			}
			const ms = mayTryAgain ? waitBefore(tries, at, clock.now(), random()) : undefined;
			if (ms === undefined) {
				throw failure;
			}
			log.debug(`${name}: ${told} again in ${Math.round(ms)} ms: ${failure.code}`);
			await wait(ms, signal);
		}
	};

	return {
		name,
		send,
		json: async (request, signal) => {
			const { text } = await send(request, signal);
			try {
				return JSON.parse(text) as unknown;
			} catch (error) {
				throw malformed(name, error);
			}
		},
	};
}

function addressOf(base: string, { path, query = {} }: HttpRequest): string {
	const url = new URL(`${base}${path}`);
	for (const [key, value] of Object.entries(query)) {
		for (const one of Array.isArray(value) ? value : [value]) {
			if (one !== undefined) {
				url.searchParams.append(key, String(one));
			}
		}
	}
	return url.href;
}

/** The same server, and no less safe. */
const isSamePlace = (to: URL, from: URL) =>
	to.hostname === from.hostname &&
	(to.port === from.port || (from.port === '' && to.port === '')) &&
	(to.protocol === from.protocol || (from.protocol === 'http:' && to.protocol === 'https:'));

const lowerCase = (headers: object): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(headers).map(([key, value]) => [key.toLowerCase(), String(value)]));

/** The body, decoded as it comes. @param tooMuch what is thrown as soon as it is longer; where there is nothing to throw, the rest is left */
async function textOf(body: Readable, limit: number, signal: AbortSignal, tooMuch?: () => Error): Promise<string> {
	const stop = () => body.destroy(signal.reason instanceof Error ? signal.reason : undefined);
	signal.addEventListener('abort', stop, { once: true });
	try {
		signal.throwIfAborted();
		const decoder = new TextDecoder();
		const parts: string[] = [];
		let bytes = 0;
		for await (const chunk of body as AsyncIterable<Uint8Array>) {
			const left = limit - bytes;
			bytes += chunk.length;
			if (bytes > limit && tooMuch) {
				throw tooMuch();
			}
			parts.push(decoder.decode(chunk.subarray(0, left), { stream: true }));
			if (bytes > limit) {
				break;
			}
		}
		signal.throwIfAborted();
		return parts.join('') + decoder.decode();
	} finally {
		signal.removeEventListener('abort', stop);
		body.destroy();
	}
}

function codeOf(error: unknown): string {
	if (isAbort(error)) {
		return 'ABORTED';
	}
	for (let one = error; typeof one === 'object' && one !== null; one = (one as { cause?: unknown }).cause) {
		const { code } = one as { code?: unknown };
		if (typeof code === 'string' && !code.startsWith('ERR_BAD') && code !== 'ERR_NETWORK') {
			return code;
		}
	}
	return '';
}

/** axios's errors hold the request, token and all: the log must not. */
function withoutRequest(error: unknown): Error {
	return new Error(`${codeOf(error)} ${error instanceof Error ? error.message : String(error)}`.trim());
}
