import type { FaultlineError } from '../../../base/errors';
import { chatErrors } from '../errors';

const AUTH: ReadonlySet<string> = new Set([
	...['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired', 'invalid_token', 'no_team'],
	'team_disabled',
]);
/** Slack says of these that some of it may have been done. */
const UNCLEAR: ReadonlySet<string> = new Set([
	'internal_error',
	'fatal_error',
	'request_timeout',
	'service_unavailable',
]);

/**
 * What Slack says in an answer of status 200 that is none.
 *
 * @param error Slack's word for it
 * @param needed the permission that it asks for, where it is that
 * @param where what it was to be done to, as the person calls it
 */
export function slackError(error: string, needed: string | undefined, where: string): FaultlineError {
	const cause = new Error(`Slack: ${error}${needed === undefined ? '' : ` (needs ${needed})`}`);
	switch (true) {
		case AUTH.has(error):
			return chatErrors.unauthorized('Slack', cause);
		case UNCLEAR.has(error):
			return chatErrors.unclear(where, cause);
		case error === 'missing_scope':
			return chatErrors.missingScope('Slack', needed ?? '?', cause);
		case error === 'not_in_channel':
			return chatErrors.notInChannel(where, cause);
		case error === 'channel_not_found':
			return chatErrors.channelGone(where, cause);
		case error === 'is_archived' || error === 'channel_is_archived':
			return chatErrors.archived(where, cause);
		case error === 'name_taken':
			return chatErrors.nameTaken(where, cause);
		case error === 'ratelimited' || error === 'rate_limited':
			return chatErrors.rateLimited('Slack', cause);
		default:
			return chatErrors.refused(where, error || '?', cause);
	}
}
