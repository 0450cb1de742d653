/** Tries of one request, the first one included. */
export const TRIES = 3;
/** A wait that the server asks for is done here up to so long; of longer ones the person hears. */
const LONGEST_WAIT_MS = 10_000;
const FIRST_BACKOFF_MS = 500;

/**
 * What says instead when a limit is over: PagerDuty and the draft of a standard, Datadog, Opsgenie, Sentry. Seconds from now, or since 1970.
 *
 * @see draft-ietf-httpapi-ratelimit-headers-03
 */
const RESETS = ['ratelimit-reset', 'x-ratelimit-reset', 'x-ratelimit-period-in-sec', 'x-sentry-rate-limit-reset'];
const SINCE_1970 = 1_000_000_000;

/** When a limit of a server is over: by its `Retry-After`, else by what others say. @param now epoch milliseconds @returns the same; undefined where it does not say */
export function limitOver(headers: Readonly<Record<string, string>>, now: number): number | undefined {
	const said = RESETS.map((name) => headers[name]?.trim() ?? '').find((value) => /^\d{1,11}(?:\.\d+)?$/.test(value));
	const seconds = Number(said ?? Number.NaN);
	const at = seconds > SINCE_1970 ? Math.max(now, seconds * 1000) : now + seconds * 1000;
	return retryAt(headers, now) ?? (Number.isNaN(at) ? undefined : at);
}

/**
 * When a server takes requests again, by its `Retry-After`: seconds, or a date. A date is taken by the server's own clock where it tells that,
 * since clocks differ.
 *
 * @param now epoch milliseconds
 * @returns epoch milliseconds; undefined where it does not say
 * @see RFC 9110, 10.2.3
 */
export function retryAt(headers: Readonly<Record<string, string>>, now: number): number | undefined {
	const said = headers['retry-after']?.trim();
	if (said === undefined || said === '') {
		return undefined;
	}
	if (/^\d{1,9}$/.test(said)) {
		return now + Number(said) * 1000;
	}
	const at = /[a-z]{3}/i.test(said) ? Date.parse(said) : Number.NaN;
	const serversNow = Date.parse(headers.date ?? '');
	return Number.isNaN(at) ? undefined : now + Math.max(0, at - (Number.isNaN(serversNow) ? now : serversNow));
}

/**
 * How long to wait before a request is sent once more.
 *
 * @param tries that failed so far
 * @param at when the server takes it, where it says so
 * @param chance 0..1: clients that failed together do not come back together ("full jitter")
 * @returns milliseconds; undefined where it is not to be sent again
 * @see Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015
 */
export function waitBefore(tries: number, at: number | undefined, now: number, chance: number): number | undefined {
	if (tries >= TRIES) {
		return undefined;
	}
	if (at !== undefined) {
		const wait = Math.max(0, at - now);
		return wait <= LONGEST_WAIT_MS ? wait + chance * 250 : undefined;
	}
	return chance * FIRST_BACKOFF_MS * 2 ** tries;
}
