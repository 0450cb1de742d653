import { FaultlineError, isAbort } from '../../base/errors';
import type { Clock } from '../../core/ports/clock';
import type { Log } from '../../core/ports/log';
import { OFFLINE, type Refusal, refusalError } from './errors';
import { conditionalFetch } from './fetch';

/** GitHub's own client, as `octokit.ts` has it. */
export type Library = typeof import('./octokit');

/** Whom GitHub is asked as, and where. */
export interface Connection {
	/** As `HostedRepository` has it. */
	readonly host: string;
	/** Of the REST API, without a slash at its end. */
	readonly api: string;
	readonly token: string;
}

export interface Needs {
	readonly log: Log;
	readonly clock: Clock;
}

/** A limit that is over so soon is waited for; of longer ones the person hears. */
const WAIT_SECONDS = 5;
/** After 1 and 4 seconds. */
const RETRIES = 2;
/** What another try does not change. */
const FINAL = [400, 401, 403, 404, 405, 409, 410, 422, 429, 451, OFFLINE];

/** Sends requests to one host: failures come as errors for people, and a signal ends the wait at once, whatever is being waited for. */
export interface Requests {
	readonly client: InstanceType<Library['Octokit']>;
	/** Reads, and reads again where the server has trouble. */
	read<T>(ask: (request: { readonly signal: AbortSignal }) => Promise<T>, signal: AbortSignal): Promise<T>;
	/** Writes, once: whether it was done where the answer is lost, nobody knows. */
	write<T>(
		ask: (request: { readonly signal: AbortSignal; readonly retries: number }) => Promise<T>,
		signal: AbortSignal,
	): Promise<T>;
}

export function requestsTo(
	{ Octokit, retry, throttling }: Library,
	{ host, api, token }: Connection,
	{ log, clock }: Needs,
): Requests {
	const isShort = (seconds: number, _options: object, _client: unknown, tries: number) =>
		seconds <= WAIT_SECONDS && tries === 0;
	const client = new (Octokit.plugin(retry, throttling))({
		auth: token,
		baseUrl: api,
		userAgent: 'faultline-vscode',
		request: { fetch: conditionalFetch() },
		log: {
			debug: () => {},
			info: (message: string) => log.trace(`${host}: ${message}`),
			warn: (message: string) => log.debug(`${host}: ${message}`),
			error: (message: string) => log.debug(`${host}: ${message}`),
		},
		retry: { doNotRetry: FINAL, retries: RETRIES },
		throttle: { onRateLimit: isShort, onSecondaryRateLimit: isShort },
	});
	const sent = async <T>(work: Promise<T>, isWrite: boolean, signal: AbortSignal): Promise<T> => {
		try {
			return await untilAborted(work, signal);
		} catch (error) {
			signal.throwIfAborted();
			throw isAbort(error) || FaultlineError.is(error)
				? error
				: refusalError(host, refusalIn(error, isWrite), clock.now());
		}
	};
	return {
		client,
		read: async (ask, signal) => {
			signal.throwIfAborted();
			return sent(ask({ signal }), false, signal);
		},
		write: async (ask, signal) => {
			signal.throwIfAborted();
			return sent(ask({ signal, retries: 0 }), true, signal);
		},
	};
}

/** A request may wait in a queue, where its signal is not heard. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
	return new Promise<T>((resolve, reject) => {
		const stop = () => reject(signal.reason);
		signal.addEventListener('abort', stop, { once: true });
		work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	});
}

/** What is known of a failure, without what was sent: that may hold a trace. */
function refusalIn(error: unknown, isWrite: boolean): Refusal {
	const { status, message, response, request, errors, headers } = error as {
		readonly status?: unknown;
		readonly message?: unknown;
		readonly headers?: unknown;
		readonly errors?: readonly { readonly type?: unknown; readonly message?: unknown }[];
		readonly request?: { readonly method?: unknown; readonly url?: unknown };
		readonly response?: {
			readonly headers?: unknown;
			readonly data?: { readonly message?: unknown; readonly errors?: unknown };
		};
	};
	const details = [response?.data?.errors ?? []]
		.flat()
		.filter((one): one is object => typeof one === 'object' && one !== null);
	const address = typeof request?.url === 'string' ? request.url.split('?', 1)[0] : '/graphql';
	return {
		status: typeof status === 'number' ? status : statusOf(errors?.[0]?.type),
		message: String(response?.data?.message ?? message ?? ''),
		headers: (response?.headers ?? headers ?? {}) as Refusal['headers'],
		details,
		request: `${String(request?.method ?? 'POST')} ${address}`,
		isWrite,
	};
}

/** GraphQL answers 200 and says in words what is wrong. */
function statusOf(type: unknown): number {
	switch (type) {
		case 'NOT_FOUND':
			return 404;
		case 'RATE_LIMITED':
			return 429;
		case 'FORBIDDEN':
		case 'INSUFFICIENT_SCOPES':
			return 403;
		default:
			return 422;
	}
}
