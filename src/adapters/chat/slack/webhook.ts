import { slackMessage } from '../../../core/chat/slack';
import type { CheckedChannel } from '../../../core/ports/chatBot';
import { type HttpNeeds, httpClient, type Library } from '../../http/client';
import { refusedBy } from '../../http/errors';
import { chatErrors } from '../errors';

const GONE: ReadonlySet<string> = new Set([
	'invalid_token',
	'no_service',
	'no_service_id',
	'no_active_hooks',
	'no_team',
	'team_disabled',
]);

/**
 * An incoming webhook: it writes into one channel, and knows neither threads nor what became of a message.
 *
 * @param address all of which is secret
 */
export function slackWebhook(
	library: Library,
	{ address, name }: { readonly address: string; readonly name: string },
	needs: HttpNeeds,
): CheckedChannel {
	// The path is what lets us in, so it is part of the base, which nobody logs.
	const http = httpClient(library, { name: 'Slack', base: address, isSecretAddress: true }, needs);
	/** @returns Slack's word, and whether it is one of a success */
	const send = async (body: object, signal: AbortSignal) => {
		try {
			const { text } = await http.send({ method: 'POST', path: '', body }, signal);
			return { said: text.trim().slice(0, 100), isTaken: true };
		} catch (error) {
			const refused = refusedBy(error);
			if (!refused || refused.status >= 500 || refused.status === 429) {
				throw error;
			}
			return { said: refused.said || String(refused.status), isTaken: false };
		}
	};
	return {
		// Slack refuses a message without text, but only behind an address that is right.
		check: async (signal) => {
			const { said } = await send({}, signal);
			if (said !== 'no_text' && said !== 'invalid_payload') {
				throw errorOf(said, name);
			}
		},
		post: async (message, _thread, signal) => {
			const { text, blocks } = slackMessage(message);
			const { said, isTaken } = await send({ text, blocks, unfurl_links: false, unfurl_media: false }, signal);
			if (said !== 'ok') {
				// Refusals have a status of their own: whoever says something else behind a success may have taken it.
				throw isTaken ? chatErrors.unclear(name, new Error(`Slack: 200 ${said}`)) : errorOf(said, name);
			}
			return {};
		},
	};
}

function errorOf(said: string, name: string) {
	const cause = new Error(`Slack: ${said}`);
	if (GONE.has(said) || said === '404' || said === '403') {
		return chatErrors.revoked(name, cause);
	}
	switch (said) {
		case 'channel_is_archived':
			return chatErrors.archived(name, cause);
		case 'channel_not_found':
			return chatErrors.channelGone(name, cause);
		default:
			return chatErrors.refused(name, said, cause);
	}
}
