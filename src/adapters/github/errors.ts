import * as l10n from '@vscode/l10n';
import { FaultlineError } from '../../base/errors';

/** What a request that failed was told. */
export interface Refusal {
	/** HTTP status; `OFFLINE` where there was no answer. */
	readonly status: number;
	readonly message: string;
	readonly headers: Readonly<Record<string, string | number | undefined>>;
	/** GitHub's `errors`, as far as they are objects. */
	readonly details: readonly { readonly code?: unknown; readonly message?: unknown }[];
	/** `GET /repos/{owner}/{repo}`: never with what was sent. */
	readonly request: string;
	readonly isWrite: boolean;
}

/** The status that stands for no answer: none that a server gives. */
export const OFFLINE = 599;

const WRITE_SCOPES = ['repo', 'public_repo'];

/** A failed request as a sentence for people. @param host as in an address @param now epoch milliseconds */
export function refusalError(host: string, refusal: Refusal, now: number): FaultlineError {
	const { status, message, details } = refusal;
	const cause = new Error(`${refusal.request}: ${status} ${message}`);
	const failed = (code: string, sentence: string) => new FaultlineError(`github.${code}`, sentence, { cause });
	const until = limitedUntil(refusal, now);
	if (status === OFFLINE) {
		return failed('offline', l10n.t('{0} cannot be reached. Nothing was lost; try again when you are online.', host));
	}
	if (until !== undefined) {
		const minutes = Math.max(1, Math.ceil((until - now) / 60_000));
		return failed(
			'rateLimited',
			minutes === 1
				? l10n.t('{0} asks us to wait for a minute before the next request. Nothing was lost.', host)
				: l10n.t('{0} asks us to wait for {1} minutes before the next request. Nothing was lost.', host, minutes),
		);
	}
	if (status >= 500) {
		return failed(
			'unavailable',
			l10n.t('{0} has trouble answering ({1}). Nothing was lost; try again later.', host, status),
		);
	}
	if (status === 401) {
		return failed('unauthorized', l10n.t('{0} does not accept your sign-in any more. Sign in again.', host));
	}
	const scope = missingScope(refusal);
	if (scope !== undefined) {
		return failed(
			'missingScope',
			l10n.t('Your sign-in to {0} lacks the permission “{1}”. Sign in again, and allow it.', host, scope),
		);
	}
	if (
		/protected branch|GH006|branch protection|rule violations/i.test(
			`${message} ${details.map((one) => one.message).join(' ')}`,
		)
	) {
		return failed(
			'protected',
			l10n.t(
				'{0} protects this branch, so nothing was changed. Choose another branch, or ask for a pull request.',
				host,
			),
		);
	}
	if (
		status === 422 &&
		details.some((one) => one.code === 'already_exists' || /already exists/i.test(String(one.message)))
	) {
		return failed('exists', l10n.t('There is one already on {0}, so none was made.', host));
	}
	switch (status) {
		case 404:
			return failed(
				'notFound',
				l10n.t('{0} has no such page, or you may not see it. Was it moved, or is it of another account?', host),
			);
		case 410:
			return failed('disabled', l10n.t('Issues are switched off in this repository. Choose another repository.'));
		case 403:
			return failed('forbidden', l10n.t('{0} does not let your account do this: {1}', host, said(message)));
		default:
			return failed(
				'invalid',
				l10n.t(
					'{0} did not accept this: {1}',
					host,
					said([message, ...details.map((one) => one.message)].filter(Boolean).join('; ')),
				),
			);
	}
}

/** Issues and pull requests share their numbers. */
export const noIssue = (number: number) =>
	new FaultlineError('github.notFound', l10n.t('#{0} is a pull request, not an issue.', number));

/** Nobody knows whether it was done. */
export const unclear = (host: string, cause: unknown) =>
	new FaultlineError(
		'github.unclear',
		l10n.t(
			'The connection to {0} broke off before it answered. Look there whether it was made before you try again.',
			host,
		),
		{ cause },
	);

/** When requests are taken again, epoch milliseconds; undefined where that is not why it failed. */
function limitedUntil({ status, headers, message }: Refusal, now: number): number | undefined {
	if (status !== 403 && status !== 429) {
		return undefined;
	}
	const seconds = Number(headers['retry-after']);
	if (seconds > 0) {
		return now + seconds * 1000;
	}
	if (String(headers['x-ratelimit-remaining']) === '0') {
		return Number(headers['x-ratelimit-reset']) * 1000 || now + 60_000;
	}
	return status === 429 || /rate limit/i.test(message) ? now + 60_000 : undefined;
}

/** The scope that would have been needed, where the token's scopes are told and it is none of them. */
function missingScope({ status, headers, isWrite }: Refusal): string | undefined {
	const given = headers['x-oauth-scopes'];
	if ((status !== 403 && status !== 404) || !isWrite || given === undefined) {
		return undefined;
	}
	const scopes = String(given)
		.split(',')
		.map((scope) => scope.trim());
	const accepted = String(headers['x-accepted-oauth-scopes'] ?? '')
		.split(',')
		.map((scope) => scope.trim())
		.filter(Boolean);
	const wanted = accepted.length > 0 ? accepted : WRITE_SCOPES;
	return wanted.some((scope) => scopes.includes(scope)) || scopes.includes('repo')
		? undefined
		: (wanted.at(-1) ?? 'repo');
}

const said = (message: string) => message.replaceAll(/\s+/g, ' ').slice(0, 300);
