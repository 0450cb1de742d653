import { isAbort } from '../../base/errors';
import { OFFLINE } from './errors';

/** So many answers are kept, and so many characters of them. */
const KEPT = 200;
const KEPT_LENGTH = 8_000_000;
/** Repositories that were renamed several times lead from name to name. */
const REDIRECTS = 3;
/** Answers that have none. */
const NO_BODY = [204, 205, 304];

interface Kept {
	readonly etag: string;
	readonly text: string;
	readonly headers: Headers;
}

/**
 * `fetch` as GitHub asks for it: what is known is asked for by its ETag, which costs none of the hour's requests. Redirects are followed with the
 * method that was meant, and never to another server, which would be sent the token.
 *
 * @returns an answer of status `OFFLINE` where there was none, so that nobody takes it for one of the server's
 */
export function conditionalFetch(base: typeof fetch = (...request) => fetch(...request)): typeof fetch {
	const kept = new Map<string, Kept>();
	let length = 0;
	const forget = (key: string) => {
		length -= kept.get(key)?.text.length ?? 0;
		kept.delete(key);
	};
	const remember = (key: string, answer: Kept) => {
		forget(key);
		kept.set(key, answer);
		length += answer.text.length;
		for (const [oldest] of kept) {
			if (kept.size <= KEPT && length <= KEPT_LENGTH) {
				break;
			}
			forget(oldest);
		}
	};
	const follow = async (url: string, init: RequestInit, left: number): Promise<Response> => {
		const answer = await base(url, { ...init, redirect: 'manual' });
		const location = answer.headers.get('location');
		if (![301, 302, 307, 308].includes(answer.status) || location === null) {
			return answer;
		}
		await answer.body?.cancel();
		const to = new URL(location, url);
		if (left === 0 || to.origin !== new URL(url).origin) {
			return made(404, 'It was moved to another server, which was not followed.');
		}
		return follow(to.href, init, left - 1);
	};
	return async (input, init = {}) => {
		const url = String(input);
		const headers = new Headers(init.headers);
		const isRead = (init.method ?? 'GET') === 'GET';
		const key = `${headers.get('accept')} ${url}`;
		const known = isRead ? kept.get(key) : undefined;
		if (known) {
			headers.set('if-none-match', known.etag);
		}
		let answer: Response;
		try {
			answer = await follow(url, { ...init, headers }, REDIRECTS);
			if (answer.status === 304 && known) {
				remember(key, known); // what was asked for last is forgotten last
				return responseOf(url, known);
			}
			if (NO_BODY.includes(answer.status)) {
				return answer;
			}
			// Read to its end here, so that an answer that is cut off in the middle is one that did not come.
			const { status, headers: given } = answer;
			const text = await answer.text();
			const etag = given.get('etag');
			if (isRead && status === 200 && etag !== null) {
				remember(key, { etag, text, headers: given });
			}
			return responseOf(url, { text, headers: given }, status);
		} catch (error) {
			if (isAbort(error) || init.signal?.aborted || !(error instanceof TypeError)) {
				throw error;
			}
			const why = error.cause instanceof Error ? error.cause.message : error.message;
			return made(OFFLINE, why);
		}
	};
}

const made = (status: number, message: string) =>
	new Response(JSON.stringify({ message }), { status, headers: { 'content-type': 'application/json' } });

function responseOf(url: string, { text, headers }: Pick<Kept, 'text' | 'headers'>, status = 200): Response {
	const own = new Headers(headers);
	own.delete('content-encoding'); // it is decoded
	own.delete('content-length');
	return Object.defineProperty(new Response(text, { status, headers: own }), 'url', { value: url });
}
