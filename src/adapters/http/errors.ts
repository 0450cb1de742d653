import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';

/** A request that was answered, but not with what was asked for. */
export interface Refused {
	readonly status: number;
	/** What the server says of it, in one line; may be empty. */
	readonly said: string;
	/** `GET /api/v2/alerts`: never with what was sent. */
	readonly request: string;
}

/** The cause of such a failure, for adapters that know what their server's words mean. */
export class Refusal extends Error {
	constructor(readonly refused: Refused) {
		super(`${refused.request}: ${refused.status} ${refused.said}`);
	}
}

/** How a server refused, where that is why something failed. */
export function refusedBy(error: unknown): Refused | undefined {
	return FaultlineError.is(error) && error.cause instanceof Refusal ? error.cause.refused : undefined;
}

/**
 * An answer that is a refusal as a sentence for people.
 *
 * @param name of the service, as the person calls it
 * @param retryAt when it takes requests again, epoch milliseconds, where it says so
 */
export function refusalError(name: string, refused: Refused, now: number, retryAt: number | undefined): FaultlineError {
	const { status, said } = refused;
	const cause = new Refusal(refused);
	const failed = (code: string, sentence: string) => new FaultlineError(`http.${code}`, sentence, { cause, retryAt });
	switch (true) {
		case status === 401:
			return failed('unauthorized', l10n.t('{0} does not accept the token. Nothing was lost; set another one.', name));
		case status === 403:
			return failed(
				'forbidden',
				said === ''
					? l10n.t('The token for {0} may not do this. Give it the permission, or set another one.', name)
					: l10n.t('The token for {0} may not do this: {1}', name, said),
			);
		case status === 404:
			return failed(
				'notFound',
				l10n.t('{0} has nothing at this address. Is the address right, with the path that it is served under?', name),
			);
		case status === 429:
			return failed('rateLimited', waitSentence(name, retryAt === undefined ? 60_000 : retryAt - now));
		case status >= 500:
			return failed(
				'unavailable',
				l10n.t('{0} has trouble answering ({1}). Nothing was lost; it is asked again later.', name, status),
			);
		default:
			return failed('refused', l10n.t('{0} did not accept this: {1}', name, said || String(status)));
	}
}

function waitSentence(name: string, ms: number): string {
	const minutes = Math.max(1, Math.ceil(ms / 60_000));
	return minutes === 1
		? l10n.t('{0} asks us to wait for a minute before the next request. Nothing was lost.', name)
		: l10n.t('{0} asks us to wait for {1} minutes before the next request. Nothing was lost.', name, minutes);
}

const TLS = /CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|ERR_SSL|EPROTO/;

/** A request that was not answered. @param code of the system, such as `ECONNREFUSED` */
export function unansweredError(name: string, code: string, cause: unknown): FaultlineError {
	return TLS.test(code)
		? new FaultlineError(
				'http.tls',
				l10n.t(
					'The certificate of {0} is not trusted here ({1}), so nothing was sent. Add it to the system’s certificates, or correct the address.',
					name,
					code,
				),
				{ cause },
			)
		: new FaultlineError(
				'http.offline',
				l10n.t('{0} cannot be reached. Nothing was lost; it is asked again later.', name),
				{ cause },
			);
}

export const timedOut = (name: string) =>
	new FaultlineError(
		'http.timeout',
		l10n.t('{0} took too long to answer. Nothing was lost; it is asked again later.', name),
	);

export const tooLarge = (name: string, limitMb: number) =>
	new FaultlineError(
		'http.tooLarge',
		l10n.t('{0} answered with more than {1} MB, so the answer was dropped. Narrow what is asked for.', name, limitMb),
	);

/** @param host where it would have led to */
export const redirected = (name: string, host: string) =>
	new FaultlineError(
		'http.redirected',
		l10n.t('{0} sends us on to {1}, and nothing is sent there. If that is its address, add it by that.', name, host),
	);

export const malformed = (name: string, cause: unknown) =>
	new FaultlineError(
		'http.malformed',
		l10n.t('{0} answered with something else than expected. Is the address the one of its API?', name),
		{ cause },
	);

/** Nobody knows whether it was done. */
export const unclear = (name: string, cause: unknown) =>
	new FaultlineError(
		'http.unclear',
		l10n.t('The connection to {0} broke off before it answered. Look there whether it was done.', name),
		{ cause },
	);
